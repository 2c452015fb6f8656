internal import Documents
internal import Hygiene

/// The measurements of a file: one JSON object, a list of them, or one a line (JSONL).
struct OONIFile {
  /// Larger files are refused, and so is a larger measurement.
  static let mostBytes = 64 << 20, mostPerMeasurement = 4 << 20
  /// More than these are not read.
  static let most = 10_000

  private let bytes: [UInt8]
  private let limit: Int

  init(_ bytes: [UInt8], limit: Int = OONIFile.mostPerMeasurement) {
    (self.bytes, self.limit) = (bytes, limit)
  }

  /// Hands over each measurement, or why it is none, with the line on which it begins.
  func forEach(_ body: (Int, Result<JSON, JSONProblem>) -> Void) {
    var reader = JSONReader(bytes, atMost: limit)
    reader.skipSpace()
    if reader.take(UInt8(ascii: "[")) { return list(&reader, body) }
    let (first, start) = (lineEnd(from: reader.index), reader.index)
    if (try? JSONReader.value(of: bytes, in: start..<first, atMost: limit)) == nil,
      let value = try? reader.next()
    {
      // One that goes over several lines; so others may.
      body(line(of: start), .success(value))
      return sequence(&reader, body)
    }
    lines(from: start, body)
  }

  // MARK: One a line

  private func lineEnd(from index: Int) -> Int {
    bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
  }

  private func line(of index: Int) -> Int {
    bytes[..<index].count { $0 == UInt8(ascii: "\n") } + 1
  }

  private func lines(from start: Int, _ body: (Int, Result<JSON, JSONProblem>) -> Void) {
    var (index, number, count) = (start, line(of: start), 0)
    while index < bytes.count {
      let end = lineEnd(from: index)
      if bytes[index..<end].contains(where: { ![0x20, 0x09, 0x0d].contains($0) }) {
        count += 1
        guard count <= Self.most else { return body(number, .failure(.tooMany)) }
        body(
          number,
          result { () throws(JSONProblem) in
            var reader = JSONReader(bytes, from: index, atMost: limit)
            reader.skipSpace()
            return try JSONReader.value(of: bytes, in: reader.index..<end, atMost: limit)
          })
      }
      (index, number) = (end + 1, number + 1)
    }
  }

  private func result(_ read: () throws(JSONProblem) -> JSON) -> Result<JSON, JSONProblem> {
    do { return .success(try read()) } catch { return .failure(error) }
  }

  // MARK: A list, or one after the other

  private func list(
    _ reader: inout JSONReader, _ body: (Int, Result<JSON, JSONProblem>) -> Void
  ) {
    reader.skipSpace()
    if reader.take(UInt8(ascii: "]")) { return }
    var (number, counted) = (1, 0)
    for _ in 0..<Self.most {
      reader.skipSpace()
      let start = reader.index
      number += bytes[counted..<start].count { $0 == UInt8(ascii: "\n") }
      counted = start
      do {
        body(number, .success(try reader.next()))
      } catch {
        body(number, .failure(error))
        guard let end = endOfValue(from: start) else { return }
        reader = JSONReader(bytes, from: end, atMost: limit)
      }
      reader.skipSpace()
      if reader.take(UInt8(ascii: "]")) { return }
      guard reader.take(UInt8(ascii: ",")) else { return body(number, .failure(.syntax)) }
    }
    body(number, .failure(.tooMany))
  }

  private func sequence(
    _ reader: inout JSONReader, _ body: (Int, Result<JSON, JSONProblem>) -> Void
  ) {
    var (number, counted) = (1, 0)
    for _ in 1..<Self.most {
      reader.skipSpace()
      let start = reader.index
      guard start < bytes.count else { return }
      number += bytes[counted..<start].count { $0 == UInt8(ascii: "\n") }
      counted = start
      do {
        body(number, .success(try reader.next()))
      } catch {
        body(number, .failure(error))
        guard let end = endOfValue(from: start) else { return }
        reader = JSONReader(bytes, from: end, atMost: limit)
      }
    }
    body(number, .failure(.tooMany))
  }

  /// Where a broken object or list ends, by its brackets; nil when nobody can tell.
  private func endOfValue(from start: Int) -> Int? {
    guard bytes.indices.contains(start),
      bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "[")
    else { return nil }
    var (depth, isText, isEscaped) = (0, false, false)
    for index in start..<bytes.count {
      let byte = bytes[index]
      if isText {
        isText = isEscaped || byte != UInt8(ascii: "\"")
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isText = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return index + 1 }
      default: break
      }
    }
    return nil
  }
}
