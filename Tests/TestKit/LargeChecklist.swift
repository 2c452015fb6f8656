import Glibc

/// A checklist that no person would write: as many controls as told, fifty to a domain, a third of
/// them for one role only and a fifth under a condition.
public func largeChecklist(controls count: Int) -> (structure: [UInt8], english: [UInt8]) {
  var structure = """
    id: large
    version: "1"
    roles: [reporter, technical]
    context:
      - id: website
        choices: [yes, no]
    scenarios:
      - id: seizure
        likelihood:
          - {level: high, because: recent, when: {website: yes}}
          - {level: low, because: otherwise}
        impact:
          - {level: high, because: files}
    profiles:
      - id: full
        role-decides: {website: yes}
      - id: short
        most: 50
    domains:

    """
  var english = """
    language: en
    review: done
    texts:
      checklist.title: "A large one"
      role.question: "What do you do?"
      role.why: "Roles differ."
      role.choice.reporter: "reporter"
      role.choice.technical: "technical staff"
      website.question: "Is there a website?"
      website.why: "It can be blocked."
      website.choice.yes: "yes"
      website.choice.no: "no"
      seizure.title: "Seizure"
      seizure.meaning: "Things are taken."
      seizure.because.recent: "It happened."
      seizure.because.otherwise: "No sign."
      seizure.because.files: "Files are read."
      profile.full.title: "everything"
      profile.short.title: "some"

    """
  let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(UnicodeScalar($0)) }
  for number in 0..<count {
    let domain = [number / 50 / 26, number / 50 % 26].map { letters[$0] }.joined()
    if number % 50 == 0 {
      structure += "  - id: \(domain)\n    controls:\n"
      english += "  \(domain).title: \"Domain \(number / 50)\"\n"
    }
    let id = "\(domain)-\(10 + number % 50)"
    structure += """
            - id: \(id)
              tier: \(1 + number % 3)
              unit: org
              scenarios: [seizure]
              effort: {difficulty: 1, skill: 2, disruption: 1, within: week}

      """
    if number % 3 == 0 { structure += "        roles: [technical]\n" }
    if number % 5 == 0 { structure += "        when: {website: yes}\n" }
    english += """
        \(id).question: "Is the matter number \(number) in the state in which it should be?"
        \(id).why: "What number \(number) is about happened to somebody, and may happen again."
        \(id).action: "Do what number \(number) asks for, and write down when it was done."

      """
  }
  return (Array(structure.utf8), Array(english.utf8))
}

/// How much of the processor's time the work took on this thread, in nanoseconds; the least of some
/// runs, because another program may have emptied the caches.
public func processorTime(of runs: Int = 3, _ work: () throws -> Void) rethrows -> Double {
  var least = Double.infinity
  for _ in 0..<runs {
    let start = threadTime()
    try work()
    least = min(least, threadTime() - start)
  }
  return least
}

private func threadTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}
