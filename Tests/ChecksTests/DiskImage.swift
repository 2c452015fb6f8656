import Platform
import TestKit

/// A disk image that real cryptsetup makes, with a key derivation that costs milliseconds.
struct DiskImage {
  let folder: TemporaryFolder
  var path: String { "\(folder.path)/image" }
  private static let cheap = [
    "-q", "--pbkdf", "pbkdf2", "--pbkdf-force-iterations", "1000", "--key-file",
  ]
  private let cheap: [String]

  init(bytes: Int) throws {
    folder = try TemporaryFolder()
    cheap = Self.cheap + ["\(folder.path)/pw"]
    try LiveFiles().write(Array("test123".utf8), to: "\(folder.path)/pw", replacing: false)
    try call(["truncate", "-s", "\(bytes)", path])
  }

  /// 64 MiB with a LUKS header.
  init(luks version: Int, _ options: [String] = []) throws {
    try self.init(bytes: 64 << 20)
    try format(luks: version, options)
  }

  func format(luks version: Int, _ options: [String] = []) throws {
    try call(["cryptsetup", "luksFormat", "--type", "luks\(version)"] + cheap + options + [path])
  }

  func startEncrypting() throws {
    try call(
      ["cryptsetup", "reencrypt", "--encrypt", "--type", "luks2", "--init-only"]
        + ["--reduce-device-size", "32M"] + cheap + [path])
  }

  func importToken(_ json: String) throws {
    try LiveFiles().write(Array(json.utf8), to: "\(folder.path)/token", replacing: true)
    try call(["cryptsetup", "token", "import", "--json-file", "\(folder.path)/token", path])
  }

  func write(_ input: String, bytes: Int, at offset: Int = 0) throws {
    try call([
      "dd", "if=\(input)", "of=\(path)", "bs=1", "count=\(bytes)", "seek=\(offset)",
      "conv=notrunc", "status=none",
    ])
  }

  /// Of the whole image.
  func digest() throws -> String {
    String(try call(["sha256sum", path]).text.prefix(64))
  }

  @discardableResult
  func call(_ arguments: [String]) throws -> Ran {
    struct Failed: Error { let what: String }
    var environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
    environment["LC_ALL"] = "C"
    let ran = try run(arguments, environment: environment)
    guard ran.status == 0 else { throw Failed(what: "\(arguments): \(ran.errorText)") }
    return ran
  }
}
