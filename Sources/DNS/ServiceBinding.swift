internal import CLDNS

/// Where a service is found and what it speaks (SVCB, RFC 9460).
public struct ServiceBinding: Hashable, Sendable {
  /// 0 says only that the service has another name.
  public let priority: Int
  /// In lower case, with the dot at its end; `.` is the name that was asked about.
  public let target: String
  /// Such as `dot` or `h2` (ALPN).
  public let protocols: [String]
  public let port: UInt16?
  /// The bytes of each address, 4 or 16.
  public let addresses: [[UInt8]]

  /// Reads the data of one record; nil when it is malformed (RFC 9460 §2.2).
  public init?(_ data: [UInt8]) {
    var rest = data[...]
    guard let priority = rest.takeNumber(), let target = rest.takeName() else { return nil }
    var (protocols, port, addresses): ([String], UInt16?, [[UInt8]]) = ([], nil, [])
    var last = -1
    while !rest.isEmpty {
      guard let key = rest.takeNumber(), let count = rest.takeNumber(), key > last,
        var value = rest.take(count)
      else { return nil }
      last = key
      switch key {
      case 1:
        while let length = value.popFirst() {
          guard let name = value.take(Int(length)), length > 0 else { return nil }
          protocols.append(String(decoding: name, as: UTF8.self))
        }
      case 3:
        guard value.count == 2, let number = value.takeNumber() else { return nil }
        port = UInt16(number)
      case 4, 6:
        let size = key == 4 ? 4 : 16
        guard !value.isEmpty, value.count.isMultiple(of: size) else { return nil }
        while let address = value.take(size) { addresses.append(Array(address)) }
      default: break
      }
    }
    (self.priority, self.target) = (priority, target)
    (self.protocols, self.port, self.addresses) = (protocols, port, addresses)
  }
}

extension RecordType {
  public static let svcb = RecordType(rawValue: 64)
}

extension DNSReply {
  /// The service bindings of the answer, the preferred first; malformed ones are passed over.
  ///
  /// - Throws: `DNSError` when the message cannot be read again.
  public func serviceBindings() throws(DNSError) -> [ServiceBinding] {
    let message = try Message(reading: bytes)
    return message.data(of: .svcb).compactMap { ServiceBinding($0) }
      .sorted { $0.priority < $1.priority }
  }
}

extension Message {
  /// The data of the answer's records of one type, as it came.
  fileprivate func data(of type: RecordType) -> [[UInt8]] {
    unsafe (0..<tk_ldns_answer_count(pointer)).compactMap { index in
      guard let record = unsafe tk_ldns_answer_at(pointer, index),
        unsafe ldns_rr_get_type(record).rawValue == UInt32(type.rawValue)
      else { return nil }
      return unsafe [UInt8](unsafeUninitializedCapacity: DNSReply.sizeLimit) { buffer, count in
        count = unsafe tk_record_data(record, buffer.baseAddress, buffer.count)
      }
    }
  }
}

extension ArraySlice<UInt8> {
  /// Takes bytes from the front; nil when there are not so many.
  fileprivate mutating func take(_ length: Int) -> ArraySlice<UInt8>? {
    guard count >= length, length > 0 else { return length == 0 ? [] : nil }
    defer { removeFirst(length) }
    return prefix(length)
  }

  fileprivate mutating func takeNumber() -> Int? {
    take(2).map { Int($0[$0.startIndex]) << 8 | Int($0[$0.startIndex + 1]) }
  }

  /// A name without compression, whose labels are of the usual characters.
  fileprivate mutating func takeName() -> String? {
    var labels: [String] = []
    while let length = popFirst() {
      if length == 0 { return labels.joined(separator: ".") + "." }
      guard length < 64, let label = take(Int(length)), labels.count < 128 else { return nil }
      let isPlain = label.allSatisfy { byte in
        byte == 45 || byte == 95 || (48...57).contains(byte) || (65...90).contains(byte)
          || (97...122).contains(byte)
      }
      guard isPlain else { return nil }
      labels.append(String(decoding: label, as: UTF8.self).lowercased())
    }
    return nil
  }
}
