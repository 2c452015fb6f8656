import Glibc
import TestKit
import Testing

/// Killed while keys are made or changed: a passphrase opens everything, and it can be done again.
///
/// Each run costs several scrypt, so a program is killed only before calls that change what another
/// program would find (between two of those a kill leaves the same as before the second), and of
/// those only before the ones named here, unless SAQTA_EVERY_CALL is set: that takes ten minutes.
/// What every call leaves shows Tests/Faults/every-call.sh, for the commands that seal.
@Suite(.enabled(if: Computer.canTrace, Computer.whyNotTraced))
struct KillingKeysTests {
  private static let changing = ["linkat", "rename", "unlink", "ftruncate"]
  private static let isThorough = getenv("SAQTA_EVERY_CALL") != nil
  private static let new = "another long passphrase"
  private static let papers = ["sh", "-c", "exec \"$@\" 4>>papers", "sh"]

  /// Kills a command before some calls of each kind, or before all of them, and hands out what is
  /// left.
  ///
  /// - Returns: how many kills there were.
  private func eachKill(
    of arguments: [String], from home: [UInt8], at some: [String: [Int]],
    paths: [String] = [], under: [String] = [],
    handing: [Int32: String] = [3: SharedOrganisation.passphrase + "\n"],
    _ body: (Computer, String) throws -> Void
  ) throws -> Int {
    var kills = 0
    let all = some.keys.contains("mkdir") ? ["mkdir"] : Self.changing
    for call in Self.isThorough ? all : some.keys.sorted() {
      for number in Self.isThorough ? Array(1...20) : some[call] ?? [] {
        let computer = try Computer(unpacking: home)
        let killed = try computer.saqta(
          arguments, at: call, number, does: "signal=SIGKILL",
          paths: paths.map { "\(computer.home)/\($0)" }, under: under, handing: handing)
        guard killed != nil else { break }
        kills += 1
        let place = "\(arguments[0...1].joined(separator: " ")), \(call) \(number)"
        #expect(try computer.leftovers().count == (call == "rename" ? 1 : 0), "\(place)")
        try body(computer, place)
        #expect(try computer.leftovers() == [], "\(place)")
      }
    }
    return kills
  }

  /// A report under each of two keys.
  private static let withTwoKeys = Result {
    let computer = try Computer(unpacking: withReport.get())
    try #require(try computer.saqtaWithKey(["org", "rotate", "calm-river"]).status == 0)
    _ = try computer.audit()
    return try computer.packed()
  }

  private static let withReport = Result {
    let computer = try Computer(withOrganisation: true)
    _ = try computer.audit()
    return try computer.packed()
  }

  @Test func whileAnOrganisationIsMade() throws {
    let command = [
      "org", "new", "--alias", "calm-river", "--name", "Tau", "--passphrase-fd", "3",
      "--recovery-fd", "4",
    ]
    let again = { (computer: Computer, place: String) throws in
      let isMade = try !computer.saqta(["org", "list"]).text.isEmpty
      let ran = try computer.saqta(
        command, under: Self.papers, handing: [3: SharedOrganisation.passphrase + "\n"])
      #expect(ran.status == (isMade ? 2 : 0), "\(place): \(ran.errorText)")
      #expect(try computer.saqtaWithKey(["verify", "--adopt"]).status == 0, "\(place)")
      #expect(try computer.opensEverything(SharedOrganisation.passphrase), "\(place)")
    }
    let empty = try Computer().packed()
    let kills = try eachKill(
      of: command, from: empty, at: ["linkat": [1, 5], "rename": [1]], under: Self.papers, again)
    // Folders that are there already are asked for as well; only these are new.
    let folders = ["", "/keys", "/records"].map { "organisations/calm-river\($0)" }
    let more = try eachKill(
      of: command, from: empty, at: ["mkdir": [2]], paths: folders, under: Self.papers, again)
    #expect(kills >= 3 && more >= 1, "\(kills) \(more)")
  }

  @Test func whileThePassphraseIsChanged() throws {
    let (old, new) = (SharedOrganisation.passphrase, Self.new)
    var opening: Set<String> = []
    let kills = try eachKill(
      of: [
        "org", "passphrase", "calm-river", "--passphrase-fd", "3", "--new-passphrase-fd", "4",
      ], from: Self.withTwoKeys.get(), at: ["rename": [2, 3], "unlink": [1]],
      handing: [3: old + "\n", 4: new + "\n"]
    ) { computer, place in
      let whole = try [old, new].filter { try computer.opensEverything($0) }
      #expect(whole.count == 1, "\(place): \(whole)")
      opening.formUnion(whole)
      let again = try computer.saqta(
        ["org", "passphrase", "--passphrase-fd", "3", "--new-passphrase-fd", "4"],
        handing: [3: (whole.first ?? "") + "\n", 4: "third\n"])
      #expect(again.status == 0, "\(place): \(again.errorText)")
      #expect(try computer.opensEverything("third"), "\(place)")
    }
    #expect(kills >= 3 && opening.count == 2, "\(kills) \(opening)")
  }

