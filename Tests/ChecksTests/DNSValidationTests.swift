import DNS
import Hygiene
import Platform
import TestKit
import Testing

@testable import Checks

/// Our own look at signatures, with zones that were signed for it.
@Suite final class DNSValidationTests: Sendable {
  let reactor: Reactor
  let world: World
  let zones: SignedZones
  let anchors: TrustedRecords

  init() throws {
    reactor = try Reactor()
    var world = World.unplugged
    (world.network, world.randomness) = (LiveNetwork(on: reactor), LiveRandomness())
    world.clock = FixedClock()
    self.world = world
    zones = try SignedZones.shared.get()
    anchors = try #require(TrustedRecords(anchors: zones.anchor))
  }
  deinit { reactor.stop() }

  private func asker(_ resolver: Endpoint) -> DNSAsker {
    DNSAsker(resolver, in: world, patience: .seconds(20))
  }

  private func walk(_ resolver: Endpoint, at time: String? = nil) throws -> SignatureWalk {
    let now = try time.map { try #require(Timestamp($0)) } ?? world.clock.now
    return SignatureWalk(asker(resolver), from: anchors, at: now.secondsSinceEpoch)
  }

  private static let expectations = [
    ("good.lab", "secure 95.58.0.80", "; fully validated"),
    ("sub.lab", "secure 95.58.0.70", "; fully validated"),
    ("www.sub.lab", "secure 95.58.0.71", "; fully validated"),
    ("alias.lab", "secure 95.58.0.71", "; fully validated"),
    ("deep.empty.lab", "secure 95.58.0.85", "; fully validated"),
    ("empty.lab", "secure no-data", "; negative response, fully validated"),
    ("nothing.lab", "secure nxdomain", "; negative response, fully validated"),
    ("lab", "secure no-data", "; negative response, fully validated"),
    ("good.hash", "secure 95.58.0.91", "; fully validated"),
    ("deep.empty.hash", "secure 95.58.0.92", "; fully validated"),
    ("nothing.hash", "secure nxdomain", "; negative response, fully validated"),
    ("good.open", "secure 95.58.0.94", "; fully validated"),
    ("www.bare.lab", "insecure bare.lab.", "; unsigned answer"),
    ("www.bare.hash", "insecure bare.hash.", "; unsigned answer"),
    ("www.bare.open", "insecure bare.open.", "; unsigned answer"),
    ("www.plain", "insecure plain.", "; unsigned answer"),
    ("bad.lab", "bogus wrong bad.lab.", ";; resolution failed: RRSIG failed to verify"),
    (
      "www.foreign.lab", "bogus wrong foreign.lab.",
      ";; resolution failed: broken trust chain"
    ),
    ("www.old.lab", "bogus out-of-date old.lab.", ";; resolution failed: broken trust chain"),
    // Below a wildcard Unbound leaves out what proves it.
    ("x.wild.lab", "bogus missing wild.lab.", ";; resolution failed: no valid NSEC"),
  ]

  @Test func everyNameIsJudgedAsAnotherValidatorDoes() async throws {
    let resolver = try SignedUnbound()
    var walk = try walk(resolver.endpoint)
    for (name, expected, other) in Self.expectations {
      let seen = try await walk.validate(name)
      #expect(shown(seen) == expected, "\(name)")
      #expect(try zones.judged(name, by: resolver.endpoint) == other, "\(name)")
    }
  }

  private func shown(_ seen: Validated) -> String {
    let words = [
      seen.verdict.rawValue, seen.reason?.rawValue, seen.at, seen.word?.rawValue,
    ].compactMap { $0 }
    return (words + seen.addresses).joined(separator: " ")
  }

  private static let lies = [
    "local-zone: \"forged.lab.\" redirect", "local-data: \"forged.lab. 60 A 95.56.0.9\"",
    "local-zone: \"denied.lab.\" always_nxdomain",
  ]

  private func check(_ name: String) throws -> DNSValidation {
    var names = DNSNames()
    names.existing = name
    let probe = DNSProbe(names: names, patience: .seconds(20))
    return DNSValidation(probe, anchors: anchors, trusting: [try TLSCertificates.authority()])
  }

  private func survey(_ resolver: Endpoint, witness: UInt16?) throws -> Survey {
    let authority = try TLSCertificates.authority()
    var survey = Survey(resolvers: [resolver], home: "/home/a")
    survey.network.publicRoots = PublicRoots(keys: keysOfCertificates(inPEM: authority))
    let address = try #require(IPAddress("127.0.0.1"))
    survey.network.encryptedResolvers =
      witness.map {
        [EncryptedResolver(name: "desk.example", addresses: [address], port: $0)]
      } ?? []
    return survey
  }

  @Test(arguments: [
    ("forged.lab", ["95.56.0.9"], ["95.58.0.82"]), ("denied.lab", [], ["95.58.0.83"]),
  ])
  func whatWasChangedOnTheWayIsProvedBySignature(
    _ name: String, _ claimed: [String], _ truth: [String]
  ) async throws {
    let (liar, honest) = (try SignedUnbound(Self.lies), try SignedUnbound())
    let survey = try survey(liar.endpoint, witness: honest.encryptedPort)
    let facts = try await check(name).gather(from: world, about: survey)[0].facts
    let found = try #require(facts.names.first)
    #expect((found.seen.verdict, found.seen.reason) == (.bogus, .missing))
    #expect(found.witness?.verdict == .secure)
    #expect((found.claimed, found.witness?.addresses) == (claimed, truth))
    #expect(DNSValidation().judge(facts) == .problem)
    // Without encrypted DNS nobody can say whose fault it is.
    let alone = try self.survey(liar.endpoint, witness: nil)
    let less = try await check(name).gather(from: world, about: alone)[0].facts
    #expect(DNSValidation().judge(less) == .unknown(because: "unwitnessed"))
    // Other names of the same zone are as they were.
    let other = try await check("good.lab").gather(from: world, about: survey)[0].facts
    #expect(DNSValidation().judge(other) == .good)
  }

  @Test(arguments: [
    ("good.lab", Outcome.good), ("bad.lab", .unknown(because: "name-itself")),
    ("www.old.lab", .unknown(because: "clock")), ("www.plain", .unknown(because: "unsigned")),
    ("nothing.lab", .good),
  ])
  func withoutALiarNothingIsAProblem(_ name: String, _ outcome: Outcome) async throws {
    let honest = try SignedUnbound()
    let survey = try survey(honest.endpoint, witness: honest.encryptedPort)
    let check = try check(name)
    #expect(await check.run(in: world, about: survey).map(\.outcome) == [outcome])
  }

  @Test func whoLeavesSignaturesOutIsNoForger() async throws {
    let honest = try SignedUnbound()
    // Nothing but the question comes back: no keys, no signatures.
    let stripping = try DNSPretendResolver { [DNSWire.reply(to: $0, address: nil)] }
    let survey = try survey(stripping.endpoint, witness: honest.encryptedPort)
    let facts = try await check("forged.lab").gather(from: world, about: survey)[0].facts
    #expect(facts.names.map(\.seen.reason) == [.stripped])
    #expect(DNSValidation().judge(facts) == .unknown(because: "stripped"))
  }

  @Test func aWrongClockIsNotTakenForForgery() async throws {
    let honest = try SignedUnbound()
    var walk = try walk(honest.endpoint, at: "2019-06-01T00:00:00Z")
    let seen = try await walk.validate("good.lab")
    #expect((seen.verdict, seen.reason, seen.at) == (.bogus, .outOfDate, "."))
  }

  @Test func silenceAndRefusalAreUnknown() async throws {
    let dead = try DNSPretendResolver { [DNSWire.reply(to: $0, code: 2, address: nil)] }
    var walk = try walk(dead.endpoint)
    let seen = try await walk.validate("good.lab")
    #expect((seen.verdict, seen.reason, seen.word) == (.unknown, .silent, .servfail))
  }

  private func reply(
    _ name: String, _ type: RecordType, from resolver: Endpoint
  ) async throws -> DNSReply {
    let question = try DNSQuestion(name, type, checkingDisabled: true, dnssecOK: true)
    return try #require(try await asker(resolver).answers(to: [question])[0].reply)
  }

  private func keysOfLab(_ resolver: Endpoint) async throws -> TrustedRecords {
    let named = try #require(
      TrustedRecords(anchors: run(["cat", "\(zones.folder)/lab.ds"]).text))
    let reply = try await reply("lab", .dnskey, from: resolver)
    return try SignedReply(reply.bytes).keys(
      of: "lab.", named: named, at: world.clock.now.secondsSinceEpoch)
  }

