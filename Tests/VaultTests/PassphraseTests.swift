import Platform
import TestKit
import Testing

@testable import Vault

/// Hands out given bytes, then fails.
private struct Scripted: Randomness {
  let bytes: Guarded<[UInt8]>
  init(_ bytes: [UInt8]) { self.bytes = Guarded(bytes) }
  struct Empty: Error {}

  func bytes(_ count: Int) throws -> [UInt8] {
    try bytes.withLock { (left: inout [UInt8]) throws -> [UInt8] in
      guard left.count >= count else { throw Empty() }
      defer { left.removeFirst(count) }
      return Array(left.prefix(count))
    }
  }
}

@Test func aPassphraseIsWordsJoinedBySingleSpaces() throws {
  let words = ["zero", "one", "two"]
  let passphrase = try generatedPassphrase(
    from: words, count: 3, by: Scripted([0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 1, 0]))
  // 5, 0 and 256, each modulo 3.
  #expect(passphrase.withBytes { Array($0) } == Array("two zero one".utf8))
}

// 2^32 is 1 more than a multiple of 3: the last draw would favour a word, so it is drawn again.
@Test func aDrawThatWouldFavourAWordIsThrownAway() throws {
  let randomness = Scripted([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1])
  #expect(try uniform(below: 3, by: randomness) == 1)
  #expect(throws: Scripted.Empty.self) { try uniform(below: 3, by: randomness) }
  #expect(try uniform(below: 2, by: Scripted([0xFF, 0xFF, 0xFF, 0xFF])) == 1)
}

@Test func everyWordIsDrawn() throws {
  var counts = [Int](repeating: 0, count: 7)
  for _ in 0..<7000 { counts[try uniform(below: 7, by: LiveRandomness())] += 1 }
  // Eight standard deviations: fails by chance once in 10^14 runs.
  for count in counts { #expect((766...1234).contains(count)) }
}

@Test func aPassphraseThatDoesNotFitIsRefused() throws {
  let words = [String(repeating: "x", count: 200)]
  #expect(throws: SecretProblem.tooLong) {
    _ = try generatedPassphrase(from: words, count: 7, by: LiveRandomness())
  }
}

@Test func aliasesAreValidAndNotInUse() throws {
  for quality in Alias.qualities {
    for thing in Alias.things { #expect(Alias.isValid("\(quality)-\(thing)")) }
  }
  let zeros = [UInt8](repeating: 0, count: 64)
  let computer = try Computer(randomness: Scripted(zeros))
  #expect(try computer.vault.neutralAlias() == "amber-almond")
  let root = "\(computer.scratch.path)/home/saqta/organisations"
  try run(["mkdir", "-p", "\(root)/amber-almond"])
  #expect(try computer.vault.neutralAlias() == "amber-almond-1000")
}
