/// Sealed records and key files with one fault in each, and what must become of them
/// (`Tests/Vectors/kit`). Made once for all tests; nobody changes it.
public struct ConformanceKit: Sendable {
  public enum Verdict: String, Sendable {
    case refusedByGate = "refused-by-gate"
    case refusedByTag = "refused-by-tag"
    case refusedInside = "refused-inside"
    case tooNew = "too-new"
    case opens
  }

  public struct Entry: Sendable, CustomStringConvertible {
    /// Below the kit's folder.
    public let file: String
    public let verdict: Verdict
    /// SHA-256 of what is released in hexadecimal; nil when that is nothing.
    public let released: String?
    public let fault: String
    public var description: String { "\(file) (\(fault))" }
  }

  /// Stands in every plaintext.
  public static let marker = "violet umbrella"
  public static let shared = Result { try ConformanceKit() }

  public let records: [Entry], keys: [Entry]
  public let passphrase: [UInt8]
  private let scratch: Scratch
  public var path: String { scratch.path }

  private init() throws {
    scratch = try Scratch()
    let made = try run(["/usr/bin/python3", "\(vectors)/kit", scratch.path])
    guard made.status == 0 else { throw NotMade(errorText: made.errorText) }
    passphrase = try scratch.read("passphrase")
    let lines = String(decoding: try scratch.read("manifest.tsv"), as: UTF8.self)
    let entries = try lines.split(separator: "\n").map { line in
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count == 4, let verdict = Verdict(rawValue: fields[1]) else {
        throw NotMade(errorText: String(line))
      }
      return Entry(
        file: fields[0], verdict: verdict, released: fields[2] == "-" ? nil : fields[2],
        fault: fields[3])
    }
    records = entries.filter { $0.file.hasPrefix("records/") }
    keys = entries.filter { $0.file.hasPrefix("keys/") }
  }

  public func bytes(of entry: Entry) throws -> [UInt8] { try scratch.read(entry.file) }

  /// Puts the kit's organisation with its key into a home folder of saqta's, as `kit`.
  public func install(below home: String) throws {
    let keys = "\(home)/organisations/kit/keys"
    try run(["mkdir", "-p", keys])
    try run(["cp", "\(path)/organisation/1.cert", "\(path)/organisation/1.key", keys])
  }

  struct NotMade: Error { let errorText: String }
}
