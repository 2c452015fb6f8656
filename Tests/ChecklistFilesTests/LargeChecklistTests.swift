import ChecklistFiles
import Hygiene
import TestKit
import Testing

/// Time grows with the size of a checklist and no faster.
@Suite struct LargeChecklistTests {
  private func files(controls: Int) -> PretendFiles {
    let (structure, english) = largeChecklist(controls: controls)
    return PretendFiles(["/c/checklist.yaml": structure, "/c/text.en.yaml": english])
  }

  @Test func lintIsLinear() throws {
    let (small, large) = (files(controls: 2500), files(controls: 10_000))
    func time(_ files: PretendFiles) throws -> Double {
      try processorTime(of: 2) {
        let problems = try lint(.folder("/c"), knownChecks: [], in: .holding(files))
        #expect(problems == [])
      }
    }
    let times = (try time(small), try time(large))
    // Four times as much; the rest is for caches.
    #expect(times.1 / times.0 < 6, "\(times)")
  }

  @Test func readingIsLinear() throws {
    let (small, large) = (files(controls: 2500), files(controls: 10_000))
    func time(_ files: PretendFiles) throws -> Double {
      try processorTime(of: 2) {
        let read = try readChecklist(.folder("/c"), language: "en", in: .holding(files))
        #expect(read.words.has("\(read.controls[2000].id).action"))
      }
    }
    let times = (try time(small), try time(large))
    #expect(times.1 / times.0 < 6, "\(times)")
  }
}
