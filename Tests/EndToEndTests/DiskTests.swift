import Glibc
import TestKit
import Testing

/// A disk that refuses leaves no half file.
@Suite struct DiskTests {
  /// A size below which no report fits stands in for a full disk wherever namespaces are not given.
  @Test(arguments: [0, 4096, 65_536])
  func aFileThatMayNotGrowIsNotLeftBehind(limit: Int) throws {
    let computer = try Computer(withOrganisation: true)
    let before = try computer.contents()
    try computer.write("answers: {INC-01: met}\n", to: "given.yaml")
    let stopped = try computer.saqta(
      ["audit", "--answers", "given.yaml", "--no-checks"],
      under: [
        "bash", "-c",
        "set -o pipefail; env --default-signal=XFSZ prlimit --fsize=\(limit) \"$@\" 2>&1 | cat",
        "bash",
      ])
    #expect(stopped.status == 5, "\(stopped.text)")
    #expect(stopped.text.hasPrefix("saqta: the disk is full and "), "\(stopped.text)")
    #expect(try computer.contents() == before)
  }

  @Test(
    .enabled(if: Namespace.isPossible, "this computer gives no namespaces"),
    arguments: [20, 100, 300])
  func aFullDiskStopsTheAuditAndLeavesNoHalfFile(kibibytes: Int) throws {
    let computer = try Computer(withOrganisation: true)
    try computer.write("answers: {INC-01: met}\n", to: "given.yaml")
    let records = "\(computer.home)/organisations/calm-river/records"
    let stopped = try computer.saqta(
      ["audit", "--answers", "given.yaml", "--no-checks"],
      under: [
        "unshare", Namespace.options, "sh", "-c",
        """
        mount -t tmpfs -o size=\(kibibytes)k,mode=700 x '\(records)' && "$@"
        status=$?; ls -A '\(records)'; exit $status
        """, "sh",
      ])
    // 128 KiB of text and 287 bytes around it: only the largest of these disks has room.
    #expect(stopped.status == (kibibytes < 300 ? 5 : 0), "\(stopped.errorText)")
    if kibibytes < 300 {
      #expect(stopped.output.isEmpty, "a half file is left: \(stopped.text)")
      #expect(stopped.errorText.contains("the disk is full"), "\(stopped.errorText)")
      #expect(stopped.errorText.split(separator: "\n").count == 1)
    }
  }

  @Test(.enabled(if: Namespace.isPossible, "this computer gives no namespaces"))
  func aFullDiskAtTheEndLosesNoAnswer() throws {
    let computer = try Computer(withOrganisation: true)
    let records = "\(computer.home)/organisations/calm-river/records"
    let audit = try Questionnaire(
      on: computer,
      under: [
        "/usr/bin/unshare", Namespace.options, "sh", "-c",
        "mount -t tmpfs -o size=20k,mode=700 x '\(records)' && exec \"$@\"", "sh",
      ])
    try audit.answer(12)
    try audit.position()
    try audit.session.type("l\n")
    try audit.session.read(until: "Type where to go:")
    try audit.session.type("review\n")
    try audit.session.read(until: "Type what to do:")
    try audit.session.type("f\n")
    #expect(try audit.session.end() == .exited(5))
    let said = audit.session.transcript
    #expect(said.contains("saqta: the disk is full and "))
    #expect(said.contains("'saqta resume' goes on where you stopped."), "\(said)")

    let resumed = try Questionnaire(resumedOn: computer)
    let review = try resumed.session.read(until: "Type what to do:")
    try resumed.session.type("f\n")
    #expect(review.contains("13 of "), "\(review)")
    #expect(try resumed.session.end() == .exited(0))
    #expect(try computer.files(in: "drafts") == [])
    #expect(try computer.files(in: "organisations/calm-river/records").count == 2)
  }

  @Test func aHomeThatMayNotBeWrittenStopsAnOrdinaryUser() throws {
    let computer = try Computer(withOrganisation: true)
    try computer.write("answers: {INC-01: met}\n", to: "given.yaml")
    try run(["chmod", "-R", "a+rX", computer.path])
    try run(["chmod", "-R", "a-w", computer.home])
    let arguments = ["audit", "--answers", "given.yaml", "--no-checks"]
    let ordinary =
      getuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
    let before = try computer.contents()
    let stopped = try computer.saqta(arguments, under: ordinary)
    #expect(stopped.status == 5, "\(stopped.errorText)")
    #expect(stopped.output.isEmpty)
    #expect(stopped.errorText.contains("may not be read or written by you; check its permissions"))
    #expect(stopped.errorText.split(separator: "\n").count == 1)
    #expect(try computer.contents() == before)
    try run(["chmod", "-R", "u+w", computer.home])
  }
}
