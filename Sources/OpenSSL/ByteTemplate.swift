/// What a file of a fixed profile looks like: constant bytes with holes between them.
///
/// libcrypto accepts far more than we write (BER, short tags, other ciphers, more recipients; see
/// Docs/Formats/SealedRecord.md). So nothing of ours is parsed before it was compared with this.
struct ByteTemplate: Sendable {
  enum Part: Sendable {
    case fixed(String)
    case length(Int, bytes: Int)
    case hole(Int)
  }
  private let pieces: [(offset: Int, bytes: [UInt8])]
  let size: Int

  /// - Parameter parts: `fixed` in hexadecimal, spaces allowed; `length` is the value and bytes of
  ///   a DER length in its long form.
  init(_ parts: [Part]) {
    var pieces: [(offset: Int, bytes: [UInt8])] = []
    var offset = 0
    for part in parts {
      switch part {
      case .hole(let count):
        offset += count
        continue
      case .fixed(let text):
        pieces.append((offset, bytes(hex: text.filter { $0 != " " }) ?? []))
      case .length(let value, let count):
        let digits = (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        pieces.append((offset, [0x80 | UInt8(count)] + digits))
      }
      offset += pieces.last?.bytes.count ?? 0
    }
    (self.pieces, size) = (pieces, offset)
  }

  /// Whether all is as it must be outside of the holes. Looks at every fixed byte, wherever the
  /// first difference is.
  func matches(_ file: [UInt8]) -> Bool {
    guard file.count == size else { return false }
    var difference: UInt8 = 0
    for piece in pieces {
      for index in piece.bytes.indices {
        difference |= file[piece.offset + index] ^ piece.bytes[index]
      }
    }
    return difference == 0
  }
}
