import Documents
import Hygiene
import Platform

@testable import Checks

nonisolated(unsafe) var measurements = 0

private let settings = OONISettings()
private let moment = Timestamp(secondsSinceEpoch: 1_790_000_000)

/// The bytes as a file of measurements: what is read is judged and can be kept, and never proves what
/// OONI's own rules deny.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
  let reading = OONIReading(bytes, settings: settings, at: moment)
  for item in reading.evidence {
    guard case .object(let members) = item.facts, !members.isEmpty else { continue }
    guard
      let encoded = try? Documents.encode(item.facts),
      let facts = try? Documents.decode(ReachFacts.self, from: encoded)
    else { preconditionFailure("facts that nobody can read") }
    let judgement = ReachJudgement(facts)
    precondition(judgement.verdict.rawValue == facts.verdict, "judged otherwise the second time")
    let isDenied = facts.ooni?.deniesBlocking ?? false
    let isListed = facts.operations.contains { $0.handshake?.interception == .listed }
    precondition(!isDenied || !judgement.verdict.isProof || isListed, "a proof that is denied")
    measurements &+= 1
  }
  OONIFile(bytes).forEach { _, result in
    guard case .success(let json) = result, let written = try? Documents.encode(json) else {
      return
    }
    let again = try? JSONReader.value(of: written, atMost: 4 * written.count + 16)
    precondition(again == json, "a value that is written otherwise than it was read")
  }
  return 0
}
