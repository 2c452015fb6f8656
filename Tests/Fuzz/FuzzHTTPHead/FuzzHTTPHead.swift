@testable import Checks

nonisolated(unsafe) var heads = 0

private let page = WebAddress(scheme: "https", host: "desk.example", port: 443, path: "/a/b?c")

/// The bytes as the beginning of an HTTP answer: what comes piece by piece reads as the whole does,
/// and wherever a redirect leads can be asked for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
  let whole = HTTPHead.read(bytes)
  let step = max(1, bytes.count / 7)
  var scanned = 0
  for end in stride(from: step, to: bytes.count + step, by: step) {
    let piece = Array(bytes.prefix(end))
    let progress = HTTPHead.read(piece, after: scanned)
    scanned = piece.count
    if progress == .incomplete { continue }
    precondition(progress == whole || whole == .tooLarge, "another head when it comes in pieces")
    break
  }
  guard case .complete(let head) = whole else { return 0 }
  precondition(head.length <= bytes.count && (100...599).contains(head.status))
  _ = (head.bodyLength, head.isChunked, head.isChallenge)
  _ = Fingerprints.builtIn.mark(of: head, body: "")
  if let next = head.redirectLocation.flatMap({ page.following($0) }) {
    let isPlain = next.description.utf8.allSatisfy { $0 > 32 && $0 < 127 }
    precondition(isPlain, "a request line that somebody else wrote")
    heads &+= 1
  }
  return 0
}
