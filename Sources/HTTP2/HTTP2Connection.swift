internal import CNGHTTP2

/// The client's side of one HTTP/2 connection (RFC 9113), without a socket: bytes go in, bytes come
/// out. It can do one thing: post small bodies and keep small answers.
///
/// Not for several threads at once.
@safe public final class HTTP2Connection {
  /// The most that the body of an answer may have, in bytes.
  public static let bodyLimit = 65_535

  private let session: OpaquePointer
  private let context: Context

  /// - Throws: `HTTP2Error` when there is no memory.
  public init() throws(HTTP2Error) {
    context = Context()
    // The connection owns the context, and so it outlives every callback.
    let pointer = unsafe Unmanaged.passUnretained(context).toOpaque()
    guard let session = unsafe tk_http2_open(keepHeader, keepData, endStream, pointer) else {
      throw HTTP2Error(code: Int(NGHTTP2_ERR_NOMEM.rawValue))
    }
    unsafe self.session = session
  }

  deinit { unsafe nghttp2_session_del(session) }

  /// False once the server has said that it takes no more requests.
  public var takesRequests: Bool { unsafe nghttp2_session_check_request_allowed(session) != 0 }

  /// Queues a request; `takeOutput` gives its bytes.
  ///
  /// - Returns: the number of its stream.
  public func post(
    _ body: [UInt8], to path: String, of authority: String, type: String
  ) throws(HTTP2Error) -> Int {
    let stream = unsafe tk_http2_post(
      session, authority, path, type, String(body.count), giveBody)
    guard stream > 0 else { throw HTTP2Error(code: Int(stream)) }
    context.bodies[stream] = body[...]
    context.answers[stream] = HTTP2Answer(stream: Int(stream))
    return Int(stream)
  }

  /// What must be sent now.
  public func takeOutput() throws(HTTP2Error) -> [UInt8] {
    var output: [UInt8] = []
    while true {
      var start: UnsafePointer<UInt8>?
      let count = unsafe nghttp2_session_mem_send(session, &start)
      guard count >= 0 else { throw HTTP2Error(code: count) }
      if count == 0 { return output }
      unsafe output += UnsafeBufferPointer(start: start, count: count)
    }
  }

  /// Takes what the network brought.
  ///
  /// - Returns: the requests that came to their end.
  /// - Throws: `HTTP2Error` when it is not HTTP/2, or a flood: the connection is of no more use.
  public func receive(_ bytes: [UInt8]) throws(HTTP2Error) -> [HTTP2Answer] {
    let count = unsafe bytes.withUnsafeBufferPointer {
      unsafe nghttp2_session_mem_recv(session, $0.baseAddress, $0.count)
    }
    guard count >= 0 else { throw HTTP2Error(code: count) }
    defer { context.ended = [] }
    return context.ended
  }

  /// Tells the server that nobody waits for this answer any more.
  public func cancel(_ stream: Int) {
    context.answers[Int32(stream)] = nil
    context.bodies[Int32(stream)] = nil
    _ = unsafe nghttp2_submit_rst_stream(
      session, UInt8(NGHTTP2_FLAG_NONE.rawValue), Int32(stream), NGHTTP2_CANCEL.rawValue)
  }
}

/// What came for one request.
public struct HTTP2Answer: Hashable, Sendable {
  public let stream: Int
  /// Of HTTP; nil when no headers came.
  public internal(set) var status: Int?
  public internal(set) var contentType = ""
  public internal(set) var body: [UInt8] = []
  /// Why the stream was broken off (RFC 9113 §7); 0 when the answer is whole.
  public internal(set) var errorCode = 0

  /// The server did nothing about it: it may be asked again on another connection.
  public var isRefused: Bool { errorCode == Int(NGHTTP2_REFUSED_STREAM.rawValue) }

  init(stream: Int) { self.stream = stream }
}

/// Why a connection is of no more use: nghttp2's code, such as -505 for a breach of the protocol.
public struct HTTP2Error: Error, Hashable, Sendable {
  public let code: Int
}

/// What the callbacks of one connection fill.
private final class Context {
  var bodies: [Int32: ArraySlice<UInt8>] = [:]
  var answers: [Int32: HTTP2Answer] = [:]
  var ended: [HTTP2Answer] = []
}

@unsafe private func context(_ pointer: UnsafeMutableRawPointer?) -> Context? {
  unsafe pointer.map { unsafe Unmanaged<Context>.fromOpaque($0).takeUnretainedValue() }
}

private func keepHeader(
  _ session: OpaquePointer?, _ frame: UnsafePointer<nghttp2_frame>?, _ name: UnsafePointer<UInt8>?,
  _ nameCount: Int, _ value: UnsafePointer<UInt8>?, _ valueCount: Int, _ flags: UInt8,
  _ pointer: UnsafeMutableRawPointer?
) -> Int32 {
  guard let context = unsafe context(pointer), let frame = unsafe frame else { return 0 }
  let stream = unsafe frame.pointee.hd.stream_id
  let name = unsafe UnsafeBufferPointer(start: name, count: nameCount)
  let value = unsafe UnsafeBufferPointer(start: value, count: min(valueCount, 200))
  if unsafe name.elementsEqual(":status".utf8) {
    context.answers[stream]?.status = Int(unsafe String(decoding: value, as: UTF8.self))
  } else if unsafe name.elementsEqual("content-type".utf8) {
    context.answers[stream]?.contentType = unsafe String(decoding: value, as: UTF8.self)
  }
  return 0
}

private func keepData(
  _ session: OpaquePointer?, _ flags: UInt8, _ stream: Int32, _ start: UnsafePointer<UInt8>?,
  _ count: Int, _ pointer: UnsafeMutableRawPointer?
) -> Int32 {
  guard let context = unsafe context(pointer), let answer = context.answers[stream] else {
    return 0
  }
  guard answer.body.count + count <= HTTP2Connection.bodyLimit else {
    return unsafe nghttp2_submit_rst_stream(
      session, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream, NGHTTP2_CANCEL.rawValue)
  }
  unsafe context.answers[stream]?.body += UnsafeBufferPointer(start: start, count: count)
  return 0
}

private func endStream(
  _ session: OpaquePointer?, _ stream: Int32, _ errorCode: UInt32,
  _ pointer: UnsafeMutableRawPointer?
) -> Int32 {
  guard let context = unsafe context(pointer) else { return 0 }
  context.bodies[stream] = nil
  guard var answer = context.answers.removeValue(forKey: stream) else { return 0 }
  answer.errorCode = Int(errorCode)
  context.ended.append(answer)
  return 0
}

private func giveBody(
  _ session: OpaquePointer?, _ stream: Int32, _ buffer: UnsafeMutablePointer<UInt8>?,
  _ capacity: Int, _ flags: UnsafeMutablePointer<UInt32>?,
  _ source: UnsafeMutablePointer<nghttp2_data_source>?, _ pointer: UnsafeMutableRawPointer?
) -> Int {
  guard let context = unsafe context(pointer), let rest = context.bodies[stream] else {
    return Int(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue)
  }
  let piece = rest.prefix(capacity)
  unsafe buffer?.update(from: Array(piece), count: piece.count)
  context.bodies[stream] = rest.dropFirst(piece.count)
  if piece.count == rest.count { unsafe flags?.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue }
  return piece.count
}
