internal import CLinux
internal import Glibc
public import Hygiene

/// The computer's clock.
public struct LiveClock: Clock {
  public init() {}
  public var now: Timestamp {
    var moment = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &moment)
    return Timestamp(secondsSinceEpoch: moment.tv_sec)
  }
}

/// The kernel's random generator.
public struct LiveRandomness: Randomness {
  public init() {}

  public func bytes(_ count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    guard unsafe tk_random_fill(&bytes, count) == 0 else {
      throw UserError("error.no-randomness", status: .stopped)
    }
    return bytes
  }
}

/// Descriptors 1 and 2, without buffers: what was written is there even if the program dies.
public struct LiveOutput: Output {
  private let failed = Guarded(false)

  public init() {}
  public var isTerminal: Bool { isatty(1) == 1 }

  public var hasLostResults: Bool { failed.withLock { $0 } }

  public func write(_ text: String) {
    if !writeAll(Array(text.utf8), to: 1), errno != EPIPE { failed.withLock { $0 = true } }
  }

  // Nobody is left to be told when this cannot be written.
  public func complain(_ text: String) { _ = writeAll(Array(text.utf8), to: 2) }
}

/// Writes all bytes, however small the pieces that the system takes.
///
/// - Returns: false when it refused; `errno` says why.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = unsafe rest.withUnsafeBytes {
      unsafe write(descriptor, $0.baseAddress, $0.count)
    }
    if count > 0 {
      rest = rest.dropFirst(count)
    } else if errno != EINTR {
      return false
    }
  }
  return true
}

/// The variables the program was started with.
public func liveEnvironment() -> [String: String] {
  var variables: [String: String] = [:]
  var next = unsafe environ
  while let entry = unsafe next.pointee {
    let parts = unsafe String(cString: entry).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
    unsafe next += 1
  }
  return variables
}
