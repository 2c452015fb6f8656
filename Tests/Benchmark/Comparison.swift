/// Two sides that did the same work, round by round.
struct Comparison {
  enum Bar {
    /// Ours must reach this part of the peer's rate.
    case rate(atLeast: Double)
    /// Ours must not take more than this part of the peer's time.
    case time(atMost: Double)
  }

  let title: String
  let bar: Bar
  private let peer: String
  private var rounds: [(ours: Measured, peers: Measured)] = []

  init(_ title: String, _ bar: Bar, peer: String = "C loop") {
    (self.title, self.bar, self.peer) = (title, bar, peer)
  }

  /// The sides take turns, and so does who begins: what else the computer does hits both alike.
  mutating func run(
    rounds count: Int, ours: () throws -> Measured, peers: () throws -> Measured
  ) throws {
    for round in 0..<count {
      if round % 2 == 0 {
        let first = try ours()
        rounds.append((first, try peers()))
      } else {
        let first = try peers()
        rounds.append((try ours(), first))
      }
    }
  }

  /// A table, and whether the bar was reached by the median of the rounds' ratios.
  var text: String {
    let ratios = rounds.map { round in
      switch bar {
      case .rate: round.peers.seconds / round.ours.seconds
      case .time: round.ours.seconds / round.peers.seconds
      }
    }
    let (word, isReached) =
      switch bar {
      case .rate(let least): ("of its rate; bar: at least \(least)", median(ratios) >= least)
      case .time(let most): ("of its time; bar: at most \(most)", median(ratios) <= most)
      }
    return """
      \(title), \(rounds.count) rounds (min / median / max)
        ours    \(line(rounds.map(\.ours)))
        \(padded)  \(line(rounds.map(\.peers)))
        ratio   \(spread(ratios)) \(word): \(isReached ? "reached" : "MISSED")

      """
  }

  private var padded: String { peer + String(repeating: " ", count: max(0, 6 - peer.count)) }

  private func line(_ sides: [Measured]) -> String {
    "\(spread(sides.map(\.seconds))) s, CPU \(fixed(median(sides.map(\.cpu)))) s, "
      + "peak \(fixed(sides.map(\.peak).max() ?? 0, 1)) MB"
  }
}

private func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  guard !sorted.isEmpty else { return .nan }
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

private func spread(_ values: [Double]) -> String {
  [values.min() ?? .nan, median(values), values.max() ?? .nan].map { fixed($0) }
    .joined(separator: " / ")
}

func fixed(_ value: Double, _ places: Int = 3) -> String {
  var unit = 1
  for _ in 0..<places { unit *= 10 }
  guard value.isFinite else { return "-" }
  let whole = Int((value * Double(unit)).rounded())
  let digits = String(whole % unit)
  return "\(whole / unit)." + String(repeating: "0", count: places - digits.count) + digits
}
