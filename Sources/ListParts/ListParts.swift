import Foundation
import PackagePlugin

/// Turns a folder of parts into a list of them, so that adding a part is adding a file.
///
/// The type in a file carries the file's name.
@main
struct ListParts: BuildToolPlugin {
  private let lists = [
    "Catalogue": (line: "public let catalogue: [any Check]", entry: "()"),
    "Formats": (line: "public let formats: [any Format]", entry: "()"),
    "Verbs": (line: "let verbs: [any Verb.Type]", entry: ".self"),
  ]

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? any SourceModuleTarget else { return [] }
    return lists.compactMap { folder, list in
      let files = target.sourceFiles.map(\.url)
        .filter { $0.deletingLastPathComponent().lastPathComponent == folder }
        .sorted { $0.path < $1.path }
      if files.isEmpty { return nil }
      let types = files.map { $0.deletingPathExtension().lastPathComponent }
      let text = "\(list.line) = [\n" + types.map { "  \($0)\(list.entry),\n" }.joined() + "]\n"
      let output = context.pluginWorkDirectoryURL.appending(path: "\(folder).swift")
      return .buildCommand(
        displayName: "Listing \(files.count) of \(folder)",
        executable: URL(filePath: "/bin/sh"),
        arguments: ["-c", "printf '%s' \"$1\" > \"$2\"", "list", text, output.path],
        inputFiles: files, outputFiles: [output])
    }
  }
}
