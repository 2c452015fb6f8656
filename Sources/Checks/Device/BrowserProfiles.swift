internal import Hygiene
internal import Platform

/// Where the browsers and the mail program of a person keep what they know.
struct BrowserProfiles {
  let files: SystemFiles
  let home: String

  /// A folder with a database of certificates (NSS) and the preferences beside it.
  struct Profile: Hashable {
    let place: AuthorityFacts.Place
    let path: String
  }

  private static let mostProfiles = 64
  private static let mozilla: [(AuthorityFacts.Place, String)] = [
    (.firefox, ".mozilla/firefox"), (.firefox, ".config/mozilla/firefox"),
    (.firefox, "snap/firefox/common/.mozilla/firefox"),
    (.firefox, ".var/app/org.mozilla.firefox/.mozilla/firefox"),
    (.firefox, ".librewolf"), (.thunderbird, ".thunderbird"),
    (.thunderbird, "snap/thunderbird/common/.thunderbird"),
    (.thunderbird, ".var/app/org.mozilla.Thunderbird/.thunderbird"),
  ]
  private static let chromium = [
    ".pki/nssdb", ".local/share/pki/nssdb", "snap/chromium/current/.pki/nssdb",
    "snap/chromium/current/.local/share/pki/nssdb",
    ".var/app/org.chromium.Chromium/data/pki/nssdb", ".var/app/com.google.Chrome/data/pki/nssdb",
  ]

  /// All of them.
  ///
  /// - Throws: `CheckRefusal` when a folder cannot be searched.
  func all() throws(CheckRefusal) -> [Profile] {
    var found: [Profile] = []
    for (place, folder) in Self.mozilla {
      for path in try profiles(below: "\(home)/\(folder)") {
        found.append(Profile(place: place, path: path))
      }
    }
    for folder in Self.chromium where try files.status(of: "\(home)/\(folder)") != nil {
      found.append(Profile(place: .chromium, path: "\(home)/\(folder)"))
    }
    guard found.count <= Self.mostProfiles else {
      throw CheckRefusal(.unknown(because: DeviceReasons.unreadable))
    }
    return found
  }

  /// Every folder below that has been used, and those that profiles.ini places elsewhere.
  private func profiles(below folder: String) throws(CheckRefusal) -> [String] {
    var paths: [String] = []
    for name in try files.names(in: folder) {
      let path = "\(folder)/\(name)"
      let marks = ["prefs.js", "cert9.db", "cert8.db"]
      if marks.contains(where: { files.exists("\(path)/\($0)") }) { paths.append(path) }
    }
    for section in INIText(try files.text("\(folder)/profiles.ini") ?? "").sections
    where section["IsRelative"] == "0" {
      if let path = section["Path"], path.hasPrefix("/") { paths.append(path) }
    }
    return paths
  }
}
