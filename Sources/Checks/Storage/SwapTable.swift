/// One swap area.
struct SwapArea: Hashable, Sendable {
  enum Kind: Hashable, Sendable { case device, file }
  /// The device file or the swap file.
  let path: String
  let kind: Kind
  let isActive: Bool
}

extension SwapArea {
  /// The areas in a text as in `/proc/swaps`. Each line is read from the right, because a file's
  /// name may hold anything.
  static func active(in text: String) -> [SwapArea] {
    text.lines.dropFirst().compactMap { line in
      let fields = line.fields
      guard fields.count >= 5 else { return nil }
      let type = fields[fields.count - 4]
      let name = line[..<type.startIndex].trimmed
      return SwapArea(
        path: withoutDeletionMark(unescaped(name)), kind: type == "file" ? .file : .device,
        isActive: true)
    }
  }

  /// The sources of swap that `/etc/fstab` names (fstab(5)), whether active or not.
  static func configured(in text: String) -> [String] {
    text.entries.compactMap { entry in
      let fields = entry.fields
      return fields.count >= 3 && fields[2] == "swap" ? unescaped(fields[0]) : nil
    }
  }
}

/// A path without the mark that the kernel adds to one whose name is gone.
func withoutDeletionMark(_ path: String) -> String {
  let mark = " (deleted)"
  return path.hasSuffix(mark) ? String(path.dropLast(mark.count)) : path
}
