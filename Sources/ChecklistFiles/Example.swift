internal import Hygiene
public import Platform

/// Writes a small valid checklist to start from.
///
/// - Throws: `UserError` when the folder holds one already or cannot be written.
public func writeExample(to folder: String, in world: World) throws {
  let files = try SourceFiles(builtIn: "example").files
  // All or nothing: a folder that has one of them already is left as it is.
  for path in files.map({ "\(folder)/\($0.name)" }) where world.files.exists(path) {
    throw UserError(FileProblem(.exists, path))
  }
  try telling { () throws(FileProblem) in
    try world.files.makeFolder(folder)
    for file in files {
      try world.files.write(file.bytes, to: "\(folder)/\(file.name)", replacing: false)
    }
  }
}
