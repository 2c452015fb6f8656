internal import Hygiene
internal import Platform

/// What a run says of this computer's clock: with a wrong one no date in a certificate is judged.
struct ClockWitness {
  private static let day = 86_400

  /// What the computer says, in seconds since 1970.
  let now: Int
  let operations: [Operation]

  var isWrong: Bool { isBeforeThisProgram || isContradicted || isAllOutOfDate }

  /// Nobody can have run this program before it was made.
  private var isBeforeThisProgram: Bool {
    Day(PublicRoots.date).map { now < Timestamp(startOf: $0).secondsSinceEpoch } ?? false
  }

  /// Three hosts tell another day.
  private var isContradicted: Bool {
    let strangers = operations.filter { operation in
      let header = operation.page?.headers.first { $0.name == "date" }
      guard let told = header.flatMap({ seconds(inHTTPDate: $0.value) }) else { return false }
      return abs(told - now) > Self.day
    }
    return Set(strangers.map(\.name)).count >= 3
  }

  /// Two hosts or more showed a certificate, and every one was out of date.
  private var isAllOutOfDate: Bool {
    let shown = operations.filter {
      $0.role == .target && !($0.handshake?.certificates.isEmpty ?? true)
    }
    return Set(shown.map(\.name)).count > 1 && shown.allSatisfy { $0.word == .badDate }
  }
}

/// Reads `Tue, 24 Nov 2026 16:00:00 GMT` (RFC 9110 §5.6.7).
func seconds(inHTTPDate text: String) -> Int? {
  let parts = text.split(separator: " ")
  guard parts.count == 6, parts[5] == "GMT", parts[4].utf8.count == 8, parts[3].utf8.count == 4,
    let month = months.firstIndex(of: String(parts[2])), parts[1].utf8.count == 2
  else { return nil }
  let digits = month < 9 ? "0\(month + 1)" : "\(month + 1)"
  return Timestamp("\(parts[3])-\(digits)-\(parts[1])T\(parts[4])Z")?.secondsSinceEpoch
}

private let months = [
  "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
]
