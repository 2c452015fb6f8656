internal import Hygiene
internal import Platform

/// Whether this computer believes certificates of somebody who did not come with it.
///
/// Who is trusted in this way can show a forged page for any site, and no browser warns. States have
/// told people to install such certificates; offices, antivirus programs and developers use them
/// too. Java and phones are not looked at.
///
/// Reads the bundles and folders of `/etc/ssl`, `/etc/pki` and `/usr/local/share/ca-certificates`, less
/// what Debian's package brings; `cert9.db` of Firefox, Thunderbird and Chromium; certificates of
/// browser policies. Where no list of the system's own is known, what was added cannot be told.
struct DeviceAuthorities: Check {
  let id: CheckID = "device-authorities"
  let version = 1
  let family = Family.device
  private let known: KnownAuthorities

  init(known: KnownAuthorities = .builtIn) { self.known = known }

  func gather(from world: World, about survey: Survey) throws -> [Observation<AuthorityFacts>] {
    let device = try Device(world, about: survey, evenInQubes: true)
    var search = AuthoritySearch(device.files, known: known)
    search.searchSystem()
    do {
      let profiles = BrowserProfiles(files: device.files, home: try device.home())
      for profile in try profiles.all() {
        search.look(at: profile.place) { try $0.search(profile) }
      }
    } catch {
      search.leaveUnread(.firefox)
      search.leaveUnread(.chromium)
    }
    let policies = BrowserPolicies(device.files)
    search.look(at: .policy) { try $0.search(policies) }
    return [Observation("", search.facts)]
  }

  func judge(_ facts: AuthorityFacts) -> Outcome {
    let kinds = Set(facts.authorities.map(\.kind))
    if !kinds.isDisjoint(with: [.interceptor, .state, .harmful]) { return .problem }
    if !kinds.isEmpty { return .concern }
    return facts.unread.isEmpty ? .good : .unknown(because: DeviceReasons.unreadable)
  }

  var examples: [(AuthorityFacts, Outcome)] {
    func facts(
      _ kind: KnownAuthorities.Kind?, _ name: String = "", in place: AuthorityFacts.Place = .system,
      unread: [AuthorityFacts.Place] = []
    ) -> AuthorityFacts {
      let authority = kind.map {
        AuthorityFacts.Authority(
          kind: $0, place: place, name: name, print: "0123456789abcdef0123456789abcdef")
      }
      return AuthorityFacts(
        authorities: [authority].compactMap { $0 },
        unread: unread.map { AuthorityFacts.Unread(place: $0) })
    }
    return [
      (facts(nil), .good),
      (facts(nil, unread: [.firefox]), .unknown(because: DeviceReasons.unreadable)),
      (facts(.interceptor, "Qaznet / ISCA"), .problem),
      (facts(.state, "Russian Trusted Root CA", in: .firefox, unread: [.system]), .problem),
      (facts(.harmful, "Superfish", in: .chromium), .problem),
      (facts(.suspect, "ISCA", in: .thunderbird), .concern),
      (facts(.added, "mkcert development CA", in: .policy), .concern),
      (facts(.added, in: .firefox, unread: [.policy]), .concern),
    ]
  }
}
