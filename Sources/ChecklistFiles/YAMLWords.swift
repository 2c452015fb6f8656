internal import YAML

/// The word, and what fills its gaps, for why a text is no YAML that we read.
func word(
  for reason: YAMLProblem.Reason, _ limits: YAMLLimits
) -> (id: String, values: [String: String]) {
  switch reason {
  case .tooLarge: ("lint.yaml-too-large", ["limit": String(limits.size >> 20)])
  case .notUTF8: ("lint.yaml-not-utf8", [:])
  case .forbiddenCharacter: ("lint.yaml-forbidden-character", [:])
  case .empty: ("lint.yaml-empty", [:])
  case .severalDocuments: ("lint.yaml-several-documents", [:])
  case .directive: ("lint.yaml-directive", [:])
  case .anchor: ("lint.yaml-anchor", [:])
  case .alias: ("lint.yaml-alias", [:])
  case .tag: ("lint.yaml-tag", [:])
  case .duplicateKey(let key): ("lint.yaml-duplicate-key", ["key": shown(key)])
  case .keyIsNotText: ("lint.yaml-key-is-not-text", [:])
  case .tooDeep: ("lint.yaml-too-deep", ["limit": String(limits.depth)])
  case .tooManyValues: ("lint.yaml-too-many-values", ["limit": String(limits.values)])
  case .tab: ("lint.yaml-tab", [:])
  case .openQuote: ("lint.yaml-open-quote", [:])
  case .colonInText: ("lint.yaml-colon-in-text", [:])
  case .needsQuotes: ("lint.yaml-needs-quotes", [:])
  case .syntax(let detail): ("lint.yaml-syntax", ["detail": detail])
  case .noMemory: ("lint.yaml-no-memory", [:])
  }
}
