import Glibc
import Hygiene
import Platform
import Testing

@testable import Checks

/// Single settings on small computers, each with what follows from it.
@Suite struct DeviceChecksTests {
  @Test(arguments: [
    ("[Daemon]\nAutolock=false\n", Outcome.problem), ("[Daemon]\nTimeout=0\n", .problem),
    ("[Daemon]\nLockGrace=-1\n", .problem), ("[Daemon]\nTimeout=45\n", .concern),
    ("[Daemon]\nTimeout=10\n", .good), ("", .good),
    ("[Daemon]\nTimeout=soon\n", .unknown(because: DeviceReasons.unreadable)),
    ("[Daemon][$i]\nTimeout=5\n", .unknown(because: DeviceReasons.onlySettings)),
  ])
  func plasmaLocksAsItIsSet(_ text: String, _ outcome: Outcome) async throws {
    var tree = try DeviceTree(["/home/a/.config/kscreenlockerrc": text])
    tree.environment = ["XDG_CURRENT_DESKTOP": "KDE"]
    #expect(await tree.outcome(of: DeviceScreenLock()) == outcome)
  }

  @Test(arguments: ["XFCE", "", "sway", "gnome-flashback:unity"])
  func anUnknownDesktopIsUnknown(_ name: String) async throws {
    var tree = try DeviceTree([:])
    tree.environment = ["XDG_CURRENT_DESKTOP": name]
    let expected = Outcome.unknown(because: DeviceReasons.otherSystem)
    #expect(await tree.outcome(of: DeviceScreenLock()) == expected)
  }

  @Test(arguments: [
    ("/etc/X11/default-display-manager", "/usr/sbin/lightdm"),
    ("/etc/dconf/profile/user", "user-db:user\nsystem-db:local\n"),
    ("/usr/share/glib-2.0/schemas/90_x.gschema.override", "[a]\nlock-enabled=false\n"),
  ])
  func whatStandsOverTheSettingsOfGnomeMakesThemUnknown(
    _ path: String, _ text: String
  ) async throws {
    let expected = Outcome.unknown(because: DeviceReasons.onlySettings)
    #expect(try await DeviceTree([:]).outcome(of: DeviceScreenLock()) == .good)
    #expect(try await DeviceTree([path: text]).outcome(of: DeviceScreenLock()) == expected)
  }

  @Test(arguments: [
    ("/etc/gdm3/daemon.conf", "[daemon]\nAutomaticLoginEnable = true\n", Outcome.problem),
    ("/etc/gdm3/custom.conf", "[daemon]\nAutomaticLoginEnable=True\n", .problem),
    ("/etc/gdm3/daemon.conf", "[daemon]\nTimedLoginEnable=true\n", .problem),
    ("/etc/gdm3/daemon.conf", "[daemon]\nAutomaticLoginEnable=false\n", .good),
    ("/etc/lightdm/lightdm.conf", "[Seat:*]\nautologin-user=a\n", .problem),
    ("/etc/lightdm/lightdm.conf.d/9.conf", "[SeatDefaults]\nautologin-user = a\n", .problem),
    ("/etc/lightdm/lightdm.conf", "[Seat:*]\n#autologin-user=a\nautologin-user=\n", .good),
    ("/etc/sddm.conf.d/kde_settings.conf", "[Autologin]\nUser=a\n", .problem),
    ("/etc/greetd/config.toml", "[initial_session]\nuser = \"a\"\n", .problem),
    (
      "/etc/systemd/system/getty@tty1.service.d/x.conf",
      "[Service]\nExecStart=\nExecStart=-/sbin/agetty --autologin a %I\n", .problem
    ),
    ("/etc/other", "", .unknown(because: DeviceReasons.otherSystem)),
    (
      "/etc/X11/default-display-manager", "/usr/bin/lxdm",
      .unknown(because: DeviceReasons.otherSystem)
    ),
  ])
  func anAccountThatOpensByItselfIsFound(
    _ path: String, _ text: String, _ outcome: Outcome
  ) async throws {
    #expect(try await DeviceTree([path: text]).outcome(of: DeviceAutologin()) == outcome)
  }