  @Test func whileThePaperGivesANewPassphrase() throws {
    let paper = try SharedOrganisation.made.get().recovery
    let command = [
      "org", "recover", "calm-river", "--recovery-fd", "3", "--new-passphrase-fd", "4",
    ]
    let handing: [Int32: String] = [3: paper + "\n", 4: Self.new + "\n"]
    let kills = try eachKill(
      of: command, from: Self.withReport.get(), at: ["rename": [1]], handing: handing
    ) {
      (computer: Computer, place: String) throws in
      #expect(try computer.opensEverything(SharedOrganisation.passphrase), "\(place)")
      #expect(try computer.saqta(command, handing: handing).status == 0, "\(place)")
      #expect(try computer.opensEverything(Self.new), "\(place)")
    }
    #expect(kills >= 1)
  }

  @Test func whileANewKeyIsMade() throws {
    let command = [
      "org", "rotate", "calm-river", "--passphrase-fd", "3", "--recovery-fd", "4",
    ]
    let handing = [Int32(3): SharedOrganisation.passphrase + "\n"]
    let kills = try eachKill(
      of: command, from: Self.withReport.get(), at: ["linkat": [3, 4], "rename": [3]],
      under: Self.papers
    ) {
      (computer: Computer, place: String) throws in
      #expect(try computer.opensEverything(SharedOrganisation.passphrase), "\(place)")
      let again = try computer.saqta(command, under: Self.papers, handing: handing)
      #expect(again.status == 0, "\(place): \(again.errorText)")
      #expect(try computer.saqtaWithKey(["verify", "--adopt"]).status == 0, "\(place)")
      let papers = String(
        decoding: try contentsOfFile("\(computer.work)/papers"), as: UTF8.self)
      let last = papers.split(separator: "\n").last.map(String.init) ?? ""
      #expect(try computer.opensEverything(last), "\(place)")
    }
    #expect(kills >= 3, "\(kills)")
  }

  @Test func whileTheOldKeyIsDestroyed() throws {
    let command = ["org", "rotate", "calm-river", "--destroy", "--yes", "--passphrase-fd", "3"]
    let kills = try eachKill(
      of: command, from: Self.withReport.get(), at: ["unlink": [1]], under: Self.papers
    ) { computer, place in
      let again = try computer.saqtaWithKey(Array(command.dropLast(2)))
      #expect(again.status == 0, "\(place): \(again.errorText)")
      let keys = try computer.files(in: "organisations/calm-river/keys")
        .compactMap { $0.split(separator: "/").last }
      // The newest, which is the second when the first attempt ended before it had one.
      #expect(keys.filter { !$0.hasSuffix(".cert") } == keys.suffix(1), "\(place): \(keys)")
      #expect(try computer.saqtaWithKey(["verify", "--adopt"]).status == 0, "\(place)")
    }
    #expect(kills >= 1)
  }

  @Test func whileThePlanIsChangedOrARecordIsEntered() throws {
    let plan = ["plan", "done", "ACC-01"]
    let home = try Self.withReport.get()
    let kills = try eachKill(
      of: plan, from: home, at: ["linkat": [1, 2], "rename": [1], "ftruncate": [1]],
      handing: [:]
    ) {
      (computer: Computer, place: String) throws in
      #expect(try computer.saqta(plan).status == 0, "\(place)")
      #expect(try computer.saqtaWithKey(["verify", "--adopt"]).status == 0, "\(place)")
    }
    let orphan = try Computer(unpacking: Self.withReport.get())
    try run(["sed", "-i", "$d", "\(orphan.home)/organisations/calm-river/ledger"])
    try run(["sh", "-c", "rm \"$0\"/pins/*", orphan.home])
    let adopt = ["verify", "--adopt", "--passphrase-fd", "3"]
    let more = try eachKill(
      of: adopt, from: orphan.packed(), at: ["ftruncate": [1], "rename": [1, 2]]
    ) { computer, place in
      let again = try computer.saqtaWithKey(["verify", "--adopt", "--json"])
      #expect(again.status == 0, "\(place): \(again.text)")
      #expect(again.text.contains("\"records\":2"), "\(place)")
    }
    #expect(kills >= 4 && more >= 3, "\(kills) \(more)")
  }
}
