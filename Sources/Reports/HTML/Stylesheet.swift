/// How the page for browsers looks; all of it is in the page.
///
/// A test computes the contrast of its colours and the digest that the policy names.
enum Stylesheet {
  /// Nothing is loaded, no script runs, and only this stylesheet counts: what a report holds can
  /// neither fetch nor restyle anything, should it ever become markup.
  static let policy =
    "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'"

  /// SHA-256 of `text`, in Base64.
  private static let digest = "+JJG3659/pONHopuSWs/AniHYghsN9pKhtyKpcXy8mY="

  static let text: StaticString = """
    :root {
      color-scheme: light dark;
      --paper: #ffffff; --panel: #f2f3f7; --ink: #1b1c20; --soft: #4a4c57; --edge: #72747f;
      --link: #0b4f9e; --fill: #2b5c9e; --good: #0a683b; --warning: #864a00; --bad: #a8182b;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --paper: #15161a; --panel: #22242b; --ink: #ececf1; --soft: #b4b6c2; --edge: #8b8d99;
        --link: #8fbcff; --fill: #8fbcff; --good: #6fd29b; --warning: #f0b35a; --bad: #ff9a9a;
      }
    }
    * { box-sizing: border-box; }
    html { font: 100%/1.5 system-ui, sans-serif; text-size-adjust: 100%; }
    body {
      margin: 0 auto; padding: 1rem; max-width: 80rem;
      background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
    }
    .practice { border: 0.5rem dashed var(--warning); }
    h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
    h1 { margin: 0 0 0.5rem; font-size: 1.75rem; }
    h2 { margin: 2.5rem 0 0.75rem; padding-top: 0.75rem; font-size: 1.375rem;
      border-top: 2px solid var(--edge); }
    h3 { margin: 1.5rem 0 0.5rem; font-size: 1.125rem; }
    p { margin: 0.25rem 0; max-width: 46rem; }
    ul, ol { margin: 0.5rem 0; padding-left: 1.75rem; }
    li { margin: 0.5rem 0; }
    li li { margin: 0.25rem 0; }
    .plain { padding-left: 0; list-style: none; }
    .plain > li > :not(:first-child, svg) { margin-left: 1rem; }
    .about { color: var(--soft); }
    .mark { margin: 0.75rem 0; padding: 0.75rem 1rem; background: var(--panel);
      border-left: 0.375rem solid var(--warning); font-weight: 600; }
    .strong { font-weight: 600; }
    .good { color: var(--good); }
    .warning { color: var(--warning); }
    .bad { color: var(--bad); }
    .figures > li { margin: 1rem 0; }
    .figures > li > p:first-child { font-weight: 600; }
    a { color: var(--link); }
    a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
    li:target { outline: 2px solid var(--edge); outline-offset: 0.375rem; }
    nav ul { display: flex; flex-wrap: wrap; gap: 0 1.5rem; margin: 1rem 0 0; padding: 0;
      list-style: none; }
    nav li { margin: 0; }
    nav a { display: inline-block; padding: 0.375rem 0; }
    svg { display: block; width: 100%; max-width: 28rem; margin: 0.375rem 0; }
    .share { height: 1.125rem; border: 1px solid var(--edge); }
    .levels { height: 1.375rem; }
    .fill { fill: var(--fill); }
    .out { fill: var(--paper); stroke: var(--edge); }
    .in { fill: currentcolor; stroke: currentcolor; }
    .in.good { fill: var(--good); }
    .in.warning { fill: var(--warning); }
    .in.bad { fill: var(--bad); }
    details { margin: 0.5rem 0; }
    summary { padding: 0.25rem 0; color: var(--link); cursor: pointer; }
    details > :not(summary) { margin-left: 1rem; }
    li, .mark { break-inside: avoid; }
    @media (min-width: 60rem) {
      body { padding: 2rem; }
      section > :is(ul, ol):has(> li + li) { columns: 2; column-gap: 3rem; }
      section > :is(ul, ol) > li:first-child, section > :is(ul, ol) > li > p:first-child {
        margin-top: 0;
      }
    }
    @media print {
      @page { size: A4; margin: 15mm; }
      html { font-size: 10pt; }
      body { max-width: none; padding: 0; }
      nav, details:not([open]) { display: none; }
      h1, h2, h3, h2 + .about, summary { break-after: avoid; }
      h2 { margin-top: 1.5rem; }
      .answers { columns: 2; column-gap: 8mm; }
      p { orphans: 3; widows: 3; max-width: none; }
      a { color: inherit; text-decoration: none; font-weight: 600; }
      .mark { background: none; border: 1px solid var(--warning); }
    }
    """
}