  @Test func underSudoItIsThePersonWhoCalled() async throws {
    var tree = try DeviceTree([
      "/proc/self/status": "Uid:\t0\t0\t0\t0\n", "/etc/group": "sudo:x:27:a\n",
    ])
    #expect(await tree.outcome(of: DeviceAdministrator()) == .problem)
    tree.environment = ["SUDO_UID": "1000"]
    #expect(await tree.outcome(of: DeviceAdministrator()) == .concern)
  }

  /// After `su` the desktop's name is still there, and root's settings are the defaults.
  @Test func rootsOwnSettingsAreNotThePersons() async throws {
    var tree = try DeviceTree(["/proc/self/status": "Uid:\t0\t0\t0\t0\n"])
    let expected = Outcome.unknown(because: DeviceReasons.rootAlone)
    for check in [DeviceScreenLock(), DeviceProxy(), DeviceBackup()] as [any Check] {
      #expect(await tree.outcome(of: check) == expected)
    }
    tree.environment["SUDO_UID"] = "1000"
    #expect(await tree.outcome(of: DeviceScreenLock()) == .good)
  }

  @Test(arguments: [
    (0, Outcome.good), (7, .good), (8, .unknown(because: DeviceReasons.stale)), (31, .problem),
  ])
  func theAgeOfTheListsDecides(_ days: Int, _ outcome: Outcome) async throws {
    let list = "/var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_InRelease"
    let wants = "/etc/systemd/system/timers.target.wants"
    let tree = try DeviceTree([
      "/var/lib/dpkg/status": "", list: "", "/usr/bin/unattended-upgrade": "",
      "\(wants)/apt-daily.timer": "", "\(wants)/apt-daily-upgrade.timer": "",
      "/etc/apt/apt.conf.d/20auto-upgrades":
        "APT::Periodic::Update-Package-Lists \"1\";\nAPT::Periodic::Unattended-Upgrade \"1\";\n",
      // A name that apt leaves out.
      "/etc/apt/apt.conf.d/20auto-upgrades.bak": "APT::Periodic::Enable \"0\";\n",
    ])
    let now = try #require(Timestamp("2026-12-01T06:10:00Z")).secondsSinceEpoch
    let moment = timespec(tv_sec: now - days * 86_400 - 60, tv_nsec: 0)
    #expect(utimensat(AT_FDCWD, tree.root + list, [moment, moment], 0) == 0)
    #expect(await tree.outcome(of: DeviceUpdates()) == outcome)
  }

  @Test(arguments: [
    ("https_proxy", "http://proxy.example:3128", Outcome.concern),
    ("ALL_PROXY", "socks5://127.0.0.1:9050", .unknown(because: DeviceReasons.localProxy)),
    ("http_proxy", "http://user:pass@[::1]:8080/", .unknown(because: DeviceReasons.localProxy)),
    ("http_proxy", "http://localhost@203.0.113.9:1/", .concern),
    ("no_proxy", "localhost", .good), ("http_proxy", "", .good),
  ])
  func aProxyOfTheEnvironmentIsSeen(_ name: String, _ value: String, _ outcome: Outcome)
    async throws
  {
    var tree = try DeviceTree([:])
    tree.environment = [name: value]
    #expect(await tree.outcome(of: DeviceProxy()) == outcome)
    let file = try DeviceTree(["/etc/environment": "export \(name)=\"\(value)\"\n"])
    #expect(await file.outcome(of: DeviceProxy()) == outcome)
  }

