internal import CLDNS

/// A message that ldns has read; freed once.
@safe struct Message: ~Copyable {
  let pointer: tk_message

  init(reading bytes: [UInt8]) throws(DNSError) {
    var status: Int32 = 0
    let message = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe tk_ldns_read(buffer.baseAddress, buffer.count, &status)
    }
    guard let message = unsafe message else { throw DNSError(.malformed, reason(of: status)) }
    unsafe pointer = message
  }

  deinit { unsafe tk_ldns_free(pointer) }

  var id: UInt16 { unsafe ldns_pkt_id(pointer) }
  var flags: DNSReply.Flags { unsafe DNSReply.Flags(rawValue: tk_ldns_flags(pointer)) }
  var responseCode: Int { unsafe Int(tk_ldns_rcode(pointer)) }

  func questions() throws(DNSError) -> [DNSReply.Echo] {
    var echoes: [DNSReply.Echo] = []
    for index in unsafe 0..<tk_ldns_question_count(pointer) {
      guard let record = unsafe tk_ldns_question_at(pointer, index) else { continue }
      let name = try unsafe text(tk_ldns_owner_text(record))
      echoes.append(
        DNSReply.Echo(
          name: name.lowercased(), type: unsafe type(of: record),
          isInternet: unsafe ldns_rr_get_class(record) == LDNS_RR_CLASS_IN,
          isChaos: unsafe ldns_rr_get_class(record) == LDNS_RR_CLASS_CH, spelling: name))
    }
    return echoes
  }

  func answers() throws(DNSError) -> [DNSReply.Record] {
    var records: [DNSReply.Record] = []
    for index in unsafe 0..<tk_ldns_answer_count(pointer) {
      guard let record = unsafe tk_ldns_answer_at(pointer, index) else { continue }
      records.append(try unsafe value(of: record))
    }
    return records
  }

  func authority() throws(DNSError) -> [DNSReply.Record] {
    var records: [DNSReply.Record] = []
    for index in unsafe 0..<tk_ldns_authority_count(pointer) {
      guard let record = unsafe tk_ldns_authority_at(pointer, index) else { continue }
      records.append(try unsafe value(of: record))
    }
    return records
  }

  private func value(of record: tk_record) throws(DNSError) -> DNSReply.Record {
    let type = unsafe type(of: record)
    return DNSReply.Record(
      name: try unsafe text(tk_ldns_owner_text(record)).lowercased(), type: type,
      ttl: unsafe ldns_rr_ttl(record),
      text: RecordType.readable.contains(type) ? try unsafe data(of: record) : "")
  }

  private func type(of record: tk_record) -> RecordType {
    RecordType(rawValue: UInt16(truncatingIfNeeded: unsafe ldns_rr_get_type(record).rawValue))
  }

  private func data(of record: tk_record) throws(DNSError) -> String {
    // ldns takes a record that ends too early for one with fewer fields.
    guard unsafe ldns_rr_rd_count(record) >= tk_ldns_least_fields(record) else {
      throw DNSError(.malformed, "a record without all its fields")
    }
    var fields: [String] = []
    for index in unsafe 0..<ldns_rr_rd_count(record) {
      fields.append(try unsafe text(tk_ldns_field_text(record, Int(index))))
    }
    return fields.joined(separator: " ")
  }

  /// Takes a text over from ldns, which escapes what is not printable ASCII.
  private func text(_ start: UnsafeMutablePointer<CChar>?) throws(DNSError) -> String {
    guard let start = unsafe start else { throw DNSError(.malformed, "a field without text") }
    defer { unsafe tk_ldns_free_text(start) }
    return unsafe String(cString: start)
  }

  /// The first Extended DNS Error (RFC 8914: option 15, a code of two bytes, then text).
  var extendedError: Int? {
    guard let data = option(15), data.count >= 2 else { return nil }
    return twoBytes(at: 0, of: data[...])
  }

  /// The data of the first option of EDNS that has the code.
  func option(_ code: Int) -> [UInt8]? {
    var count = 0
    guard let start = unsafe tk_ldns_options(pointer, &count) else { return nil }
    var rest = unsafe Array(UnsafeBufferPointer(start: start, count: count))[...]
    while rest.count >= 4 {
      let length = twoBytes(at: 2, of: rest)
      let data = rest.dropFirst(4).prefix(length)
      guard data.count == length else { return nil }
      if twoBytes(at: 0, of: rest) == code { return Array(data) }
      rest = rest.dropFirst(4 + length)
    }
    return nil
  }
}

private func twoBytes(at offset: Int, of bytes: ArraySlice<UInt8>) -> Int {
  let start = bytes.startIndex + offset
  return Int(bytes[start]) << 8 | Int(bytes[start + 1])
}
