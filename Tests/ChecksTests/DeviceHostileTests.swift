import Glibc
import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// Computers that somebody has prepared against whoever looks at them.
@Suite struct DeviceHostileTests {
  private static let forged = "203.0.113.9 mail.google.com\n"

  /// A computer below a folder that holds something it must not see.
  private func caged(_ link: String) throws -> (DeviceTree, TemporaryFolder) {
    let cage = try TemporaryFolder()
    let files = LiveFiles()
    try files.write(Array(Self.forged.utf8), to: "\(cage.path)/outside", replacing: true)
    for folder in ["etc", "proc/self", "home/a"] {
      try files.makeFolder("\(cage.path)/in/\(folder)")
    }
    let target = link.replacing("CAGE", with: cage.path)
    #expect(symlink(target, "\(cage.path)/in/etc/hosts") == 0)
    return (DeviceTree(root: "\(cage.path)/in"), cage)
  }

  @Test(arguments: ["../../outside", "CAGE/outside", "../../../../../../../../CAGE/outside"])
  func noLinkLeadsOutOfTheRoot(_ link: String) async throws {
    let (tree, cage) = try caged(link)
    #expect(await tree.outcome(of: DeviceHosts()) == .unknown(because: .notPresent))
    withExtendedLifetime(cage) {}
  }

  @Test func noLinkOfAFolderLeadsOutOfTheRoot() async throws {
    let cage = try TemporaryFolder()
    let files = LiveFiles()
    try files.makeFolder("\(cage.path)/etc")
    try files.write(Array(Self.forged.utf8), to: "\(cage.path)/etc/hosts", replacing: true)
    try files.makeFolder("\(cage.path)/in/proc")
    #expect(symlink("../etc", "\(cage.path)/in/etc") == 0)
    let tree = DeviceTree(root: "\(cage.path)/in")
    #expect(await tree.outcome(of: DeviceHosts()) == .unknown(because: DeviceReasons.unreadable))
    #expect(!SystemFiles(LiveFiles(root: tree.root)).exists("/etc/hosts"))
  }

  @Test func aLinkInsideTheRootIsFollowed() async throws {
    let tree = try DeviceTree(["/srv/hosts": Self.forged])
    #expect(symlink("/srv/hosts", "\(tree.root)/etc/hosts") == 0)
    #expect(await tree.outcome(of: DeviceHosts()) == .problem)
  }

  @Test func linksInACircleEnd() async throws {
    let tree = try DeviceTree([:])
    #expect(symlink("hosts", "\(tree.root)/etc/hosts") == 0)
    #expect(await tree.outcome(of: DeviceHosts()) == .unknown(because: DeviceReasons.unreadable))
  }

  /// Every file that a check decides by; what is no such file must never read as good news.
  private static let deciding: [(String, any Check)] = [
    ("/etc/hosts", DeviceHosts()), ("/etc/os-release", DeviceSupport()),
    ("/etc/ssl/certs/ca-certificates.crt", DeviceAuthorities()),
    ("/home/a/.mozilla/firefox/x1.default/cert9.db", DeviceAuthorities()),
    ("/etc/firefox/policies/policies.json", DevicePolicies()),
    ("/home/a/.config/dconf/user", DeviceScreenLock()), ("/proc/net/tcp6", DeviceListeners()),
    ("/home/a/.mozilla/firefox/x1.default/user.js", DeviceProxy()),
    ("/etc/ufw/ufw.conf", DeviceFirewall()), ("/etc/gdm3/daemon.conf", DeviceAutologin()),
    ("/etc/group", DeviceAdministrator()), ("/etc/ssh/sshd_config", DeviceSSH()),
    ("/etc/apt/apt.conf.d/99more", DeviceUpdates()),
    (
      "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c",
      DeviceSecureBoot()
    ),
  ]

  /// The quiet laptop, where all is good, in a folder that may be spoilt.
  private func copy() throws -> DeviceTree {
    let settings = "PasswordAuthentication no\nKbdInteractiveAuthentication no\n"
    let tree = try DeviceTree(["/usr/sbin/sshd": "", "/etc/ssh/sshd_config": settings])
    let source = "\(DeviceTree.folder)/quiet-laptop"
    try copy("", from: source, to: tree)
    return tree
  }