  @Test func noByteCanBeChangedWithoutBreakingTheSignature() async throws {
    let resolver = try SignedUnbound()
    let keys = try await keysOfLab(resolver.endpoint)
    let now = world.clock.now.secondsSinceEpoch
    let good = try await reply("good.lab", .a, from: resolver.endpoint)
    let signed = try SignedReply(good.bytes).records(of: "good.lab.", .a, signedBy: keys, at: now)
    #expect(signed?.count == 1)
    var refused = 0
    for index in good.bytes.indices {
      for change: UInt8 in [0x01, 0x20, 0x80, 0xff] {
        var bytes = good.bytes
        bytes[index] ^= change
        guard let message = try? SignedReply(bytes), let reply = try? DNSReply(bytes) else {
          continue
        }
        let found = try? message.records(of: "good.lab.", .a, signedBy: keys, at: now)
        guard let found, found.count > 0 else {
          refused += 1
          continue
        }
        let said = reply.answers.filter { $0.type == .a && $0.name == "good.lab." }.map(\.text)
        #expect(said == ["95.58.0.80"], "byte \(index), \(change)")
      }
    }
    // The address and the 64 bytes of the signature at least.
    #expect(refused > 250)
  }

  @Test func whatExistsByAWildcardIsToldApart() async throws {
    let resolver = try SignedUnbound()
    let keys = try await keysOfLab(resolver.endpoint)
    let now = world.clock.now.secondsSinceEpoch
    let reply = try await reply("x.wild.lab", .a, from: resolver.endpoint)
    let message = try SignedReply(reply.bytes)
    #expect(reply.texts(of: .a) == ["95.58.0.84"])
    do {
      _ = try message.records(of: "x.wild.lab.", .a, signedBy: keys, at: now)
      Issue.record("a wildcard was taken for the name")
    } catch { #expect(error == .wildcard) }
  }

  @Test func theAnchorsOfTheRootAreThoseOfIANA() throws {
    let text = try run(["cat", "/usr/share/dns/root.key"]).text
    let published = try #require(TrustedRecords(anchors: text))
    #expect(published.count == 2)
    #expect(TrustedRecords.root?.count == 2)
    #expect(TrustedRecords.root?.isKnown == true)
    #expect(TrustedRecords.root?.fits(published) == true)
  }

  @Test func anchorsOfAnotherZoneBeginThere() async throws {
    let honest = try SignedUnbound()
    let text = try run(["cat", "\(zones.folder)/lab.ds"]).text
    let lab = try #require(TrustedRecords(anchors: text))
    #expect(lab.zones == ["lab."])
    let now = world.clock.now.secondsSinceEpoch
    var walk = SignatureWalk(asker(honest.endpoint), from: lab, at: now)
    #expect(shown(try await walk.validate("www.sub.lab")) == "secure 95.58.0.71")
    #expect(shown(try await walk.validate("good.hash")) == "unknown no-anchor good.hash.")
  }
}
