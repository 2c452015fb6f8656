import Documents
import TestKit

@testable import Checks

/// The made-up measurements of `Tests/Fixtures/ooni`, and what each must give.
enum OONISituations {
  struct Row: Sendable, CustomStringConvertible {
    let name: String
    let blocking: OONIVerdict.Blocking?
    let isAccessible: Bool?
    let consistency: String?
    let verdict: String

    init(
      _ name: String, _ blocking: OONIVerdict.Blocking?, _ isAccessible: Bool?,
      _ consistency: String?, _ verdict: String
    ) {
      (self.name, self.blocking, self.isAccessible) = (name, blocking, isAccessible)
      (self.consistency, self.verdict) = (consistency, verdict)
    }

    var description: String { name }
  }

  /// OONI's `blocking`, `accessible` and `dns_consistency` by the rules of its specification and
  /// program, worked out by hand; then ours.
  static let rows: [Row] = [
    Row("accessible", OONIVerdict.Blocking.none, true, "consistent", "reachable"),
    Row("accessible, no control", OONIVerdict.Blocking.none, true, nil, "reachable"),
    Row("accessible, capitals", OONIVerdict.Blocking.none, true, "consistent", "reachable"),
    Row("accessible, clear text", OONIVerdict.Blocking.none, true, "consistent", "reachable"),
    Row("clear text, no control", nil, nil, nil, "undecided"),
    Row("redirect to another site", OONIVerdict.Blocking.none, true, "consistent", "reachable"),
    Row("redirect to another site, no control", OONIVerdict.Blocking.none, true, nil, "undecided"),
    Row(
      "clear text, TLS refused beside it", OONIVerdict.Blocking.none, true, "consistent",
      "reachable"),
    Row("redirect to TLS", OONIVerdict.Blocking.none, true, "consistent", "reachable"),
    Row(
      "other addresses, same network", OONIVerdict.Blocking.none, true, "consistent", "reachable"),
    Row("other addresses, genuine", OONIVerdict.Blocking.none, true, "inconsistent", "reachable"),
    Row("other addresses, same network, silent", .failure, false, "consistent", "suspect-address"),
    Row("challenge", OONIVerdict.Blocking.none, true, "consistent", "challenge"),
    Row("nxdomain", .dns, false, "inconsistent", "blocked-dns"),
    Row("nxdomain, genuine by DoH", OONIVerdict.Blocking.none, true, nil, "blocked-dns"),
    Row("nxdomain, genuine by DoH and control", .dns, false, "inconsistent", "blocked-dns"),
    Row("nxdomain, no control", OONIVerdict.Blocking.none, true, nil, "undecided"),
    Row("nxdomain everywhere", OONIVerdict.Blocking.none, false, "consistent", "broken-dns"),
    Row("no answer", .dns, false, "inconsistent", "blocked-dns"),
    Row("servfail", .dns, false, "inconsistent", "suspect-dns"),
    Row("no cached data on Android", .dns, false, "inconsistent", "suspect-dns"),
    Row("bogon", .dns, false, "inconsistent", "blocked-dns"),
    Row("bogon, no control", nil, nil, nil, "suspect-dns"),
    Row("bogon as failure", .dns, false, "inconsistent", "blocked-dns"),
    Row("loopback", .dns, false, "inconsistent", "blocked-dns"),
    Row("lie to a block page", .dns, false, "inconsistent", "blocked-dns"),
    Row("lie, wrong name", .dns, false, "inconsistent", "blocked-dns"),
    Row("lie, refused, genuine elsewhere", .dns, false, "inconsistent", "blocked-dns"),
    Row("lie to a name that is gone", .dns, false, "inconsistent", "suspect-dns"),
    Row("two answers", nil, nil, nil, "blocked-dns"),
    Row("lie to this computer, page by DoH", .dns, false, "inconsistent", "blocked-dns"),
    Row("deeper name missing", OONIVerdict.Blocking.none, true, nil, "undecided"),
    Row("address silent", .address, false, "consistent", "blocked-address"),
    Row("address refused", .address, false, "consistent", "blocked-address"),
    Row("address silent, no control", nil, nil, nil, "undecided"),
    Row("down everywhere", OONIVerdict.Blocking.none, false, "consistent", "undecided"),
    Row("only IPv6, none here", .address, false, "consistent", "undecided"),
    Row("only IPv6, fine", OONIVerdict.Blocking.none, true, "consistent", "reachable"),
    Row("address literal", .address, false, nil, "blocked-address"),
    Row("address literal, genuine", OONIVerdict.Blocking.none, true, nil, "reachable"),
    Row("address literal, refused everywhere", OONIVerdict.Blocking.none, false, nil, "undecided"),
    Row("one of two addresses silent", OONIVerdict.Blocking.none, true, "consistent", "reachable"),
    Row("name silent", .failure, false, "consistent", "blocked-sni"),
    Row("name reset", .failure, false, "consistent", "blocked-sni"),
    Row("name ended", .failure, false, "consistent", "blocked-sni"),
    Row("name silent, no control", nil, nil, nil, "suspect-sni"),
    Row("name silent everywhere", OONIVerdict.Blocking.none, false, "consistent", "undecided"),
    Row("name silent behind redirect", .failure, false, "consistent", "blocked-sni"),
    Row("cut after the answer", .failure, false, "consistent", "suspect-sni"),
    Row("refused by alert", OONIVerdict.Blocking.none, false, "consistent", "undecided"),
    Row("expired", OONIVerdict.Blocking.none, false, "consistent", "broken-cert"),
    Row("expired, no control", nil, nil, nil, "undecided"),
    Row(
      "unknown authority everywhere", OONIVerdict.Blocking.none, false, "consistent", "broken-cert"),
    Row("unknown authority here", .failure, false, "consistent", "suspect-interception"),
    Row("interceptor by pattern", .failure, false, "consistent", "suspect-interception"),
    Row("other page", .page, false, "consistent", "blocked-http"),
    Row("451", .page, false, "consistent", "blocked-http"),
    Row("known block page", nil, nil, "consistent", "blocked-http"),
    Row("known block page, no control", nil, nil, nil, "blocked-http"),
    Row("refused by the site", .page, false, "consistent", "suspect-http"),
    Row("challenge in clear text", .page, false, "consistent", "undecided"),
    Row("request reset", .failure, false, "consistent", "blocked-http"),
    Row("request reset, no control", nil, nil, nil, "suspect-http"),
    Row("request reset under TLS", .failure, false, "consistent", "suspect-http"),
    Row("page fails everywhere", OONIVerdict.Blocking.none, false, "consistent", "undecided"),
    Row("bad redirect", OONIVerdict.Blocking.none, false, "consistent", "broken-redirect"),
    Row(
      "same page as the control's, and a mark", OONIVerdict.Blocking.none, true, "consistent",
      "suspect-http"),
    Row("nothing at all", nil, nil, nil, "undecided"),
    Row("nothing, no control", nil, nil, nil, "undecided"),
    Row("old, blocked by DNS", OONIVerdict.Blocking.none, true, nil, "blocked-dns"),
    Row("old, accessible", nil, nil, nil, "reachable"),
  ]

  static let folder = "\(packageRoot)/Tests/Fixtures/ooni"

  static func bytes() throws -> [UInt8] { try contentsOfFile("\(folder)/situations.jsonl") }

  static func all() throws -> [String: JSON] {
    var found: [String: JSON] = [:]
    OONIFile(try bytes()).forEach { _, result in
      guard let json = try? result.get(), let name = json["annotations"]["situation"].text
      else { return }
      found[name] = json
    }
    return found
  }
}
