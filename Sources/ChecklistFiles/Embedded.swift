internal import CChecklists

/// The files that are compiled into the program; the only caller of `CChecklists`.
struct EmbeddedFile: Hashable, Sendable {
  /// Relative to the folder `Checklists`, such as `newsroom/checklist.yaml`.
  let path: String
  let bytes: [UInt8]

  static let all: [EmbeddedFile] = (0..<tk_embedded_count()).compactMap { index in
    var count = 0
    guard let path = unsafe tk_embedded_path(index),
      let start = unsafe tk_embedded_bytes(index, &count)
    else { return nil }
    return EmbeddedFile(
      path: unsafe String(cString: path),
      bytes: unsafe [UInt8](UnsafeBufferPointer(start: start, count: count)))
  }
}
