import Hygiene
import OpenSSL
import Platform
import SQLite
import Testing

@testable import Checks

/// The texts and files that device checks read, as they are and as somebody might break them.
@Suite struct DeviceParsingTests {
  @Test(arguments: [
    ("APT::Periodic::Enable \"1\";", "1"),
    ("apt { periodic { ENABLE \"2\"; }; };", "2"),
    ("APT::Periodic { Enable 3; };", "3"),
    ("// APT::Periodic::Enable \"1\";\n# and\n/* APT::Periodic::Enable \"1\"; */", nil),
    ("APT::Periodic::Enable \"1\"; APT::Periodic::Enable \"0\";", "0"),
    ("APT::Periodic::Enable \"1\"; #clear APT::Periodic;", nil),
    (
      "APT::Update::Post-Invoke { \"rm -f /x; true\"; }; APT::Periodic::Enable \"always\";",
      "always"
    ),
    ("Acquire::http::Proxy \"http://a/#b//c\"; APT::Periodic::Enable \"1\";", "1"),
  ])
  func aptSettingsAreReadAsAptReadsThem(_ text: String, _ value: String?) {
    let settings = AptConfiguration([text])
    #expect(settings.value("APT::Periodic::Enable") == value)
    #expect(settings.isComplete)
  }

  @Test(arguments: ["APT {", "}", "APT::Periodic::Enable \"1\"", "#include \"/x\";"])
  func aptSettingsThatMakeNoSenseAreNotComplete(_ text: String) {
    #expect(!AptConfiguration([text]).isComplete)
  }

  @Test(arguments: [
    ("", SSHFacts.Passwords.accepted),
    ("PasswordAuthentication no\n", .accepted),
    ("PasswordAuthentication no\nKbdInteractiveAuthentication no\n", .refused),
    ("passwordauthentication=\"no\"\nChallengeResponseAuthentication no\n", .refused),
    (
      "PasswordAuthentication no\nKbdInteractiveAuthentication no\nPasswordAuthentication yes\n",
      .refused
    ),
    ("KbdInteractiveAuthentication no\nMatch User a\nPasswordAuthentication no\n", .accepted),
    (
      "PasswordAuthentication no\nKbdInteractiveAuthentication no\nMatch Address 10.0.0.0/8\n"
        + "  PasswordAuthentication yes\n", .accepted
    ),
    ("Include /etc/ssh/*/more.conf\n", .unclear),
    (
      "#PasswordAuthentication yes\nInclude more/*.conf\nKbdInteractiveAuthentication no\n",
      .refused
    ),
  ])
  func sshReadsItsSettingsInOrder(_ text: String, _ passwords: SSHFacts.Passwords) throws {
    let tree = try DeviceTree([
      "/etc/ssh/sshd_config": text, "/etc/ssh/more/1.conf": "PasswordAuthentication no\n",
    ])
    let found = SSHDConfiguration(SystemFiles(LiveFiles(root: tree.root))).passwords
    #expect(found == passwords)
  }

  @Test func sshFilesThatIncludeThemselvesAreUnclear() throws {
    let tree = try DeviceTree(["/etc/ssh/sshd_config": "Include /etc/ssh/sshd_config\n"])
    #expect(SSHDConfiguration(SystemFiles(LiveFiles(root: tree.root))).passwords == .unclear)
  }

  @Test func sectionsKeepTheirKeysApart() {
    let text = INIText("[a]\r\n# k=0\n;k=0\nk = 1 \n[b]\nk=2\n[a]\nother=3\n[broken\n")
    #expect(text.value("k", in: "a") == "1")
    #expect(text.value("k", in: "b") == "2")
    #expect(text.value("other", in: "a") == "3")
    #expect(text.value("k", in: "c") == nil)
  }

  @Test func dconfSettingsAreReadFromItsOwnFile() throws {
    let settings = try #require(DconfDatabase(Self.dconf()))
    #expect(settings["/org/gnome/desktop/screensaver/lock-enabled"] == .truth(false))
    #expect(settings["/org/gnome/desktop/session/idle-delay"] == .number(900))
    #expect(settings["/system/proxy/mode"] == .text("manual"))
    #expect(settings["/system/proxy/http/port"] == .number(3128))
    #expect(settings["/system/proxy"] == nil)
  }

  private static func dconf() throws -> [UInt8] {
    let path = "\(DeviceTree.folder)/tampered-laptop/home/a/.config/dconf/user"
    return try LiveFiles().read(path, atMost: 1 << 16)
  }

  /// A cut file may not read as one with fewer settings: what is missing may be the lock.
  @Test func aCutDconfFileIsNoDconfFile() throws {
    let bytes = try Self.dconf()
    for count in 0..<bytes.count { #expect(DconfDatabase(Array(bytes.prefix(count))) == nil) }
  }

  @Test func aChangedDconfFileIsReadWithoutHarm() throws {
    let bytes = try Self.dconf()
    for place in bytes.indices {
      for value: UInt8 in [0, 0x7f, 0xff] {
        var changed = bytes
        changed[place] = value
        _ = DconfDatabase(changed)
      }
    }
  }

  @Test func everyBegunCertificateMustBeThere() throws {
    let file = "\(DeviceTree.folder)/tampered-laptop/etc/ssl/certs/ca-certificates.crt"
    let bytes = try LiveFiles().read(file, atMost: 1 << 16)
    let whole = StoredCertificates(in: bytes)
    #expect(whole.members.count == 3)
    #expect(whole.isComplete)
    #expect(whole.members.filter(\.isAuthority).count == 3)
    let text = String(decoding: bytes, as: UTF8.self)
    let begin = "-----BEGIN CERTIFICATE-----\n"
    let broken = StoredCertificates(
      in: Array(text.replacing(begin, with: begin + "!!", maxReplacements: 1).utf8))
    #expect(!broken.isComplete)
    #expect(!StoredCertificates(in: Array("no certificate".utf8)).isComplete)
    #expect(!StoredCertificates(in: []).isComplete)
    let sealed = text.replacing(
      begin, with: begin + "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n",
      maxReplacements: 1)
    #expect(!StoredCertificates(in: Array(sealed.utf8)).isComplete)
  }

  @Test func aDatabaseIsReadAndABrokenOneIsRefused() throws {
    let file = "\(DeviceTree.folder)/tampered-laptop/home/a/.mozilla/firefox/x1.default/cert9.db"
    let bytes = try LiveFiles().read(file, atMost: 1 << 20)
    #expect(try rows(of: "SELECT id FROM nssPublic", in: bytes, atMost: 4).count == 4)
    #expect(throws: DatabaseUnreadable.self) {
      try rows(of: "SELECT id FROM nssPublic", in: bytes, atMost: 3)
    }
    #expect(throws: DatabaseUnreadable.self) {
      try rows(of: "SELECT 1 FROM x", in: bytes, atMost: 9)
    }
    #expect(throws: DatabaseUnreadable.self) {
      try rows(of: "SELECT id FROM nssPublic", in: Array(bytes.prefix(5000)), atMost: 9)
    }
    var logged = bytes
    (logged[18], logged[19]) = (2, 2)
    #expect(throws: DatabaseUnreadable.self) {
      try rows(of: "SELECT id FROM nssPublic", in: logged, atMost: 9)
    }
    // Without a limit on its steps this would never end.
    let endless =
      "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    #expect(throws: DatabaseUnreadable.self) { try rows(of: endless, in: bytes, atMost: 9) }
  }
}
