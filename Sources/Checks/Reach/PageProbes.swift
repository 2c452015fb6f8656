internal import Hygiene
internal import Platform

/// Connects to every address of one page's host, and reads the page once.
struct PageProbes: Sendable {
  let run: TargetRun
  let page: WebAddress
  let depth: Int
  let attempt: Int
  let found: FoundAddresses
  let reader: PageReader

  private func newProbe(to address: IPAddress, port: UInt16) -> Probe {
    Probe(
      run.kit, run.recorder, depth: depth, attempt: attempt, to: address, port: port,
      name: page.host)
  }

  /// The first address of the system's that proves to be the site gives the page; when none does, one
  /// that only the witness knew.
  func readOverTLS() async {
    let claim = Guarded(false)
    await withTaskGroup { group in
      for address in found.all {
        let isSystems = found.system.contains(address)
        group.addTask {
          let probe = newProbe(to: address, port: page.port)
          await probe.connect { connection in
            await probe.handshake(on: connection) { stream in
              guard isSystems, claim.take() else { return }
              await reader.read(page, on: &stream, by: probe)
            }
          }
        }
      }
    }
    guard claim.take() else { return }
    guard let address: IPAddress = genuineAddress else { return }
    let probe = newProbe(to: address, port: page.port)
    await probe.connect { connection in
      await probe.handshake(on: connection) { stream in
        await reader.read(page, on: &stream, by: probe)
      }
    }
  }

  /// Anybody may answer in clear text, so beside it every address is asked for a certificate, and the
  /// same page is read where one is genuine.
  func readInClear() async {
    let claim = Guarded(false)
    let hasUsualPort = page.port == 80
    await withTaskGroup { group in
      for address in found.all {
        let isSystems = found.system.contains(address) || found.system.isEmpty
        group.addTask {
          let probe = newProbe(to: address, port: page.port)
          await probe.connect { connection in
            guard isSystems, claim.take() else { return }
            var stream = ClearStream(connection: connection)
            await reader.read(page, on: &stream, by: probe)
          }
        }
        guard hasUsualPort else { continue }
        group.addTask {
          let probe = newProbe(to: address, port: 443)
          await probe.connect { await probe.handshake(on: $0) }
        }
      }
    }
    guard hasUsualPort, hasFinalPage, let address = genuineAddress else { return }
    let same = WebAddress(scheme: "https", host: page.host, port: 443, path: page.path)
    let probe = newProbe(to: address, port: 443)
    await probe.connect { connection in
      await probe.handshake(on: connection) { stream in
        await reader.read(same, on: &stream, by: probe)
      }
    }
  }

  private var operations: [Operation] {
    run.recorder.operations.filter { $0.depth == depth && $0.attempt == attempt }
  }

  private var hasFinalPage: Bool {
    operations.contains { $0.stage == .read && $0.page != nil && $0.page?.redirect == nil }
  }

  private var genuineAddress: IPAddress? {
    guard let text = operations.first(where: \.isGenuine)?.address else { return nil }
    return IPAddress(text)
  }
}

extension Guarded<Bool> {
  /// True for the first who asks.
  fileprivate func take() -> Bool {
    withLock { isTaken in
      defer { isTaken = true }
      return !isTaken
    }
  }
}
