import Glibc
import Platform
import TestKit
import Testing

/// A TLS server on loopback that answers encrypted questions in a manner of its own.
///
/// It knows one address for every name, and nothing of DNS but where a question ends.
final class EncryptedPeer: Sendable {
  let server: Server
  private let log: String

  /// - Parameters:
  ///   - manner: what it does; see the script.
  ///   - certificate: one of `TLSCertificates`.
  ///   - protocols: what it agrees to speak.
  /// - Throws: when it does not start.
  init(
    _ manner: String, certificate: String = "good", protocols: [String] = []
  ) throws {
    let (folder, port) = (try TLSCertificates.folder.get(), try Loopback.freePort())
    log = "\(folder)/peer-\(port).log"
    server = try Server(
      on: port,
      [
        "python3", "-c", script, "\(port)", "\(folder)/\(certificate)", manner,
        protocols.joined(separator: " "),
      ], log: log)
  }

  /// What it noted, one word a line: `connection`, and `question` for each.
  func count(of word: String) throws -> Int {
    let text = try LiveFiles().read(log, atMost: 1 << 20, followingLinks: false)
    return String(decoding: text, as: UTF8.self).split(separator: "\n").count { $0 == word }
  }
}

private let script = #"""
  import socket, ssl, struct, sys, threading, time
  port, certificate, manner, protocols = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4].split()
  context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
  context.load_cert_chain(certificate + ".pem", certificate + ".key")
  if protocols: context.set_alpn_protocols(protocols)
  lock = threading.Lock()
  def note(word):
      with lock: print(word, flush=True)
  def end(message):
      at = 12
      while message[at]: at += message[at] + 1
      return at + 5
  def reply(message, address=b"\x5f\x3a\x00\x50"):
      body = message[12:end(message)]
      record = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04" + address
      isA = body[-4:-2] == b"\x00\x01"
      return message[:2] + struct.pack(">HHHHH", 0x8180, 1, 1 if isA else 0, 0, 0) + body + (record if isA else b"")
  def framed(message): return struct.pack(">H", len(message)) + message
  def exactly(stream, count):
      data = b""
      while len(data) < count:
          piece = stream.recv(count - len(data))
          if not piece: raise EOFError
          data += piece
      return data
  def question(stream):
      message = exactly(stream, struct.unpack(">H", exactly(stream, 2))[0])
      if message[12]: note("question")
      if len(message) % 128: note("unpadded")
      return message
  def dot(stream):
      held = []
      if manner == "garbage": stream.sendall(b"\x00\x05hello" * 3000)
      while True:
          message = question(stream)
          isRoot = message[12] == 0
          if manner == "silent": continue
          if manner in ("deaf", "canary-only") and not isRoot: continue
          if manner == "malformed" and not isRoot:
              stream.sendall(framed(message[:2] + b"\x81\x80\xff\xff"))
              continue
          if manner == "wrong-id" and not isRoot:
              message = bytes([message[0] ^ 0x80]) + message[1:]
          if manner == "wrong-question" and not isRoot:
              message = message[:13] + bytes([message[13] ^ 1]) + message[14:]
          if manner == "reverse":
              held.append(message)
              if len(held) < 40: continue
              for each in reversed(held): stream.sendall(framed(reply(each, b"\x5f\x3a\x01" + each[14:15])))
              held = []
              continue
          answer = reply(message)
          if manner == "large" and not isRoot:
              # An option of EDNS that fills the message up to the last byte that its length can say.
              answer = answer[:10] + b"\x00\x01" + answer[12:]
              room = 65535 - len(answer) - 15
              answer += b"\x00\x00\x29\x04\xd0\x00\x00\x00\x00" + struct.pack(">HHH", room + 4, 65001, room) + bytes(room)
          if manner == "in-pieces":
              for byte in framed(answer): stream.sendall(bytes([byte]))
              continue
          stream.sendall(framed(answer))
          if manner == "closing": return
          if manner == "canary-only" and isRoot: return
  def frame(kind, flags, number, payload=b""):
      return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", number) + payload
  def h2(stream):
      exactly(stream, 24)
      stream.sendall(frame(4, 0, 0))
      if manner == "ping-flood":
          while True: stream.sendall(frame(6, 0, 0, bytes(8)) * 200)
      if manner == "settings-flood":
          while True: stream.sendall(frame(4, 0, 0) * 200)
      while True:
          head = exactly(stream, 9)
          length, kind, flags, number = int.from_bytes(head[:3], "big"), head[3], head[4], int.from_bytes(head[5:], "big")
          payload = exactly(stream, length)
          if kind != 0 or not flags & 1: continue
          if payload[12]: note("question")
          if manner == "never": continue
          if manner == "endless":
              stream.sendall(frame(1, 4, number, b"\x88"))
              for _ in range(40): stream.sendall(frame(0, 0, number, bytes(2000)))
              continue
          if manner == "headers":
              stream.sendall(frame(1, 0, number, b"\x88"))
              while True: stream.sendall(frame(9, 0, number, b"\x00\x01x\x01y" * 500))
          if manner == "status-500": stream.sendall(frame(1, 5, number, b"\x8e")); continue
          kind = b"\x0f\x10\x17application/dns-message"
          if manner == "html": kind = b"\x0f\x10\x09text/html"
          stream.sendall(frame(1, 4, number, b"\x88" + kind) + frame(0, 1, number, reply(payload)))
          if manner == "goaway": stream.sendall(frame(7, 0, 0, struct.pack(">II", number, 0)))
  def http(stream):
      while True:
          head = b""
          while not head.endswith(b"\r\n\r\n"): head += exactly(stream, 1)
          length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
          message = exactly(stream, length)
          note("question")
          body = reply(message)
          start = b"HTTP/1.1 200 OK\r\nContent-Type: application/dns-message\r\n"
          if manner == "chunked":
              half = len(body) // 2
              stream.sendall(start + b"Transfer-Encoding: chunked\r\n\r\n")
              for piece in (body[:half], body[half:], b""):
                  stream.sendall(b"%x\r\n" % len(piece) + piece + b"\r\n")
          else:
              stream.sendall(start + b"Content-Length: %d\r\n\r\n" % len(body) + body)
  def serve(connection):
      try:
          if manner in ("cut-name", "swallow-name"):
              hello = connection.recv(4096, socket.MSG_PEEK)
              if b"desk.example" in hello:
                  note("name")
                  if manner == "swallow-name": time.sleep(60)
                  connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                  connection.close()
                  return
          stream = context.wrap_socket(connection, server_side=True)
          agreed = stream.selected_alpn_protocol()
          note("connection")
          if agreed == "h2": h2(stream)
          elif agreed == "http/1.1": http(stream)
          elif not protocols: dot(stream)
          stream.close()
      except (OSError, EOFError): connection.close()
  listener = socket.create_server(("127.0.0.1", port), backlog=64)
  while True:
      connection, _ = listener.accept()
      connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
      threading.Thread(target=serve, args=(connection,), daemon=True).start()
  """#
