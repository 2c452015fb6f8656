internal import DNS
internal import HTTP2
internal import Platform

/// DNS over HTTPS (RFC 8484) over HTTP/2: a stream for each question, so the id is 0.
struct HTTP2Framing: DNSFraming {
  let limit = 64
  private(set) var strays = 0
  private let authority: String
  private let connection: HTTP2Connection
  private var open: [Int: (number: Int, question: DNSQuestion)] = [:]

  init(authority: String) throws {
    self.authority = authority
    connection = try HTTP2Connection()
  }

  var takesQuestions: Bool { connection.takesRequests }

  mutating func ask(_ question: DNSQuestion, as number: Int) throws {
    let message = try question.bytes(id: 0, paddedTo: paddingBlock)
    let stream = try connection.post(
      message, to: dohPath, of: authority, type: dohType)
    open[stream] = (number, question)
  }

  mutating func takeOutput() throws -> [UInt8] {
    do { return try connection.takeOutput() } catch { throw NetworkProblem(error) }
  }

  mutating func receive(_ bytes: [UInt8]) throws -> [FramedAnswer] {
    let ended: [HTTP2Answer]
    do { ended = try connection.receive(bytes) } catch { throw NetworkProblem(error) }
    return ended.compactMap { answer in
      guard let (number, question) = open.removeValue(forKey: answer.stream) else { return nil }
      return FramedAnswer(number: number, content: content(of: answer, to: question))
    }
  }

  private mutating func content(
    of answer: HTTP2Answer, to question: DNSQuestion
  ) -> FramedAnswer.Content {
    if answer.isRefused { return .lost }
    guard answer.errorCode == 0 else {
      return .failed(NetworkProblem(.malformed, "stream \(answer.errorCode)"))
    }
    return dohContent(answer.status, answer.contentType, answer.body, to: question)
  }

  mutating func forget(_ number: Int) {
    guard let stream = open.first(where: { $0.value.number == number })?.key else { return }
    open[stream] = nil
    connection.cancel(stream)
  }
}

extension NetworkProblem {
  fileprivate init(_ error: HTTP2Error) { self.init(.malformed, "http2 \(error.code)") }
}

let dohPath = "/dns-query"
let dohType = "application/dns-message"

/// What an HTTP answer says about a question: the answer stands in a body of the right type with a
/// status of success (RFC 8484 §4.2.1).
func dohContent(
  _ status: Int?, _ type: String, _ body: [UInt8], to question: DNSQuestion
) -> FramedAnswer.Content {
  guard let status, (200...299).contains(status) else {
    return .failed(NetworkProblem(.malformed, "status \(status ?? 0)"))
  }
  let kind = type.prefix { $0 != ";" }.lowercased()
  guard kind == dohType, let reply = try? DNSReply(body) else {
    return .failed(NetworkProblem(.malformed))
  }
  guard reply.answers(question, id: 0) else { return .failed(NetworkProblem(.wrongID)) }
  return .reply(reply)
}
