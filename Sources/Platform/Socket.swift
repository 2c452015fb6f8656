internal import CLinux
internal import Glibc

/// One non-blocking socket, closed once.
final class Socket: Sendable {
  let descriptor: Int32
  private let reactor: Reactor
  private let isOpen = Guarded(true)

  init(towards endpoint: Endpoint, isStream: Bool, on reactor: Reactor) throws(NetworkProblem) {
    let (address, port) = (endpoint.address, endpoint.port)
    descriptor = unsafe tk_socket_towards(
      address.bytes, Int32(address.bytes.count), address.zone, port, isStream ? 1 : 0)
    self.reactor = reactor
    guard descriptor >= 0 else { throw NetworkProblem(errno: errno) }
  }

  // A probe that somebody let go of is a probe that was given up.
  deinit { abort() }

  func wait(_ readiness: Reactor.Readiness, until deadline: ContinuousClock.Instant) async throws {
    do {
      try await reactor.wait(for: descriptor, readiness, until: deadline)
    } catch Reactor.Failure.timedOut {
      throw NetworkProblem(.timeout)
    } catch Reactor.Failure.system(let code) {
      throw NetworkProblem(errno: code)
    }
  }

  func read(atMost limit: Int, until deadline: ContinuousClock.Instant) async throws -> [UInt8] {
    while true {
      if let bytes = try read(atMost: limit) { return bytes }
      try await wait(.readable, until: deadline)
    }
  }

  /// Nil when nothing is there yet.
  private func read(atMost limit: Int) throws(NetworkProblem) -> [UInt8]? {
    var (result, reason) = (0, Int32(0))
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      result = whileOpen { unsafe tk_socket_read($0, buffer.baseAddress, buffer.count) }
      reason = errno
      count = max(0, result)
    }
    if result >= 0 { return bytes }
    if reason == EAGAIN { return nil }
    throw NetworkProblem(errno: reason)
  }

  /// Reads one datagram.
  func readPacket(until deadline: ContinuousClock.Instant) async throws -> Packet {
    while true {
      if let packet = try readPacket() { return packet }
      try await wait(.readable, until: deadline)
    }
  }

  private func readPacket() throws(NetworkProblem) -> Packet? {
    var (result, reason, hops) = (0, Int32(0), Int32(-1))
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 65_535) { buffer, count in
      result = whileOpen {
        unsafe tk_socket_read_packet($0, buffer.baseAddress, buffer.count, &hops)
      }
      reason = errno
      count = max(0, result)
    }
    if result >= 0 { return Packet(bytes: bytes, hopLimit: hops < 0 ? nil : Int(hops)) }
    if reason == EAGAIN { return nil }
    throw NetworkProblem(errno: reason)
  }

  /// How many bytes were taken; nil when there is no room now.
  func write(_ bytes: ArraySlice<UInt8>) throws(NetworkProblem) -> Int? {
    var reason: Int32 = 0
    let result = unsafe bytes.withUnsafeBytes { buffer in
      let result = whileOpen { unsafe tk_socket_write($0, buffer.baseAddress, buffer.count) }
      reason = errno
      return result
    }
    if result >= 0 { return result }
    if reason == EAGAIN { return nil }
    throw NetworkProblem(errno: reason)
  }

  /// Holds the lock over the call: a descriptor that was closed meanwhile may belong to another
  /// connection already.
  private func whileOpen(_ call: (Int32) -> Int) -> Int {
    isOpen.withLock { isOpen in
      if isOpen { return call(descriptor) }
      errno = EBADF
      return -1
    }
  }

  func abort() { end { tk_socket_abort($0) } }

  func close() { end { _ = Glibc.close($0) } }

  private func end(_ close: (Int32) -> Void) {
    isOpen.withLock { isOpen in
      guard isOpen, descriptor >= 0 else { return }
      isOpen = false
      reactor.forget(descriptor)
      close(descriptor)
    }
  }
}
