internal import Hygiene
internal import IDN
internal import Platform

/// The address of a page, in the form in which it is asked for (RFC 3986).
struct WebAddress: Hashable, Sendable, CustomStringConvertible {
  let scheme: String
  /// In ASCII form and lower case, or an address.
  let host: String
  let port: UInt16
  /// Path and query, such as `/` or `/a?b=c`; never a fragment.
  let path: String

  /// Whether somebody else must be asked where the host is.
  var isNamed: Bool { IPAddress(host) == nil && host != "localhost" }
  var isClear: Bool { scheme == "http" }
  private var isUsualPort: Bool { port == (isClear ? 80 : 443) }

  /// With the port only where it is not the usual one.
  var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return isUsualPort ? name : "\(name):\(port)"
  }

  var description: String { "\(scheme)://\(authority)\(path)" }

  init(scheme: String, host: String, port: UInt16, path: String = "/") {
    (self.scheme, self.host, self.port, self.path) = (scheme, host, port, path)
  }

  /// Reads `http://…`, `https://…`, or a host with or without a port, which means `https`.
  ///
  /// - Throws: `Problem`, what is wrong with it.
  init(_ text: String) throws(Problem) {
    guard text.utf8.count <= 2048, text.unicodeScalars.allSatisfy({ $0.value > 32 }) else {
      throw .host
    }
    var rest = text[...]
    var scheme = "https"
    if let mark = rest.firstRange(of: "://") {
      scheme = rest[..<mark.lowerBound].lowercased()
      guard scheme == "https" || scheme == "http" else { throw .scheme }
      rest = rest[mark.upperBound...]
    }
    let name = rest.prefix { !["/", "?", "#"].contains($0) }
    let after = rest[name.endIndex...].prefix { $0 != "#" }
    // Names and passwords of people have no place in a list of sites.
    guard !name.contains("@") else { throw .host }
    let (host, port) = try Self.place(String(name))
    self.init(
      scheme: scheme, host: host, port: port ?? (scheme == "http" ? 80 : 443),
      path: after.hasPrefix("/") ? Self.escaped(after) : "/" + Self.escaped(after))
  }

  enum Problem: String, Error, CaseIterable { case scheme, port, host }

  private static func place(_ text: String) throws(Problem) -> (String, UInt16?) {
    if let address = IPAddress(text) { return (address.description, nil) }
    guard let (name, port) = splitPort(text) else { throw .port }
    if name.hasPrefix("["), name.hasSuffix("]") {
      let inner = IPAddress(String(name.dropFirst().dropLast()))
      guard let address = inner, address.isV6, !name.contains("%") else { throw .host }
      return (address.description, port)
    }
    if let address = IPAddress(name), !address.isV6 { return (address.description, port) }
    let isASCII = name.utf8.allSatisfy { $0 < 128 }
    guard let ascii = isASCII ? name : asciiName(of: name), let host = try? Hostname(ascii) else {
      throw .host
    }
    return (host.description, port)
  }

  /// What no request line may hold is escaped (RFC 3986 §2.1).
  private static func escaped(_ text: Substring) -> String {
    text.utf8.map { byte in
      if byte > 32, byte < 127, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "<") {
        return String(Unicode.Scalar(byte))
      }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }

  /// Where a `Location` leads from here (RFC 3986 §5.2); nil when it has no host or no such scheme.
  func following(_ location: String) -> WebAddress? {
    if location.hasPrefix("//") { return try? WebAddress("\(scheme):\(location)") }
    let beginning = location.prefix { !["/", "?", "#"].contains($0) }
    if beginning.contains(":") {
      let name = location.firstRange(of: "://").map { location[$0.upperBound...] }
      guard let name, !name.isEmpty, !name.hasPrefix("/") else { return nil }
      return try? WebAddress(location)
    }
    let target = location.prefix { $0 != "#" }
    if target.isEmpty { return self }
    if target.hasPrefix("/") { return onto(target) }
    let own = path.prefix { $0 != "?" }
    if target.hasPrefix("?") { return onto(own + target) }
    let folder = own.lastIndex(of: "/").map { own[...$0] } ?? "/"
    return onto(folder + target)
  }

  private func onto(_ path: Substring) -> WebAddress {
    let query = path.drop { $0 != "?" }
    var parts: [Substring] = []
    let segments = path.prefix { $0 != "?" }.split(
      separator: "/", omittingEmptySubsequences: false)
    for (index, part) in segments.enumerated().dropFirst() {
      let isLast = index == segments.count - 1
      switch part {
      case ".": if isLast { parts.append("") }
      case "..":
        _ = parts.popLast()
        if isLast { parts.append("") }
      default: parts.append(part)
      }
    }
    return WebAddress(
      scheme: scheme, host: host, port: port,
      path: Self.escaped("/" + parts.joined(separator: "/") + query))
  }
}