  @Test(arguments: [
    (
      "user_pref(\"network.proxy.type\", 1);\nuser_pref(\"network.proxy.http\", \"203.0.113.9\");\n",
      Outcome.concern
    ),
    (
      "user_pref(\"network.proxy.type\", 1);\nuser_pref(\"network.proxy.socks\", \"127.0.0.1\");\n",
      .unknown(because: DeviceReasons.localProxy)
    ),
    ("user_pref(\"network.proxy.type\", 2);\n", .concern),
    ("user_pref(\"network.proxy.type\", 5);\n", .good),
  ])
  func aProxyOfFirefoxIsSeen(_ text: String, _ outcome: Outcome) async throws {
    let tree = try DeviceTree(["/home/a/.mozilla/firefox/x.default/prefs.js": text])
    #expect(await tree.outcome(of: DeviceProxy()) == outcome)
  }

  @Test(arguments: [
    ("public", true, Outcome.good),
    ("public", false, .unknown(because: DeviceReasons.onlySettings)),
    ("FedoraWorkstation", true, .unknown(because: DeviceReasons.onlySettings)),
  ])
  func aFirewallThatOnlyStandsInSettingsIsNotOn(
    _ zone: String, _ filters: Bool, _ outcome: Outcome
  ) async throws {
    let tree = try DeviceTree([
      "/etc/firewalld/firewalld.conf": "DefaultZone=\(zone)\n",
      "/etc/systemd/system/multi-user.target.wants/firewalld.service": "",
      "/proc/modules": filters ? "nf_tables 1 0 - Live 0x0\n" : "ext4 1 0 - Live 0x0\n",
    ])
    #expect(await tree.outcome(of: DeviceFirewall()) == outcome)
  }

  @Test func aCertificateOfAPolicyThatIsNotThereIsUnread() async throws {
    let tree = try DeviceTree([
      "/etc/firefox/policies/policies.json":
        #"{"policies": {"Certificates": {"Install": ["gone.pem"]}}}"#
    ])
    let facts = try #require(await tree.evidence(of: DeviceAuthorities())).facts
    #expect("\(facts)".contains("policy"))
  }

  @Test(arguments: [(0, Outcome.good), (3, .good), (4, .concern)])
  func theClockMustHaveBeenComparedLately(_ days: Int, _ outcome: Outcome) async throws {
    let mark = "/run/systemd/timesync/synchronized"
    let tree = try DeviceTree([mark: ""])
    let now = try #require(Timestamp("2026-12-01T06:10:00Z")).secondsSinceEpoch
    let moment = timespec(tv_sec: now - days * 86_400 - 60, tv_nsec: 0)
    #expect(utimensat(AT_FDCWD, tree.root + mark, [moment, moment], 0) == 0)
    #expect(await tree.outcome(of: DeviceClock()) == outcome)
    let early = await tree.evidence(of: DeviceClock(), at: "2020-01-01T00:00:00Z")
    #expect(early?.outcome == .problem)
  }

  @Test func theLastPartAboutCoreDumpsCounts() async throws {
    let pattern = ["/proc/sys/kernel/core_pattern": "|/lib/systemd/systemd-coredump %P\n"]
    let none = "[Coredump]\nStorage=none\n"
    let off = ["/etc/systemd/coredump.conf": none]
    let on = ["/usr/lib/systemd/coredump.conf.d/50-x.conf": "[Coredump]\nStorage=external\n"]
    let over = ["/etc/systemd/coredump.conf.d/50-x.conf": none]
    func tree(_ parts: [[String: String]]) throws -> DeviceTree {
      try DeviceTree(parts.reduce(pattern) { $0.merging($1) { $1 } })
    }
    #expect(try await tree([]).outcome(of: DeviceCoreDumps()) == .concern)
    #expect(try await tree([off]).outcome(of: DeviceCoreDumps()) == .good)
    #expect(try await tree([off, on]).outcome(of: DeviceCoreDumps()) == .concern)
    #expect(try await tree([off, on, over]).outcome(of: DeviceCoreDumps()) == .good)
  }
}
