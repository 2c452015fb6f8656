internal import OpenSSL

/// The order of an organisation's records: a line `<seq> <sha256>` for each, from 1.
///
/// Lines are only ever added. Whoever has the certificate can add, so the ledger is not signed;
/// what notices a change is a head of it that was signed or noted elsewhere (Docs/Formats/Ledger.md).
struct Ledger {
  /// About 200,000 records.
  static let largestFile = 16 << 20

  /// SHA-256 of each record in hexadecimal, in order; of the lines before the first wrong one.
  private(set) var hashes: [String] = []
  /// The whole lines without their ends, right or wrong.
  private var lines: [ArraySlice<UInt8>]
  /// The bytes of the whole lines: what a crash in the middle of a line may not take along.
  private(set) var wholeBytes: Int
  /// Whether the last line has no end, as after a crash.
  private(set) var isTorn: Bool

  var count: Int { lines.count }
  /// Whether every whole line is one that we write.
  var isWellFormed: Bool { hashes.count == lines.count }

  init(_ bytes: [UInt8] = []) {
    wholeBytes = bytes.lastIndex(of: lineEnd).map { $0 + 1 } ?? 0
    isTorn = wholeBytes < bytes.count
    lines = bytes.prefix(wholeBytes).split(separator: lineEnd, omittingEmptySubsequences: false)
      .dropLast()
    for line in lines {
      guard let hash = Ledger.hash(in: line, number: hashes.count + 1) else { break }
      hashes.append(hash)
    }
  }

  private static func hash(in line: ArraySlice<UInt8>, number: Int) -> String? {
    let start = Array("\(number) ".utf8)
    guard line.starts(with: start), line.count == start.count + 64 else { return nil }
    let text = String(decoding: line.dropFirst(start.count), as: UTF8.self)
    return OpenSSL.bytes(hex: text) == nil ? nil : text
  }

  /// The lines for further records, with their ends.
  func lines(for hashes: [String]) -> [UInt8] {
    Array(
      hashes.enumerated().map { "\(count + 1 + $0.offset) \($0.element)\n" }.joined().utf8)
  }

  /// The ledger with lines for further records; whatever was torn is gone.
  func adding(_ hashes: [String]) -> Ledger {
    var longer = self
    let added = lines(for: hashes)
    longer.lines += added.split(separator: lineEnd)
    longer.wholeBytes += added.count
    longer.isTorn = false
    if isWellFormed { longer.hashes += hashes }
    return longer
  }

  /// What is signed, noted and compared: the head of the first `size` lines; nil when there are
  /// fewer.
  func head(of origin: String, size: Int? = nil) -> Head? {
    let size = size ?? count
    return heads(of: origin, sizes: [size])[size]
  }

  /// The heads of several sizes, of those that there are, in one walk.
  func heads(of origin: String, sizes: Set<Int>) -> [Int: Head] {
    var tree = MerkleTree()
    var heads: [Int: Head] = [:]
    for size in 0...count {
      if size > 0 { tree.append(lines[size - 1]) }
      if sizes.contains(size) {
        heads[size] = Head(origin: origin, size: size, root: tree.root)
      }
    }
    return heads
  }

  /// The heads that this ledger has had, from the first line on.
  func heads(of origin: String) -> [Head] {
    var tree = MerkleTree()
    return lines.map { line in
      tree.append(line)
      return Head(origin: origin, size: tree.count, root: tree.root)
    }
  }
}

/// One state of a ledger in a few bytes.
struct Head: Hashable, Sendable {
  /// The organisation's id.
  let origin: String
  let size: Int
  /// 32 bytes (`MerkleTree`).
  let root: [UInt8]

  init(origin: String, size: Int, root: [UInt8]) {
    (self.origin, self.size, self.root) = (origin, size, root)
  }

  /// As a C2SP tlog-checkpoint writes it: three lines.
  var text: String { "\(origin)\n\(size)\n\(base64(root))\n" }

  init?(text: some StringProtocol) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 4, lines[3].isEmpty, let size = Int(lines[1]), size >= 0,
      let root = OpenSSL.bytes(base64: lines[2]), root.count == 32
    else { return nil }
    self.init(origin: String(lines[0]), size: size, root: root)
    guard self.text == text else { return nil }
  }
}
