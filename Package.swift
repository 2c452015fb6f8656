// swift-tools-version: 6.2
import PackageDescription

// Docs/Decisions/0001-direction-of-targets.md says why the arrows point as they do.
let house: [SwiftSetting] = [
  .treatAllWarnings(as: .error), .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
let careful: [SwiftSetting] = [.treatAllWarnings(as: .error)]
let strictC: [CSetting] = [.treatAllWarnings(as: .error)]

func room(_ name: String, _ needs: [Target.Dependency] = [], lists: Bool = false) -> Target {
  .target(
    name: name, dependencies: needs, swiftSettings: house,
    plugins: lists ? [.plugin(name: "ListParts")] : [])
}

func tests(_ name: String, _ needs: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: needs + ["TestKit"], swiftSettings: careful)
}

let package = Package(
  name: "saqta",
  products: [.executable(name: "saqta", targets: ["saqta"])],
  targets: [
    // C libraries: a module map and a shim each, wrapped by the face below it.
    .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CLDNS", providers: [.apt(["libldns-dev"])]),
    .systemLibrary(name: "CNGHTTP2", providers: [.apt(["libnghttp2-dev"])]),
    .systemLibrary(name: "CDisks", providers: [.apt(["libblkid-dev", "libcryptsetup-dev"])]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CIDN2", providers: [.apt(["libidn2-dev"])]),
    .target(name: "CLinux", cSettings: strictC),
    .target(
      name: "CChecklists", path: "Checklists",
      exclude: ["example", "interface", "newsroom", "wordlists"],
      sources: ["embed.c"], publicHeadersPath: "include", cSettings: strictC),

    // The pure model.
    room("Hygiene"),
    room("Documents", ["Hygiene"]),

    // The two ends that touch the world.
    room("Arguments"),
    room("Platform", ["Hygiene", "CLinux"]),
    room("OpenSSL", ["COpenSSL"]),
    room("YAML", ["CYAML"]),
    room("DNS", ["CLDNS"]),
    room("HTTP2", ["CNGHTTP2"]),
    room("Disks", ["CDisks"]),
    room("IDN", ["CIDN2"]),
    room("SQLite", ["CSQLite"]),

    // The rooms of the program.
    room("ChecklistFiles", ["Hygiene", "Platform", "YAML", "OpenSSL", "CChecklists"]),
    room("Interview", ["Hygiene", "Platform"]),
    room(
      "Checks",
      ["Hygiene", "Documents", "Platform", "OpenSSL", "DNS", "HTTP2", "Disks", "SQLite", "IDN"],
      lists: true),
    room("Reports", ["Hygiene", "Documents"], lists: true),
    room("Vault", ["Hygiene", "Documents", "Platform", "OpenSSL"]),
    room(
      "Commands",
      [
        "Arguments", "Interview", "Checks", "Reports", "Vault", "ChecklistFiles", "Documents",
        "Platform", "Hygiene",
      ], lists: true),
    .executableTarget(
      name: "saqta", dependencies: ["Commands", "Platform"], swiftSettings: house),
    .plugin(name: "ListParts", capability: .buildTool(), path: "Sources/ListParts"),

    // Tests.
    .target(
      name: "TestKit", dependencies: ["ChecklistFiles", "Hygiene", "Platform", "CLinux"],
      path: "Tests/TestKit",
      swiftSettings: careful),
    tests("HygieneTests", ["Hygiene"]),
    tests("DocumentsTests", ["Documents", "Hygiene"]),
    tests("ArgumentsTests", ["Arguments"]),
    tests("PlatformTests", ["Platform", "Hygiene", "CLinux"]),
    tests("OpenSSLTests", ["OpenSSL", "Platform"]),
    tests("ChecklistFilesTests", ["ChecklistFiles", "YAML", "Hygiene", "Platform"]),
    tests("InterviewTests", ["ChecklistFiles", "Interview", "Hygiene", "Platform"]),
    tests(
      "ChecksTests",
      ["Checks", "Documents", "Hygiene", "Platform", "OpenSSL", "DNS", "HTTP2", "Disks", "SQLite"]),
    tests("ReportsTests", ["Reports", "Documents", "ChecklistFiles", "Hygiene", "Platform"]),
    tests(
      "VaultTests", ["Vault", "ChecklistFiles", "Documents", "OpenSSL", "Hygiene", "Platform"]),
    tests(
      "CommandsTests",
      [
        "Commands", "ChecklistFiles", "Checks", "Documents", "Hygiene", "Platform", "Reports",
        "Vault",
      ]),
    tests("EndToEndTests", ["ChecklistFiles", "Hygiene", "saqta"]),
    tests("LabTests", ["saqta"]),
    // Compiles its peer, peer.c, when it runs: a loop apart from all that is ours.
    .executableTarget(
      name: "benchmark",
      dependencies: [
        "ChecklistFiles", "Commands", "Documents", "Hygiene", "OpenSSL", "Platform", "Vault",
      ],
      path: "Tests/Benchmark", exclude: ["peer.c"], swiftSettings: careful),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c2x
)

// libFuzzer brings its own `main`, so these are there only when asked for:
// FUZZ=1 swift build -c release -Xswiftc -enable-testing --sanitize=fuzzer --product FuzzChecklist
func fuzz(_ name: String, _ needs: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: needs, path: "Tests/Fuzz/\(name)",
    swiftSettings: [.unsafeFlags(["-parse-as-library"])])
}

if Context.environment["FUZZ"] != nil {
  package.targets += [
    fuzz("FuzzChecklist", ["ChecklistFiles", "Hygiene"]),
    fuzz("FuzzAnswers", ["ChecklistFiles", "Hygiene", "Platform"]),
    fuzz("FuzzPO", ["ChecklistFiles", "Platform"]),
    fuzz("FuzzOONI", ["Checks", "Documents", "Hygiene", "Platform"]),
    fuzz("FuzzHTTPHead", ["Checks"]),
    fuzz("FuzzDNSAnswer", ["Checks", "DNS", "Platform"]),
  ]
}