  private func copy(_ path: String, from source: String, to tree: DeviceTree) throws {
    let files = LiveFiles(root: source)
    for name in try files.list(path.isEmpty ? "/" : path) {
      let inner = "\(path)/\(name)"
      switch try files.status(of: inner, followingLinks: false).kind {
      case .folder: try copy(inner, from: source, to: tree)
      case .link:
        let folder = inner[..<(inner.lastIndex(of: "/") ?? inner.endIndex)]
        try LiveFiles().makeFolder(tree.root + folder)
        _ = symlink(try files.target(ofLink: inner), tree.root + inner)
      default: try tree.write(files.read(inner, atMost: 1 << 20), to: inner)
      }
    }
  }

  private func spoil(_ path: String, in tree: DeviceTree, _ make: (String) -> Void) throws {
    try tree.write([], to: path)
    unlink(tree.root + path)
    make(tree.root + path)
  }

  @Test(arguments: deciding.map(\.0))
  func aPipeIsNeitherWaitedForNorGood(_ path: String) async throws {
    let check = try #require(Self.deciding.first { $0.0 == path }).1
    let tree = try copy()
    try spoil(path, in: tree) { mkfifo($0, 0o600) }
    let outcome = await tree.outcome(of: check)
    #expect(outcome != .good)
  }

  @Test(arguments: deciding.map(\.0))
  func aFileWithoutEndIsNeitherReadNorGood(_ path: String) async throws {
    let check = try #require(Self.deciding.first { $0.0 == path }).1
    let tree = try copy()
    try spoil(path, in: tree) { place in
      let descriptor = open(place, O_CREAT | O_WRONLY, 0o600)
      ftruncate(descriptor, 1 << 40)
      close(descriptor)
    }
    #expect(await tree.outcome(of: check) != .good)
  }

  /// Texts for people are left out: of noise in them other programs understand nothing either.
  @Test(arguments: [
    "/etc/ssl/certs/ca-certificates.crt", "/home/a/.mozilla/firefox/x1.default/cert9.db",
    "/etc/firefox/policies/policies.json", "/home/a/.config/dconf/user", "/proc/net/tcp6",
    "/etc/os-release", "/etc/ufw/ufw.conf",
  ])
  func noiseIsNotGood(_ path: String) async throws {
    let check = try #require(Self.deciding.first { $0.0 == path }).1
    let tree = try copy()
    var dice = SplitMix(seed: 7)
    for size in [1, 24, 600, 5000] {
      try tree.write(
        (0..<size).map { _ in UInt8.random(in: 0...255, using: &dice) }, to: path)
      #expect(await tree.outcome(of: check) != .good)
    }
  }

  @Test func theCopyIsAsGoodAsTheOriginal() async throws {
    let tree = try copy()
    for check in [DeviceHosts(), DeviceScreenLock(), DeviceListeners(), DeviceSSH()] as [any Check]
    {
      #expect(await tree.outcome(of: check) == .good)
    }
  }

  @Test(arguments: [
    "/var/lib/dpkg/info/ca-certificates.list", "/etc/ssl/certs/0.pem", "/etc/ssl/ca-bundle.pem",
    "/usr/share/ca-certificates/mozilla/Packaged.crt", "/home/a/.pki/nssdb/cert9.db",
  ])
  func whatCannotBeReadHidesNoForger(_ path: String) async throws {
    let tree = try copy()
    let source = LiveFiles(root: "\(DeviceTree.folder)/tampered-laptop")
    let forger = try source.read("/usr/local/share/ca-certificates/root.crt", atMost: 1 << 16)
    try tree.write(forger, to: "/etc/ssl/certs/ffffffff.7")
    try spoil(path, in: tree) { mkfifo($0, 0o600) }
    let check = DeviceAuthorities(known: DeviceMachinesTests.forger)
    #expect(await tree.outcome(of: check) == .problem)
  }

  /// Databases of other forms than NSS writes, made with the `sqlite3` program.
  @Test(arguments: ["endless-view", "other-table", "newer-trust", "trust-without-certificate"])
  func aDatabaseOfAnotherFormIsUnread(_ name: String) async throws {
    let tree = try copy()
    let bytes = try LiveFiles().read(
      "\(packageRoot)/Tests/Fixtures/databases/\(name).db", atMost: 1 << 16)
    try tree.write(bytes, to: "/home/a/.mozilla/firefox/x1.default/cert9.db")
    let expected = Outcome.unknown(because: DeviceReasons.unreadable)
    #expect(await tree.outcome(of: DeviceAuthorities()) == expected)
  }
}
