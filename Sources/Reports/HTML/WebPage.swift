internal import Hygiene

/// The blocks of a report as one page for a browser, which needs no script and loads nothing.
struct WebPage {
  private let text: ReportText
  /// Where the answers stand. An id from a report would be no safe name of a place.
  private let places: [ControlID: Int]

  init(_ text: ReportText) {
    self.text = text
    places = Dictionary(
      text.report.items.enumerated().map { ($1.control, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  var bytes: [UInt8] {
    var page = "<!DOCTYPE html>\n"
    markup.write(to: &page)
    return Array(page.utf8)
  }

  private var markup: Markup {
    let (words, sections) = (text.words, text.sections)
    let language = words.isTranslated("report.title") ? words.language : "en"
    let main = sections.enumerated().map(section)
    return element(
      "html", ["lang": language],
      [
        head,
        element(
          "body", text.report.practice ? ["class": "practice"] : [:],
          [
            element("header", [:], [element("h1", [:], [.text(text.title.text)])] + about),
            element(
              "nav", ["aria-label": words["report.contents"]],
              [element("ul", [:], sections.enumerated().map(entry))]),
            element("main", [:], main),
          ]),
      ])
  }

  private var head: Markup {
    let words = text.words
    let kind =
      text.report.practice ? words["report.practice"] : words.day(text.report.time.day)
    return element(
      "head", [:],
      [
        void("meta", ["charset": "utf-8"]),
        void("meta", ["http-equiv": "Content-Security-Policy", "content": Stylesheet.policy]),
        void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        void("meta", ["name": "color-scheme", "content": "light dark"]),
        void("meta", ["name": "referrer", "content": "no-referrer"]),
        element("title", [:], [.text("\(text.title.text) – \(kind)")]),
        .style(Stylesheet.text),
      ])
  }

  /// What a reader must not miss stands out: that it is no real report, or not a whole one.
  private var about: [Markup] {
    text.about.map { element("p", ["class": "about"], [.text($0.text)]) }
      + text.marks.map { element("p", ["class": "mark"], [.text($0.text)]) }
  }

  private func entry(_ number: Int, _ section: Block) -> Markup {
    element("li", [:], [element("a", ["href": "#s\(number)"], [.text(section.text)])])
  }

  private func section(_ number: Int, _ section: Block) -> Markup {
    let legends = section.inside.compactMap(\.figure?.kind).first.map { [legend(of: $0)] } ?? []
    return element(
      "section", ["aria-labelledby": "s\(number)"],
      [element("h2", ["id": "s\(number)"], [.text(section.text)])] + legends
        + flow(section.inside, hasHeadings: true))
  }

  private func legend(of figure: Block.Figure) -> Markup {
    let legend =
      switch figure {
      case .share: text.words["report.legend.shares"]
      case .levels:
        text.words[
          "report.legend.levels",
          ["levels": Level.allCases.map { text.text($0) }.joined(separator: ", ")]]
      }
    return element("p", ["class": "about"], [.text(legend)])
  }
}

extension WebPage {
  /// Blocks one after the other; those that have something to hold together become lists.
  private func flow(_ blocks: [Block], hasHeadings: Bool) -> [Markup] {
    var (pieces, rest) = ([Markup](), blocks[...])
    while let first = rest.first {
      guard first.isItem else {
        pieces += single(first, hasHeadings: hasHeadings)
        rest.removeFirst()
        continue
      }
      let run = rest.prefix { $0.isItem && ($0.number == nil) == (first.number == nil) }
      rest.removeFirst(run.count)
      let items = run.map { item($0, hasHeadings: hasHeadings) }
      if let number = first.number {
        pieces.append(element("ol", ["start": String(number)], items))
      } else if first.mark == .bullet {
        pieces.append(element("ul", [:], items))
      } else {
        let kind =
          first.kind == .answer
          ? "plain answers" : first.figure == nil ? "plain" : "plain figures"
        pieces.append(element("ul", ["class": kind], items))
      }
    }
    return pieces
  }

  private func single(_ block: Block, hasHeadings: Bool) -> [Markup] {
    let inside = flow(block.inside, hasHeadings: hasHeadings)
    switch block.kind {
    case .section, .group:
      // What is folded is no part of the outline.
      let heading =
        hasHeadings
        ? element("h3", [:], [.text(block.text)])
        : element("p", ["class": "strong"], [.text(block.text)])
      return [heading] + inside
    case .folded:
      let folded = flow(block.inside, hasHeadings: false)
      return [element("details", [:], [element("summary", [:], [.text(block.text)])] + folded)]
    case .line, .aside, .answer: return paragraphs(of: block) + inside
    }
  }

  private func item(_ block: Block, hasHeadings: Bool) -> Markup {
    let drawing = block.figure.map { [Drawing(figure: $0.kind, words: $0.words).markup] } ?? []
    let inside = paragraphs(of: block) + drawing + flow(block.inside, hasHeadings: hasHeadings)
    guard block.kind == .answer, let place = place(of: block) else {
      return element("li", [:], inside)
    }
    return element("li", ["id": "c\(place)"], inside)
  }

  private func paragraphs(of block: Block) -> [Markup] {
    Reports.paragraphs(of: block.text).enumerated().map { index, paragraph in
      let mark = index == 0 ? mark(of: block) : []
      return element(
        "p", block.style.name.map { ["class": $0] } ?? [:], mark + [.text(paragraph)])
    }
  }

  /// The control that a line is about, which leads to its answer.
  private func mark(of block: Block) -> [Markup] {
    guard case .control(let control) = block.mark else { return [] }
    let name = Markup.text(control.rawValue)
    guard block.kind != .answer, let place = places[control] else {
      return [element("b", [:], [name]), .text(" ")]
    }
    return [element("a", ["href": "#c\(place)"], [name]), .text(" ")]
  }

  private func place(of block: Block) -> Int? {
    guard case .control(let control) = block.mark else { return nil }
    return places[control]
  }
}
