import DNS
import Platform

@testable import Checks

nonisolated(unsafe) var answers = 0

/// The bytes as an answer of a resolver: it is read, or refused, and its addresses are addresses.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
  guard let reply = try? DNSReply(bytes) else { return 0 }
  precondition((0...4_095).contains(reply.responseCode))
  for record in reply.answers where record.type == .a || record.type == .aaaa {
    guard let address = IPAddress(record.text) else { continue }
    precondition(address.isV6 == (record.type == .aaaa), "an address of the other kind")
    answers &+= 1
  }
  return 0
}
