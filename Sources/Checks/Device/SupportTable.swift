internal import Hygiene

/// Until when systems get security updates, as their makers have announced it.
///
/// Debian: the end of LTS (wiki.debian.org/LTS). Ubuntu: the end of standard support, where only a
/// month is named its first day (ubuntu.com/about/release-cycle). Linux Mint: as the Ubuntu below it.
enum SupportTable {
  /// The day on which the table was last looked at.
  static let date = "2026-11-24"

  private static let ends: [String: [String: String]] = [
    "debian": [
      "8": "2020-06-30", "9": "2022-06-30", "10": "2024-06-30", "11": "2026-08-31",
      "12": "2028-06-30", "13": "2030-06-30",
    ],
    "ubuntu": [
      "14.04": "2019-04-01", "16.04": "2021-04-01", "18.04": "2023-05-31", "20.04": "2025-05-31",
      "22.04": "2027-04-01", "23.04": "2024-01-25", "23.10": "2024-07-11", "24.04": "2029-04-01",
      "24.10": "2025-07-10", "25.04": "2026-01-15", "25.10": "2026-07-01", "26.04": "2031-04-01",
    ],
    "linuxmint": ["19": "2023-04-01", "20": "2025-04-01", "21": "2027-04-01", "22": "2029-04-01"],
  ]

  /// The last day of support, from the fields `ID` and `VERSION_ID` of os-release(5).
  static func end(of id: String, _ version: String) -> Day? {
    let versions = ends[id]
    let major = version.split(separator: ".").first.map(String.init) ?? version
    // Minor versions of Debian and Mint share their major version's end; those of Ubuntu do not.
    let found = versions?[version] ?? (id == "ubuntu" ? nil : versions?[major])
    return found.flatMap { Day($0) }
  }
}
