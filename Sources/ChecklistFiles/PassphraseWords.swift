/// The EFF long word list: 7776 words for passphrases that are made by dice or by the program.
///
/// © 2016 Electronic Frontier Foundation, CC BY 3.0 (Checklists/wordlists/ATTRIBUTION.md).
public func passphraseWords() -> [String] {
  let bytes = EmbeddedFile.all.first { $0.path == "wordlists/eff-long.txt" }?.bytes ?? []
  return bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
}
