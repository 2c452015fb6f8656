internal import Glibc

extension Secret {
  /// One line from an open descriptor, without its end: `--passphrase-fd`.
  ///
  /// Never from an argument or the environment, which other processes can read.
  ///
  /// - Throws: `UserError` when the descriptor cannot be read or says nothing; `SecretProblem`.
  public init(from descriptor: Int32) throws {
    try self.init()
    var byte: UInt8 = 0
    while true {
      let count = unsafe read(descriptor, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw UserError(
          "error.bad-descriptor", ["number": String(descriptor)], status: .usage)
      }
      if count == 0 || byte == UInt8(ascii: "\n") { break }
      try append(byte)
    }
    byte = 0
    if isEmpty {
      throw UserError("error.empty-passphrase", ["number": String(descriptor)], status: .usage)
    }
  }

  /// Writes the bytes and a line end to an open descriptor.
  ///
  /// - Throws: `UserError` when it cannot be written.
  public func write(to descriptor: Int32) throws {
    let isWritten = withBytes { bytes in
      unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count) == bytes.count
        && Glibc.write(descriptor, "\n", 1) == 1
    }
    guard isWritten else {
      throw UserError("error.bad-descriptor", ["number": String(descriptor)], status: .usage)
    }
  }
}
