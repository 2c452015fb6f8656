internal import Platform

/// The names that the computer's own hosts file answers for: such an answer is nobody's lie.
func hostsFileNames(in files: any Files) -> Set<String> {
  let text = (try? files.text("/etc/hosts")) ?? ""
  return text.split(whereSeparator: \.isNewline).reduce(into: []) { names, line in
    let words = line.prefix { $0 != "#" }.split(whereSeparator: { $0 == " " || $0 == "\t" })
    names.formUnion(words.dropFirst().map { $0.lowercased() })
  }
}
