/// Figures and days as people of a language write them.
extension Words {
  /// One decimal, such as `43.3` or `43,3`. The mark is the text `number.decimal`.
  public func oneDecimal(_ number: Rational) -> String {
    let mark = self["number.decimal", else: "."]
    return String(number.oneDecimal.map { $0 == "." ? mark : String($0) }.joined())
  }

  /// A day, by the texts `date.day` and `date.month.1` to `.12`; in ISO 8601 where there are none.
  public func day(_ day: Day) -> String {
    guard has("date.day"), has("date.month.\(day.month)") else { return day.description }
    return self[
      "date.day",
      [
        "day": String(day.day), "month": self["date.month.\(day.month)"], "year": String(day.year),
      ]]
  }
}
