import Glibc
import Platform
import Testing

@Suite final class NetworkTests: Sendable {
  let reactor: Reactor
  let network: LiveNetwork

  init() throws {
    reactor = try Reactor()
    network = LiveNetwork(on: reactor)
  }
  deinit { reactor.stop() }

  @Test func bytesGoThereAndBack() async throws {
    let listener = try Listener()
    let connection = try await network.connect(to: listener.endpoint, until: soon(5000))
    let peer = listener.accept()
    try await connection.write(Array("hello".utf8), until: soon(5000))
    var buffer = [UInt8](repeating: 0, count: 16)
    #expect(Glibc.read(peer, &buffer, 16) == 5)
    _ = Glibc.write(peer, "good day", 8)
    #expect(try await connection.read(atMost: 4, until: soon(5000)) == Array("good".utf8))
    #expect(try await connection.read(atMost: 100, until: soon(5000)) == Array(" day".utf8))
    close(peer)
    #expect(try await connection.read(atMost: 100, until: soon(5000)) == [])
    connection.close()
  }

  @Test func aLongWriteWaitsForRoom() async throws {
    let listener = try Listener()
    let connection = try await network.connect(to: listener.endpoint, until: soon(5000))
    let peer = listener.accept()
    let size = 8 << 20
    async let written: Void = connection.write(
      [UInt8](repeating: 7, count: size), until: soon(20_000))
    let drained = Task.detached {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      var total = 0
      while total < size {
        let count = Glibc.read(peer, &buffer, buffer.count)
        if count <= 0 { break }
        total += count
      }
      return total
    }
    try await written
    #expect(await drained.value == size)
    close(peer)
  }

  @Test func aClosedPortRefuses() async throws {
    let endpoint = try {
      let listener = try Listener()
      return try listener.endpoint
    }()
    await #expect(throws: NetworkProblem(.refused, "errno \(ECONNREFUSED)")) {
      _ = try await network.connect(to: endpoint, until: soon(5000))
    }
  }

  @Test func aSilentPeerIsATimeout() async throws {
    let listener = try Listener()
    let connection = try await network.connect(to: listener.endpoint, until: soon(5000))
    await #expect(throws: NetworkProblem(.timeout)) {
      _ = try await connection.read(atMost: 10, until: soon(20))
    }
  }

  @Test func aPeerThatNeverStopsTalkingIsATimeoutToo() async throws {
    let listener = try Listener()
    let connection = try await network.connect(to: listener.endpoint, until: soon(5000))
    let peer = listener.accept()
    _ = Glibc.write(peer, "more", 4)
    await #expect(throws: NetworkProblem(.timeout)) {
      _ = try await connection.read(atMost: 10, until: soon(-1))
    }
    await #expect(throws: NetworkProblem(.timeout)) {
      try await connection.write([1], until: soon(-1))
    }
    close(peer)
  }

  @Test func aFullBacklogIsATimeoutOfConnect() async throws {
    let listener = try Listener(backlog: 0)
    var held: [any Connection] = []
    var problem: NetworkProblem?
    while problem == nil, held.count < 8 {
      do {
        held.append(try await network.connect(to: listener.endpoint, until: soon(50)))
      } catch let error as NetworkProblem { problem = error }
    }
    #expect(problem == NetworkProblem(.timeout))
  }

  @Test func anAbortedConnectionIsResetForThePeer() async throws {
    let listener = try Listener()
    let connection = try await network.connect(to: listener.endpoint, until: soon(5000))
    let peer = listener.accept()
    try await connection.write([1, 2, 3], until: soon(5000))
    connection.abort()
    var buffer = [UInt8](repeating: 0, count: 16)
    var count = 0
    repeat { count = Glibc.read(peer, &buffer, 16) } while count > 0
    #expect(count == -1 && errno == ECONNRESET)
    connection.close()
    await #expect(throws: NetworkProblem(.unknown, "errno \(EBADF)")) {
      _ = try await connection.read(atMost: 1, until: soon(5000))
    }
    close(peer)
  }

  @Test func closingEndsAReadThatWaits() async throws {
    let listener = try Listener()
    let connection = try await network.connect(to: listener.endpoint, until: soon(5000))
    let reading = Task { try await connection.read(atMost: 1, until: soon(60_000)) }
    for _ in 0..<100 { await Task.yield() }
    connection.close()
    await #expect(throws: (any Error).self) { try await reading.value }
  }

  @Test func datagramsComeBack() async throws {
    let peer = try Listener(stream: false)
    let socket = try network.datagrams(with: peer.endpoint)
    try socket.send(Array("ask".utf8))
    var from = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    var buffer = [UInt8](repeating: 0, count: 16)
    withUnsafeMutablePointer(to: &from) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        #expect(recvfrom(peer.descriptor, &buffer, 16, 0, generic, &size) == 3)
        #expect(sendto(peer.descriptor, "answer", 6, 0, generic, size) == 6)
      }
    }
    #expect(try await socket.receive(until: soon(5000)) == Array("answer".utf8))
    await #expect(throws: NetworkProblem(.timeout)) {
      _ = try await socket.receive(until: soon(10))
    }
  }

  @Test func nobodyListeningForDatagramsIsUnreachable() async throws {
    let endpoint = try {
      let peer = try Listener(stream: false)
      return try peer.endpoint
    }()
    let socket = try network.datagrams(with: endpoint)
    try socket.send([1])
    await #expect(throws: NetworkProblem(.unreachable, "errno \(ECONNREFUSED)")) {
      _ = try await socket.receive(until: soon(5000))
    }
  }

  @Test func localhostResolvesAndALiteralIsNotAsked() async throws {
    let found = try await network.lookUp("localhost", until: soon(5000)).map(\.description)
    #expect(found.contains("127.0.0.1") || found.contains("::1"))
    #expect(Set(found).count == found.count)
    #expect(
      try await network.lookUp("2001:db8:0::1", until: soon(0)).map(\.description)
        == ["2001:db8::1"])
  }

  @Test(arguments: ["", "local\u{0}host"])
  func aNameThatNobodyCanAskForDoesNotExist(_ name: String) async throws {
    await #expect(throws: NetworkProblem(.nxdomain)) {
      _ = try await network.lookUp(name, until: soon(5000))
    }
  }

  @Test func twoHundredLookUpsAtOnceAllAnswer() async throws {
    let answers = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<200 {
        group.addTask { [network] in
          try await network.lookUp("localhost", until: soon(20_000)).count
        }
      }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(answers.count == 200 && answers.allSatisfy { $0 > 0 })
  }

  @Test func aLookUpWhoseTimeIsOverIsATimeout() async throws {
    await #expect(throws: NetworkProblem(.timeout)) {
      _ = try await network.lookUp("a.name.that.takes.time.invalid", until: soon(-1))
    }
  }
}
