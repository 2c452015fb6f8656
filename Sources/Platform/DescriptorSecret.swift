internal import Glibc

extension Secret {
  /// One line from an open descriptor, without its end: `--passphrase-fd`.
  ///
  /// Never from an argument or the environment, which other processes can read.
  ///
  /// - Throws: `UserError` when the descriptor cannot be read or says nothing; `SecretProblem`.
  public static func line(from descriptor: Int32) throws -> Secret {
    let unusable = UserError(
      "error.bad-descriptor", ["number": String(descriptor)], status: .usage)
    var secret = try Secret()
    while let byte = try nextByte(of: descriptor, unusable), byte != UInt8(ascii: "\n") {
      try secret.append(byte)
    }
    if secret.isEmpty {
      throw UserError("error.empty-passphrase", ["number": String(descriptor)], status: .usage)
    }
    return secret
  }

  /// One byte at a time: what follows the line belongs to somebody else.
  private static func nextByte(
    of descriptor: Int32, _ unusable: UserError
  ) throws(UserError) -> UInt8? {
    var byte: UInt8 = 0
    while true {
      let count = unsafe read(descriptor, &byte, 1)
      if count == 1 { return byte }
      if count == 0 { return nil }
      if errno != EINTR { throw unusable }
    }
  }

  /// Writes the bytes and a line end to an open descriptor.
  ///
  /// - Throws: `UserError` when it cannot be written.
  public func write(to descriptor: Int32) throws {
    let isWritten = unsafe withBytes { bytes in
      unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count) == bytes.count
        && Glibc.write(descriptor, "\n", 1) == 1
    }
    guard isWritten else {
      throw UserError("error.bad-descriptor", ["number": String(descriptor)], status: .usage)
    }
  }
}
