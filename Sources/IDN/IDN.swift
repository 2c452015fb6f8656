internal import CIDN2

/// The A-labels of a name in any script, in lower case, as browsers look it up (IDNA 2008 with the
/// mapping of UTS 46, RFC 5891); nil when the text is no name.
public func asciiName(of text: String) -> String? {
  guard !text.isEmpty, text.utf8.count <= 1024, !text.utf8.contains(0) else { return nil }
  var length = 0
  let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 256) { buffer, count in
    unsafe buffer.withMemoryRebound(to: CChar.self) { out in
      length = unsafe tk_idn_ascii(text, out.baseAddress, out.count)
    }
    count = length
  }
  return length > 0 ? String(decoding: bytes, as: UTF8.self).lowercased() : nil
}
