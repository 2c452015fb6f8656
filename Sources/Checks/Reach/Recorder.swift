internal import Hygiene
internal import OpenSSL
internal import Platform

/// Takes down what is observed of one target, from several tasks at once.
final class Recorder: Sendable {
  private struct State {
    var operations: [Operation] = []
    var certificates: [SeenCertificate] = []
    var wire: [[UInt8]] = []
    var lastTransaction = 0
  }
  private let state = Guarded(State())
  private let clock: RunClock
  /// A page of a hostile peer must not make us remember without end.
  private static let mostOperations = 2_000, mostCertificates = 200

  init(_ clock: RunClock) { self.clock = clock }

  /// Milliseconds since the run began.
  var now: Int { clock.milliseconds }

  func newTransaction() -> Int {
    state.withLock { state in
      state.lastTransaction += 1
      return state.lastTransaction
    }
  }

  /// Adds an operation, made by `make` from its id.
  func note(_ make: (Int) -> Operation) {
    state.withLock { state in
      guard state.operations.count < Self.mostOperations else { return }
      state.operations.append(make(state.operations.count + 1))
    }
  }

  /// The places of certificates in the list; each is kept once.
  func places(of certificates: [TLSCertificate], _ wire: [[UInt8]]) -> [Int] {
    state.withLock { state in
      zip(certificates, wire).compactMap { certificate, der in
        if let place = state.certificates.firstIndex(where: { $0.sha256 == certificate.sha256 }) {
          return place
        }
        guard state.certificates.count < Self.mostCertificates else { return nil }
        state.certificates.append(SeenCertificate(certificate))
        state.wire.append(der)
        return state.certificates.count - 1
      }
    }
  }

  var operations: [Operation] { state.withLock { $0.operations } }
  var certificates: [SeenCertificate] { state.withLock { $0.certificates } }
  /// The same in DER.
  var certificatesInDER: [[UInt8]] { state.withLock { $0.wire } }
}

/// The moment at which a run, or one thing, began.
struct RunClock: Sendable {
  private let start = ContinuousClock.now
  var milliseconds: Int { Int(start.duration(to: .now) / .milliseconds(1)) }
}

extension SeenCertificate {
  init(_ certificate: TLSCertificate) {
    self.init(
      subject: cleaned(certificate.subject), issuer: cleaned(certificate.issuer),
      serial: cleaned(certificate.serial, atMost: 80),
      notBefore: Timestamp(secondsSinceEpoch: certificate.notBefore).description,
      notAfter: Timestamp(secondsSinceEpoch: certificate.notAfter).description,
      names: certificate.names.map { cleaned($0, atMost: 253) }, sha256: certificate.sha256,
      keySHA256: certificate.keySHA256, key: certificate.key)
  }
}

extension NetworkProblem {
  init(any error: any Error) {
    switch error {
    case let problem as NetworkProblem: self = problem
    case is CancellationError: self.init(.interrupted)
    default: self.init(.unknown)
    }
  }
}
