internal import Hygiene

/// A figure as a drawing, with the words that stand for it where it cannot be seen.
struct Drawing {
  let figure: Block.Figure
  let words: String

  var markup: Markup {
    switch figure {
    case .share(let worst, let best):
      // The thin part lies under the thick one, so that nothing has to be subtracted.
      svg(
        "share",
        [
          rect(x: "0", y: "35%", width: percent(best), height: "30%", "fill"),
          rect(x: "0", y: "0", width: percent(worst), height: "100%", "fill"),
        ])
    case .levels(let range):
      svg(
        "levels",
        Level.allCases.enumerated().map { index, level in
          let isInside = range.best <= level && level <= range.worst
          return rect(
            x: "\(index * 20 + 1)%", y: "10%", width: "18%", height: "80%",
            isInside ? "in \(level.style.name ?? "")" : "out")
        })
    }
  }

  private func svg(_ kind: String, _ inside: [Markup]) -> Markup {
    element("svg", ["class": kind, "role": "img", "aria-label": words], inside)
  }

  private func rect(
    x: String, y: String, width: String, height: String, _ kind: String
  ) -> Markup {
    element("rect", ["class": kind, "x": x, "y": y, "width": width, "height": height])
  }

  private func percent(_ share: Rational) -> String {
    "\(min(max(share, Rational(0)), Rational(100)).oneDecimal)%"
  }
}

extension Style {
  /// The class of a stylesheet.
  var name: String? {
    switch self {
    case .plain: nil
    case .strong: "strong"
    case .good: "good"
    case .warning: "warning"
    case .bad: "bad"
    }
  }
}
