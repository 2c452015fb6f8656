internal import Hygiene
internal import OpenSSL
internal import Platform

/// Sends a name that was cut and a neutral one to the same address in turn, within a minute: if only
/// the one is cut, each time, the name is the reason.
///
/// The target's name goes to no address but its own.
struct SNIDifferential: Sendable {
  struct Place: Sendable {
    let host: String
    let address: IPAddress
    let port: UInt16
    let depth: Int
  }
  static let rounds = 3

  let kit: ProbeKit
  let recorder: Recorder
  let spacing: Spacing
  /// A neutral name.
  let control: String
  let place: Place

  /// Where a differential could tell more: a name that is cut at an address that is its own.
  static func place(in facts: ReachFacts) -> Place? {
    for depth in facts.hops.indices {
      let view = DepthView(depth, of: facts)
      guard view.isCutAtHello, let address = view.ownCutAddress else { continue }
      let hop = facts.hops[depth]
      return Place(host: hop.host, address: address, port: hop.port, depth: depth)
    }
    return nil
  }

  /// At which distance a ClientHello with the target's name is cut, and at which one with the control's
  /// is answered: a cut that comes before the server could be reached is a box on the way.
  func locate(_ found: inout Differential) async {
    for hops in 1...Self.mostHops where !Task.isCancelled {
      if await fate(of: control, as: .control, within: hops) == .answered {
        found.answeredAtHop = hops
        break
      }
    }
    guard let distance = found.answeredAtHop else { return }
    for hops in 1...distance where !Task.isCancelled {
      if await fate(of: place.host, as: .target, within: hops) == .cut {
        found.cutAtHop = hops
        return
      }
    }
  }

  private enum HopFate { case answered, cut, silent }
  private static let mostHops = 24

  /// Silence within the few hops is no cut: the packet may just have died on its way.
  private func fate(
    of name: String, as role: Operation.Role, within hops: Int
  ) async -> HopFate {
    var quick = kit
    quick.patience.handshake = .milliseconds(800)
    var probe = Probe(
      quick, recorder, depth: place.depth, attempt: 100 + hops, role: role, to: place.address,
      port: place.port, name: name)
    probe.hops = hops
    await probe.connect { await probe.handshake(on: $0) }
    let last = recorder.operations.last { $0.transaction == probe.transaction }
    guard let last, last.stage == .handshake else { return .silent }
    switch last.word {
    case .reset, .eof, .notTLS: return last.isCutAtHello ? .cut : .answered
    case .timeout, .hostUnreachable, .networkUnreachable, .interrupted: return .silent
    default: return .answered
    }
  }

  func run() async -> Differential {
    var result = Differential(
      address: place.address.description, port: place.port, control: control)
    var pause = spacing == .calm ? Duration.seconds(2) : .milliseconds(300)
    var attempt = 10
    while result.rounds.count < Self.rounds, !Task.isCancelled {
      attempt += 1
      let started = recorder.now
      let neutral = await send(control, as: .control, attempt)
      if neutral.isCut, !result.hasResidual {
        // Perhaps a box that remembers the address for a while: wait until it has forgotten.
        let long = spacing == .calm ? Duration.seconds(30) : .seconds(5)
        try? await Task.sleep(for: long)
        attempt += 1
        if await send(control, as: .control, attempt).isCut {
          result.rounds.append(
            Differential.Round(
              target: .timeout, control: neutral.word, noName: nil, started: started))
          break
        }
        (result.hasResidual, result.rounds, pause) = (true, [], long)
      }
      try? await Task.sleep(for: spacing == .calm ? .milliseconds(700) : .milliseconds(50))
      let target = await send(place.host, as: .target, attempt)
      try? await Task.sleep(for: pause)
      let none = result.hasResidual ? nil : await send(place.host, as: .noSNI, attempt)
      result.rounds.append(
        Differential.Round(
          target: target.word, control: neutral.isCut && result.hasResidual ? nil : neutral.word,
          noName: none?.word, started: started))
      if none?.isCut ?? false { try? await Task.sleep(for: pause) }
    }
    return result
  }

  /// What became of a ClientHello: a ServerHello of any kind, also an alert, is an answer.
  private struct Fate {
    let word: FailureWord?
    var isCut: Bool { word != nil }
  }

  private func send(_ name: String, as role: Operation.Role, _ attempt: Int) async -> Fate {
    let probe = Probe(
      kit, recorder, depth: place.depth, attempt: attempt, role: role, to: place.address,
      port: place.port, name: name)
    await probe.connect { await probe.handshake(on: $0) }
    let last = recorder.operations.last { $0.transaction == probe.transaction }
    guard let last, let word = last.word else { return Fate(word: nil) }
    if last.stage == .connect { return Fate(word: word) }
    return Fate(word: last.isCutAtHello ? word : nil)
  }
}

/// Reads a large page of a slow site and of a quick one in turn.
struct ThroughputPair: Sendable {
  private static let rounds = 3
  private static let most = 524_288

  let kit: ProbeKit
  let target: Measured
  let control: Measured

  func run() async -> Throttling {
    var result = Throttling()
    for _ in 0..<Self.rounds where !Task.isCancelled {
      guard let slow = await rate(of: target), let quick = await rate(of: control) else { break }
      result.rounds.append(Throttling.Round(target: slow, control: quick))
    }
    return result
  }

  /// Bytes a second; nil when the page did not come.
  private func rate(of measured: Measured) async -> Int? {
    let recorder = Recorder(RunClock())
    let before = measured.recorder.operations.last { $0.stage == .read }
    guard let page = measured.pages.last, let text = before?.address,
      let address = IPAddress(text)
    else { return nil }
    let probe = Probe(
      kit, recorder, depth: 0, attempt: 1, to: address, port: page.port, name: page.host)
    var reader = PageReader(kit: kit, recorder: recorder)
    reader.bodyLimit = Self.most
    await probe.connect { connection in
      if page.isClear {
        var stream = ClearStream(connection: connection)
        await reader.read(page, on: &stream, by: probe)
      } else {
        await probe.handshake(on: connection) { await reader.read(page, on: &$0, by: probe) }
      }
    }
    guard let read = recorder.operations.last, read.stage == .read else { return nil }
    return (read.bytesIn ?? 0) * 1_000 / max(1, read.took)
  }
}
