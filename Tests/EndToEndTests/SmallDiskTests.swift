import Glibc
import TestKit
import Testing

/// A home on a disk of its own, in a namespace: full at any write, or mounted to be read only.
@Suite(.enabled(if: Namespace.isPossible, "this computer gives no namespaces"))
struct SmallDiskTests {
  private static let handedOver = Result {
    let computer = try Computer(withOrganisation: true)
    let file = try computer.audit("answers: {INC-01: met}\n", ["--out", "handed.cms"])
    return try contentsOfFile("\(computer.work)/\(file)")
  }

  private func prepared() throws -> Computer {
    let computer = try Computer(withOrganisation: true)
    try computer.write(Self.handedOver.get(), to: "handed.cms")
    try computer.write("answers: {ACC-01: met}\n", to: "given.yaml")
    return computer
  }

  /// KiB; closer together where there is room for a report and not for its line. With SAQTA_EVERY_CALL
  /// each 4 KiB.
  private static let rooms =
    getenv("SAQTA_EVERY_CALL") != nil
    ? Array(stride(from: 0, through: 300, by: 4))
    : [0, 4, 40, 80, 120, 124, 128, 132, 136, 140, 144, 148, 152, 160, 200, 300]

  /// Every command is one process of a shell in the namespace: each disk costs a mount and no more.
  ///
  /// Prints for each disk what there is room for, the status, the number of sentences, of records, of
  /// files that should not be there, and what `verify` says then.
  private static let filling = """
    seal=$1; shift
    mkdir disk
    for room in $ROOMS; do
      mount -t tmpfs -o size=600k,mode=700 x disk
      cp -a "$SAQTA_HOME" disk/home
      head -c 10M /dev/zero >disk/filler 2>/dev/null || :
      size=$(stat -c %s disk/filler)
      truncate -s $((size > room * 1024 ? size - room * 1024 : 0)) disk/filler
      find disk/home | sort >before
      status=0; "$@" --home "$PWD/disk/home" 3<passphrase >out 2>err || status=$?
      find disk/home | sort >after
      same=different; cmp -s before after && same=same
      strays=$(grep -c -F .new- after || :)
      sentences=$(grep -c '^saqta: the disk is full and ' err || :)
      rm disk/filler
      verified=0; "$seal" verify --home "$PWD/disk/home" >verified 2>&1 || verified=$?
      echo "$room $status $same $sentences $strays $verified"
      umount disk
    done
    """

  @Test(
    arguments: [
      ["audit", "--answers", "given.yaml", "--no-checks"],
      ["add", "handed.cms", "--passphrase-fd", "3"],
    ])
  func howeverMuchRoomThereIsItIsTheOldStateOrTheNew(_ verb: [String]) throws {
    let computer = try prepared()
    try computer.write(SharedOrganisation.passphrase + "\n", to: "passphrase")
    let ran = try computer.saqta(
      verb,
      under: [
        "unshare", Namespace.options, "sh", "-euc", Self.filling, "sh", try builtProgram(),
      ], adding: ["ROOMS": Self.rooms.map(String.init).joined(separator: " ")])
    let disks = ran.text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(disks.count == Self.rooms.count, "\(ran.errorText)")
    for disk in disks where disk.count == 6 {
      let refused = ["5", "same", "1", "0", "0"]
      // Only checkpoint and pin may be behind when the record is in.
      #expect([refused, ["0", "different", "0", "0", "0"]].contains(Array(disk[1...])), "\(disk)")
    }
    #expect(disks.first?[1] == "5" && disks.last?[1] == "0")
  }

  @Test func aHomeThatMayOnlyBeReadIsReadAndNotWritten() throws {
    let computer = try prepared()
    let report = try computer.audit()
    let before = try computer.contents()
    func saqta(_ arguments: [String]) throws -> Ran {
      try computer.saqta(
        arguments,
        under: [
          "unshare", Namespace.options, "sh", "-euc",
          """
          mount --bind "$SAQTA_HOME" "$SAQTA_HOME"
          mount -o remount,bind,ro "$SAQTA_HOME"
          exec "$@"
          """, "sh",
        ],
        handing: [
          3: SharedOrganisation.passphrase + "\n", 4: "another long passphrase\n",
        ])
    }
    for refused in [
      ["audit", "--answers", "given.yaml", "--no-checks"],
      ["add", "handed.cms", "--passphrase-fd", "3"],
      ["org", "passphrase", "calm-river", "--passphrase-fd", "3", "--new-passphrase-fd", "4"],
      ["org", "rotate", "calm-river", "--passphrase-fd", "3"],
      ["org", "new", "--alias", "other", "--name", "Other", "--passphrase-fd", "3"],
      ["plan", "done", "ACC-01"], ["erase", "--org", "calm-river", "--yes"],
    ] {
      let ran = try saqta(refused)
      #expect(ran.status == 5, "\(refused): \(ran.errorText)")
      let sentences = ran.errorText.split(separator: "\n").filter { $0.hasPrefix("saqta: ") }
      #expect(sentences.count == 1, "\(refused): \(ran.errorText)")
      #expect(
        sentences.first?.contains("may not be read or written by you") == true, "\(sentences)")
    }
    let key = ["--passphrase-fd", "3"]
    for works in [
      ["open", report, "--format", "json"] + key, ["history", "--json"] + key,
      ["verify", "--json"] + key, ["verify"], ["plan", "list"] + key, ["org", "list"],
    ] {
      let ran = try saqta(works)
      #expect(ran.status == 0 && !ran.output.isEmpty, "\(works): \(ran.errorText)")
    }
    #expect(try computer.contents() == before)
  }
}

/// A namespace of mounts of our own.
enum Namespace {
  /// Only an ordinary user needs to be root of a namespace of users to mount; a jail may give none.
  static let options = geteuid() == 0 ? "-m" : "-Urm"
  static let isPossible =
    (try? run(["unshare", options, "mount", "-t", "tmpfs", "x", "/mnt"]).status) == 0
}
