@testable import Checks
import Hygiene
import Platform
import Testing

/// Texts of the kernel and of `/etc`, as they are and as somebody might wish them to be read.
@Suite struct StorageParsingTests {
  @Test(arguments: [
    (#"swap\040file"#, "swap file"), (#"a\134b\011c\012d\043"#, "a\\b\tc\nd#"),
    (#"\04"#, #"\04"#), (#"\999"#, #"\999"#), (#"\777"#, #"\777"#), ("", ""),
    (#"\320\266"#, "ж"),
  ])
  func escapesArePutBack(_ field: String, _ text: String) {
    #expect(unescaped(field) == text)
  }

  @Test func aMountNamesItsFieldsWhateverStandsBeforeTheHyphen() throws {
    let line = #"36 35 98:0 /mnt1 /a\040b rw,noatime master:1 - ext3 /dev/root rw,errors=continue"#
    let mount = try #require(Mounts(line).all.first)
    #expect(mount.id == 36)
    #expect(mount.device == .init(major: 98, minor: 0))
    #expect(mount.point == "/a b")
    #expect([mount.type, mount.source] == ["ext3", "/dev/root"])
    #expect(mount.option("errors") == "continue")
  }

  @Test(arguments: [
    "", "36 35 98:0 / /", "x 35 98:0 / / rw - ext3 a rw", "36 35 98 / / rw - ext3 a rw",
    "36 35 98:0 / / rw - ext3", "36 35 -1:0 / / rw - ext3 a rw",
  ])
  func aBrokenMountLineIsLeftOut(_ line: String) {
    #expect(Mounts(line).all.isEmpty)
  }

  @Test(arguments: [
    ("/home/a", nil, 3), ("/homestead", nil, 1), ("/home", nil, 3), ("/", nil, 1),
    ("/home/a", 2, 2), ("/home/a", 77, 3),
  ])
  func theLongestThenTheLastMountPointHoldsAPath(_ path: String, _ id: Int?, _ found: Int) {
    let mounts = Mounts(
      """
      1 0 8:1 / / rw - ext4 /dev/sda1 rw
      2 1 8:2 / /home rw - ext4 /dev/sda2 rw
      3 1 8:3 / /home rw - ext4 /dev/sda3 rw
      """)
    #expect(mounts.holding(path, id: id)?.id == found)
  }

  // The owner of a FUSE mount chooses its source: it must not hide the lines around it.
  @Test func aCarriageReturnDoesNotGlueLinesTogether() {
    let text = "1 0 8:1 / / rw - ext4 /dev/sda1 rw\r\n2 1 8:2 / /home rw - ext4 /dev/sda2 rw\n"
    #expect(Mounts(text).all.map(\.id) == [1, 2])
  }

  @Test func swapsAreReadFromTheRight() {
    let text =
      "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
      + "/dev/dm-1                               partition\t20476\t\t0\t\t-2\n"
      + #"/mnt/a\040file\040partition 1 2"# + "\tfile\t\t4092\t\t0\t\t-3\n"
      + #"/gone\040(deleted)                      file"# + "\t\t4092\t\t0\t\t-4\n"
      + "nonsense\n"
    #expect(
      SwapArea.active(in: text) == [
        SwapArea(path: "/dev/dm-1", kind: .device, isActive: true),
        SwapArea(path: "/mnt/a file partition 1 2", kind: .file, isActive: true),
        SwapArea(path: "/gone", kind: .file, isActive: true),
      ])
  }

  @Test func crypttabKnowsItsDefaults() {
    let text = """
      # <target> <source> <key> <options>
      cr_home UUID=1 none luks,discard
        swap\t/dev/sda2  /dev/urandom  swap,cipher=aes-xts-plain64
      data /dev/sdb1
      tpm /dev/sdc1 - tpm2-device=auto
      broken
      """
    let entries = CrypttabEntry.all(in: text)
    #expect(entries.map(\.name) == ["cr_home", "swap", "data", "tpm"])
    #expect(entries.map(\.keyFile) == [nil, "/dev/urandom", nil, nil])
    #expect(entries.map(\.hasRandomKey) == [false, true, false, false])
    #expect(entries.last?.option("tpm2-device") == "auto")
  }

  @Test func theCommandLineKeepsQuotedSpaces() {
    let line = KernelCommandLine("root=/dev/sda1 a=\"b c\" resume=UUID=1 resume=/dev/sda2 quiet\n")
    #expect(line.values(of: "a") == ["b c"])
    #expect(line.values(of: "resume") == ["UUID=1", "/dev/sda2"])
    #expect(line.has("quiet"))
    #expect(!line.has("quie"))
  }

  @Test func theWorstKnownVerdictIsTheHeadlineAndTheUnknownIsNamed() {
    let headline = StorageHeadline(of: [
      ("home", .encryptedSecret), ("swap 1", .unknown), ("swap 2", .volatile),
      ("hibernation", .mixed), ("persistence 1", .remote),
    ])
    #expect(headline.worst == .mixed)
    #expect(headline.notMeasured == ["swap 1", "persistence 1"])
    #expect(StorageHeadline(of: [("swap", .absent)]).worst == nil)
    #expect(
      StorageVerdict.allCases.filter { $0.rank != nil }.sorted { $0.rank ?? 0 < $1.rank ?? 0 }
        == [
          .notEncrypted, .suspended, .mixed, .inTransition, .fileLevel, .encryptedAuto,
          .encryptedWeak, .encryptedMap, .encryptedSecret,
        ])
  }
}
