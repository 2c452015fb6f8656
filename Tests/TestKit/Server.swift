import CLinux
import Glibc
import Testing

/// A program that serves on loopback for the length of a test; killed when let go.
public final class Server: Sendable {
  public let port: UInt16
  private let pid: pid_t

  /// Starts a program and waits until its port takes connections.
  ///
  /// - Parameters:
  ///   - port: where it was told to listen, on 127.0.0.1.
  ///   - words: the program's path and its arguments.
  ///   - log: a file that takes all it says.
  /// - Throws: when it does not start or does not listen within ten seconds.
  public init(on port: UInt16, _ words: [String], log: String) throws {
    self.port = port
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var variables = [strdup("PATH=/usr/sbin:/usr/bin:/bin"), nil]
    defer { for variable in variables { free(variable) } }
    var pid = pid_t()
    let status = posix_spawnp(&pid, words[0], &actions, nil, &arguments, &variables)
    try #require(status == 0, "\(words[0]) did not start: \(status)")
    self.pid = pid
    let end = ContinuousClock.now.advanced(by: .seconds(10))
    while !Loopback.takesConnections(on: port) {
      try #require(ContinuousClock.now < end, "\(words[0]) does not listen; see \(log)")
      try #require(waitpid(pid, nil, WNOHANG) == 0, "\(words[0]) ended; see \(log)")
      usleep(5000)
    }
  }

  deinit {
    kill(pid, SIGKILL)
    waitpid(pid, nil, 0)
  }
}

public enum Loopback {
  /// A program started meanwhile must not inherit it, or the stream would not end.
  static let stream = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)

  /// A port that nobody listens on now.
  public static func freePort() throws -> UInt16 {
    let descriptor = socket(AF_INET, Loopback.stream, 0)
    defer { close(descriptor) }
    var (address, size) = (place(port: 0), socklen_t(MemoryLayout<sockaddr_in>.size))
    let status = withAddress(&address) { bind(descriptor, $0, size) }
    try #require(status == 0 && withAddress(&address) { getsockname(descriptor, $0, &size) } == 0)
    return UInt16(bigEndian: address.sin_port)
  }

  static func takesConnections(on port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, Loopback.stream, 0)
    defer { close(descriptor) }
    var address = place(port: port)
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withAddress(&address) { connect(descriptor, $0, size) } == 0
  }

  private static func place(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  private static func withAddress(
    _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> Int32
  ) -> Int32 {
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
    }
  }
}

/// A listener in this process that treats every connection in one way.
public final class Peer: Sendable {
  public enum Manner: Sendable {
    /// Takes the connection and never says anything.
    case silent
    /// Waits for the first bytes, then resets.
    case resetting
    /// Waits for the first bytes, then ends the stream.
    case closing
    /// Waits for the first bytes, says this and ends the stream.
    case saying(String)
  }
  public let port: UInt16
  private let listener: Int32

  public init(_ manner: Manner) throws {
    port = try Loopback.freePort()
    listener = socket(AF_INET, Loopback.stream, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let listener = self.listener
    let status = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(status == 0 && listen(listener, 512) == 0)
    let work = Unmanaged.passRetained(Work(listener, manner))
    var thread = pthread_t()
    try #require(pthread_create(&thread, nil, runPeer, work.toOpaque()) == 0)
    pthread_detach(thread)
  }

  // Wakes the thread from accept, which then fails.
  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  fileprivate final class Work: Sendable {
    let listener: Int32
    let manner: Manner
    init(_ listener: Int32, _ manner: Manner) { (self.listener, self.manner) = (listener, manner) }

    func run() {
      var held: [Int32] = []
      while case let connection = accept(listener, nil, nil), connection >= 0 {
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        if case .silent = manner {
          held.append(connection)
          continue
        }
        var buffer = [UInt8](repeating: 0, count: 8192)
        _ = read(connection, &buffer, buffer.count)
        switch manner {
        case .saying(let text): _ = text.withCString { write(connection, $0, strlen($0)) }
        case .resetting:
          tk_socket_abort(connection)
          continue
        case .silent, .closing: break
        }
        shutdown(connection, Int32(SHUT_RDWR))
        close(connection)
      }
      for connection in held { close(connection) }
      close(listener)
    }
  }
}

private func runPeer(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<Peer.Work>.fromOpaque(context).takeRetainedValue().run()
  return nil
}
