import Platform
import TestKit
import Testing

@Test(arguments: [
  (FileProblem.Kind.missing, "error.file-missing", Platform.ExitStatus.usage),
  (.exists, "error.file-exists", .usage),
  (.tooLarge, "error.file-too-large", .refused),
  (.notAFile, "error.not-a-file", .refused),
  (.forbidden, "error.file-forbidden", .stopped),
  (.full, "error.disk-full", .stopped),
  (.unreadable, "error.file-unreadable", .stopped),
])
func aFileProblemBecomesASentenceAndAStatus(
  kind: FileProblem.Kind, id: String, status: Platform.ExitStatus
) {
  let error = UserError(FileProblem(kind, "/a/b"))
  #expect(error == UserError(id, ["file": "/a/b"], status: status))
}

@Test func aPathInAnErrorCannotSteerATerminal() {
  let error = UserError(FileProblem(.missing, "/a\u{1B}[2J\n\u{202E}b"))
  #expect(error.message.values["file"] == "/a\u{FFFD}[2J\u{FFFD}\u{FFFD}b")
}

@Test func aProgramIsHandedItsInputAndFurtherDescriptors() throws {
  let ran = try run(
    ["sh", "-c", "cat; cat <&3; pwd; echo $NAME >&2; exit 7"], input: Array("in ".utf8),
    handing: [3: Array("three ".utf8)], environment: ["NAME": "n", "PATH": "/usr/bin:/bin"],
    in: "/usr")
  #expect(ran.text == "in three /usr\n")
  #expect(ran.errorText == "n\n")
  #expect(ran.status == 7)
  #expect(try run(["sh", "-c", "kill -9 $$"]).status == 137)
}
