import Glibc
import TestKit
import Testing

/// What another program of the same user may learn from the running one, and what a crash leaves.
@Suite struct ProcessTests {
  /// Of root's own processes nothing shows whether they may be read, so root runs it as another.
  private static let ordinary: [String] =
    getuid() == 0
    ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []

  /// Asks for its passphrase, where as large a core file is allowed as can be.
  private func asking(on computer: Computer) throws -> Session {
    if getuid() == 0 { try run(["chown", "-R", "65534:65534", computer.path]) }
    let session = try computer.session(
      ["audit", "--no-checks"],
      under: ["/bin/sh", "-c", #"ulimit -S -c "$(ulimit -H -c)"; cd "$HOME"; exec "$@""#, "sh"]
        + Self.ordinary)
    try session.read(until: "Passphrase for pausing:")
    try session.type("half of it")
    return session
  }

  @Test func noOtherProgramOfTheUserMayReadIt() throws {
    let session = try asking(on: Computer(withOrganisation: true))
    // The kernel gives what may not be dumped to root (proc(5)).
    let owner = ["stat", "-c", "%u"]
    #expect(try run(owner + ["/proc/\(session.pid)/environ"]).text == "0\n")
    #expect(try run(Self.ordinary + owner + ["/proc/self/environ"]).text != "0\n")
    for name in ["environ", "maps", "auxv"] {
      let read = try run(Self.ordinary + ["head", "-c1", "/proc/\(session.pid)/\(name)"])
      #expect(read.status != 0 && read.output.isEmpty, "\(name)")
    }
    #expect(try run(Self.ordinary + ["head", "-c1", "/proc/self/environ"]).status == 0)
    session.send(SIGTERM)
    #expect(try session.end() == .signalled(SIGTERM))
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGQUIT, SIGBUS])
  func aCrashLeavesNoCoreFile(signal: Int32) throws {
    let computer = try Computer(withOrganisation: true)
    let session = try asking(on: computer)
    let limits = try contentsOfFile("/proc/\(session.pid)/limits")
    let core = String(decoding: limits, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix("Max core file size") }?.split(separator: " ").suffix(3)
    #expect(core == ["0", "0", "bytes"])
    session.send(signal)
    #expect(try session.end() == .signalled(signal))
    #expect(!session.transcript.contains("half"))
    #expect(try run(["find", computer.path, "-name", "*core*"]).text == "")
    #expect(try computer.files(holding: "half of it") == [])
  }
}
