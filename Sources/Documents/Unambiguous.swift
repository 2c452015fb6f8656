internal import FoundationEssentials

/// JSON that different readers would read differently.
struct Ambiguous: Error {}

/// Whether JSON is UTF-8 without a byte order mark, no object has a key twice, and no comma stands
/// before a closing bracket.
///
/// RFC 8259 §4 and §8.1 leave the first two to the reader, and I-JSON (RFC 7493 §2) forbids them: of
/// two answers with one id our decoder would take the first and `jq` the last. It also reads the
/// third, which is no JSON. All else is the decoder's business.
func isUnambiguous(_ json: UnsafeRawBufferPointer) -> Bool {
  guard let first = unsafe json.first, first < 0x80 else { return false }
  var objects: [Set<String>?] = []
  var isKey = false
  // A comma was the last thing but white space.
  var isAfterComma = false
  var index = 0
  while index < json.count {
    let byte = unsafe json[index]
    index += 1
    let wasAfterComma = isAfterComma
    isAfterComma = byte == UInt8(ascii: ",") || isAfterComma && byte <= 0x20
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      isKey = byte == UInt8(ascii: "{")
      objects.append(isKey ? [] : nil)
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      if wasAfterComma { return false }
      objects.removeLast(objects.isEmpty ? 0 : 1)
      isKey = false
    case UInt8(ascii: ","):
      isKey = objects.last.map { $0 != nil } ?? false
    case UInt8(ascii: "\""):
      guard let end = unsafe endOfText(in: json, from: index) else { return false }
      if isKey {
        let text = unsafe UnsafeRawBufferPointer(rebasing: json[(index - 1)..<end])
        guard let key = unsafe key(text),
          objects[objects.count - 1]?.insert(key).inserted == true
        else { return false }
      }
      (index, isKey) = (end, false)
    // A zero byte: the decoder would guess UTF-16 or UTF-32.
    case 0: return false
    default: break
    }
  }
  return true
}

/// Where a text ends, behind its closing quotation mark.
private func endOfText(in json: UnsafeRawBufferPointer, from start: Int) -> Int? {
  var index = start
  while index < json.count {
    switch unsafe json[index] {
    case UInt8(ascii: "\""): return index + 1
    case UInt8(ascii: "\\"): index += 2
    case 0: return nil
    default: index += 1
    }
  }
  return nil
}

/// A key without its quotation marks and escapes.
private func key(_ quoted: UnsafeRawBufferPointer) -> String? {
  guard unsafe quoted.contains(UInt8(ascii: "\\")) else {
    return unsafe String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
  }
  return unsafe try? JSONDecoder().decode(String.self, from: Data(quoted))
}
