import Glibc

/// The small internet of `Tests/Lab/internet`: a client, a provider with a censor and the rest of
/// the world, in namespaces that end with the program they were made for.
public enum SmallInternet {
  public static let folder = "\(packageRoot)/Tests/Lab/internet"
  private static let script = "\(folder)/lab.sh"

  /// What this computer lacks: `package NAME` and `kernel FEATURE`.
  private static let missing: [[Substring]] = {
    let told = (try? TestKit.run(["timeout", "-k", "1", "30", script, "missing"]).text) ?? ""
    return told.split(separator: "\n").map { $0.split(separator: " ") }
  }()

  /// Debian packages that are to be installed.
  public static let missingPackages = missing.filter { $0.first == "package" }.compactMap(\.last)

  /// Features that the kernel, or the jail that the tests run in, does not give.
  public static let missingFeatures = missing.filter { $0.first == "kernel" }.compactMap(\.last)

  /// Whether a world can be made at all.
  public static let isPossible = missingFeatures.allSatisfy {
    !["namespaces", "veth", "string-match"].contains($0)
  }

  /// Runs a program on the client of a world in which `cases` hold, joined by `+`.
  ///
  /// The program works in a folder that holds `ca.crt`, the root that signed the genuine sites, and
  /// `kz.crt`, the interceptor's. The whole of it is ended after `deadline` seconds, with status 124
  /// or 137.
  public static func run(
    _ cases: String, deadline: Int, environment: [String: String] = [:], _ program: [String]
  ) throws -> Ran {
    let whole = [
      "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/run/lab", "SAQTA_HOME": "/run/lab/home",
      "SWIFT_BACKTRACE": "enable=no",
    ]
    return try TestKit.run(
      ["timeout", "-k", "1", "\(deadline)", script, "run", cases] + program,
      environment: whole.merging(environment) { $1 })
  }

  /// Whether the kernel gives all that the cases need.
  public static func canMake(_ cases: String) -> Bool {
    guard isPossible else { return false }
    guard !missingFeatures.isEmpty else { return true }
    let told = (try? TestKit.run([script, "rules", cases]).text) ?? ""
    return missingFeatures.allSatisfy { feature in
      signs[String(feature)].map { !told.contains($0) } ?? false
    }
  }

  /// What shows in the rules of a case that it needs a feature.
  private static let signs = [
    "u32-match": "-m u32", "recent-match": "-m recent", "reset-target": "tcp-reset",
    "connbytes-match": "-m connbytes", "hashlimit-match": "-m hashlimit", "nat": "-t nat",
    "mangle": "-t mangle", "ipv6-filter": "ip6tables", "token-bucket": " tbf ",
    "raw-sockets": "wire.py",
  ]
}
