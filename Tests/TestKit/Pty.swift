import CLinux
import Glibc
import Platform
import Testing

/// Something did not happen in time.
public struct TooLate: Error, CustomStringConvertible {
  public let description: String
  init(_ waited: String, saw transcript: String) {
    description = "\(waited); the terminal showed:\n\(transcript)"
  }
}

/// The far end of a terminal: what the person types goes in here, what the screen shows comes out.
public final class Pty {
  /// Where a program finds its end of it, such as `/dev/pts/3`.
  public let path: String
  let primary: Int32
  private var bytes: [UInt8] = []
  /// Where the text that was read last ended.
  private var position = 0

  public init(columns: Int = 80, rows: Int = 24) throws {
    var primary: Int32 = -1
    var path = [CChar](repeating: 0, count: 128)
    try #require(tk_open_pty(&primary, &path, UInt(path.count)) == 0)
    self.primary = primary
    self.path = String(decoding: path.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    resize(columns: columns, rows: rows)
    _ = fcntl(primary, F_SETFL, O_NONBLOCK)
  }

  deinit { close(primary) }

  /// All that the terminal has shown so far.
  public var transcript: String { String(decoding: bytes, as: UTF8.self) }

  /// Changes the window's size, of which the kernel tells the program by SIGWINCH.
  public func resize(columns: Int, rows: Int) {
    tk_set_window_size(primary, Int32(columns), Int32(rows))
  }

  /// Whether what is typed shows on the screen.
  public var isEchoing: Bool {
    var settings = termios()
    return tcgetattr(primary, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
  }

  /// Closes the window: the program gets SIGHUP and its terminal is dead.
  public func hangUp() {
    // The descriptor stays ours until the end, so that its number is not given to another.
    let nowhere = tk_open_at(AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC, 0)
    dup2(nowhere, primary)
    _ = fcntl(primary, F_SETFD, FD_CLOEXEC)
    close(nowhere)
  }

  /// Types the text as it stands; Enter is `\n`, Ctrl-C is `\u{3}`.
  public func type(_ text: String, seconds: Int = 20) throws {
    try type(bytes: Array(text.utf8), seconds: seconds)
  }

  public func type(bytes: [UInt8], seconds: Int = 20) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(primary, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else {
        // The program may be unable to read because nobody takes what it writes.
        try #require(errno == EAGAIN || errno == EINTR, "the terminal is gone")
        pull(until: deadline, orWritable: true)
        if ContinuousClock.now >= deadline { throw TooLate("could not type", saw: transcript) }
      }
    }
  }

  /// Waits until the text appears after what was read before. Blocks the thread: for programs only.
  ///
  /// - Returns: what stood between the last text that was read and this one, which is included.
  @discardableResult
  public func read(until text: String, seconds: Int = 20) throws -> String {
    try read(untilOneOf: [text], seconds: seconds)
  }

  /// The same for whichever of the texts is there first; what is returned ends with it.
  public func read(untilOneOf texts: [String], seconds: Int = 20) throws -> String {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      for text in texts { if let found = taken(through: text) { return found } }
      guard pull(until: deadline) else {
        throw TooLate("waited for '\(texts.joined(separator: "' or '"))'", saw: transcript)
      }
    }
  }

  /// The same for what runs in this process: no thread is held meanwhile.
  @discardableResult
  public func read(
    until text: String, on reactor: Reactor, seconds: Int = 20
  ) async throws -> String {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      if let found = taken(through: text) { return found }
      do {
        try await reactor.wait(for: primary, .readable, until: deadline)
      } catch {
        throw TooLate("waited for '\(text)'", saw: transcript)
      }
      pull(until: .now)
    }
  }

  private func taken(through text: String) -> String? {
    let wanted = Array(text.utf8)
    guard bytes.count - position >= wanted.count else { return nil }
    let start = (position...(bytes.count - wanted.count))
      .first { bytes[$0...].starts(with: wanted) }
    guard let end = start.map({ $0 + wanted.count }) else { return nil }
    defer { position = end }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }

  /// Takes what has arrived, waiting for it if need be. False when nothing came.
  /// The descriptor `other` ends the wait too.
  @discardableResult
  func pull(
    until deadline: ContinuousClock.Instant, orWritable: Bool = false, or other: Int32 = -1
  ) -> Bool {
    let left = Int32(
      clamping: Int(ContinuousClock.now.duration(to: deadline) / .milliseconds(1)))
    let interest = Int16(POLLIN) | (orWritable ? Int16(POLLOUT) : 0)
    // poll(2) passes over negative descriptors.
    var watched = [
      pollfd(fd: primary, events: interest, revents: 0),
      pollfd(fd: other, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&watched, 2, max(0, left)) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(primary, &buffer, buffer.count)
    guard count > 0 else { return false }
    bytes += buffer[..<count]
    return true
  }
}
