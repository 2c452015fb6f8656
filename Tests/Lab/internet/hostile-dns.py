#!/usr/bin/env python3
"""hostile-dns.py: a resolver that answers as no server should. Names KIND.hostile-dns.example choose how; all other
questions are handed to an honest resolver.

usage: hostile-dns.py ADDRESS UPSTREAM

  loop       the owner's name is a pointer to itself
  far        a pointer behind the end of the message
  id         another transaction's number, then silence
  question   the answer to another question
  count      a head that promises 65535 records, and none
  half       a message that ends within a record
  short      seven bytes
  many       cut short over UDP; over TCP 64 KiB of addresses where nobody is
  drip       cut short over UDP; over TCP one byte a second
  flood      five hundred replies, each with another address
  escape     a CNAME made of control characters and terminal escapes, then a private address
  long       a CNAME of 255 bytes of dots and quotes
  chain      forty CNAMEs that lead nowhere
"""
import socket, struct, sys, threading, time

if len(sys.argv) != 3:
    sys.exit(__doc__)
ADDRESS, UPSTREAM = sys.argv[1:]
ZONE = b".hostile-dns.example"


def labels(*parts):
    return b"".join(bytes([len(x)]) + x for x in parts) + b"\0"


def record(owner, kind, data):
    return owner + struct.pack("!HHIH", kind, 1, 60, len(data)) + data


def address(text):
    return record(b"\xc0\x0c", 1, socket.inet_aton(text))


def head(query, answers, flags=0x8180, ident=None):
    return (ident or query[:2]) + struct.pack("!HHHHH", flags, 1, answers, 0, 0)


def answers(kind, query, question, over_tcp):
    """The messages that go back."""
    if kind in ("many", "drip") and not over_tcp:
        return [head(query, 0, 0x8380) + question]
    if kind == "loop":
        return [head(query, 1) + question + record(struct.pack("!H", 0xC000 | (12 + len(question))), 1, b"\x5f\x3a\0\x22")]
    if kind == "far":
        return [head(query, 1) + question + record(b"\xff\xff", 1, b"\x5f\x3a\0\x22")]
    if kind == "id":
        return [head(query, 1, ident=bytes([query[0] ^ 0xFF, query[1]])) + question + address("95.58.0.80")]
    if kind == "question":
        return [head(query, 1) + labels(b"other", b"example") + b"\0\1\0\1" + address("95.58.0.80")]
    if kind == "count":
        return [head(query, 65535) + question]
    if kind == "half":
        return [head(query, 2) + question + address("95.58.0.80") + b"\xc0\x0c\0\1\0"]
    if kind == "short":
        return [query[:7]]
    if kind == "many":
        return [head(query, 4000) + question + b"".join(address(f"95.59.{k >> 8}.{k & 255}") for k in range(4000))]
    if kind == "drip":
        return [head(query, 1) + question + address("95.58.0.80")]
    if kind == "flood":
        return [head(query, 1) + question + address(f"95.58.1.{k & 255}") for k in range(500)]
    if kind == "escape":
        name = labels(b"\x1b]0;owned\x07\x1b[2J\r\n\0", "\u202e".encode(), b"example")
        return [head(query, 2) + question + record(b"\xc0\x0c", 5, name) + record(name, 1, socket.inet_aton("10.0.0.66"))]
    if kind == "long":
        name = labels(*[b'."\\' * 20 + b"..."] * 3, b'"' * 61)
        return [head(query, 1) + question + record(b"\xc0\x0c", 5, name)]
    if kind == "chain":
        names = [b"\xc0\x0c"] + [labels(b"c%d" % k, b"hostile-dns", b"example") for k in range(40)]
        return [head(query, 40) + question + b"".join(record(a, 5, b) for a, b in zip(names, names[1:]))]
    return []


def handle(query, over_tcp, reply):
    i, parts = 12, []
    try:
        while query[i]:
            parts.append(query[i + 1:i + 1 + query[i]].lower())
            i += query[i] + 1
    except IndexError:
        return
    name, question = b".".join(parts), query[12:i + 5]
    if name.endswith(ZONE):
        for message in answers(parts[0].decode("latin1"), query, question, over_tcp):
            reply(message, parts[0] == b"drip")
        return
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as up:
        up.settimeout(2)
        up.sendto(query, (UPSTREAM, 53))
        try:
            reply(up.recv(65535), False)
        except TimeoutError:
            pass


def talk(connection):
    def reply(message, slowly):
        data = struct.pack("!H", len(message)) + message
        for piece in [data[k:k + 1] for k in range(len(data))] if slowly else [data]:
            connection.sendall(piece)
            time.sleep(1 if slowly else 0)
    with connection:
        try:
            size = connection.recv(2, socket.MSG_WAITALL)
            handle(connection.recv(struct.unpack("!H", size)[0], socket.MSG_WAITALL), True, reply)
        except (OSError, struct.error):
            pass


def serve_tcp():
    while True:
        threading.Thread(target=talk, args=(tcp.accept()[0],), daemon=True).start()


udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind((ADDRESS, 53))
tcp = socket.create_server((ADDRESS, 53))
threading.Thread(target=serve_tcp, daemon=True).start()
while True:
    query, client = udp.recvfrom(65535)
    back = lambda message, slowly, client=client: udp.sendto(message, client)
    threading.Thread(target=handle, args=(query, False, back), daemon=True).start()
