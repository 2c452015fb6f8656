import Testing

/// What `Tests/Vectors/recompute.py` finds wrong in reports: a line for each figure that differs
/// from what it makes of the items, such as `report 1: overall.score.worst.exact: …`.
public func wrongFigures(
  in documents: [[UInt8]], sourceLocation: SourceLocation = #_sourceLocation
) throws -> [String] {
  let ran = try run(
    ["/usr/bin/python3", "\(vectors)/recompute.py"],
    input: Array(documents.joined(separator: [10])))
  let lines = ran.text.split(separator: "\n").map(String.init)
  #expect(ran.errorText == "", sourceLocation: sourceLocation)
  #expect(ran.status == (lines.isEmpty ? 0 : 1), sourceLocation: sourceLocation)
  return lines
}
