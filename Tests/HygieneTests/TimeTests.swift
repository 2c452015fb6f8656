import Hygiene
import Testing

@Suite struct TimeTests {
  @Test(arguments: [
    "1970-01-01T00:00:00Z", "2026-11-24T06:10:00Z", "2024-02-29T23:59:59Z", "0000-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z", "2000-02-29T12:00:00Z",
  ])
  func aMomentIsWrittenAsItWasRead(_ text: String) {
    #expect(Timestamp(text)?.description == text)
  }

  @Test(arguments: [
    "", "2026-11-24", "2026-11-24T06:10:00", "2026-11-24T06:10:00+00:00", "2026-11-24 06:10:00Z",
    "2026-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
    "2026-11-24T24:00:00Z", "2026-11-24T06:60:00Z", "2026-11-24T06:10:60Z", "-026-11-24T06:10:00Z",
    "+026-11-24T06:10:00Z", "26-11-24T06:10:00Z", "12026-11-24T06:10:00Z",
    "9223372036854775807-01-01T00:00:00Z", "2026-01-01T9223372036854775807:00:00Z",
    "2026-01-01T00:00:00Z\n", "٢٠٢٦-01-01T00:00:00Z", "2026-1-1T00:00:00Z", "----T::Z",
  ])
  func anythingElseIsNoMoment(_ text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func everyClockGivesAMomentThatCanBeReadAgain() {
    for seconds in [Int.min, Int.min + 1, -62_167_219_201, 253_402_300_800, Int.max] {
      let moment = Timestamp(secondsSinceEpoch: seconds)
      #expect(Timestamp(moment.description) == moment)
    }
  }

  @Test func daysFollowEachOther() {
    // 1972-02-28, -29, 03-01: a leap year; 2100 is none.
    #expect(Day(sinceEpoch: 788).description == "1972-02-28")
    #expect(Day(sinceEpoch: 789).description == "1972-02-29")
    #expect(Day(sinceEpoch: 790).description == "1972-03-01")
    #expect(Day(sinceEpoch: 47_540).description == "2100-02-28")
    #expect(Day(sinceEpoch: 47_541).description == "2100-03-01")
    #expect(Day(sinceEpoch: -1).description == "1969-12-31")
  }
}
