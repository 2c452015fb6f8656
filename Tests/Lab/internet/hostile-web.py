#!/usr/bin/env python3
"""hostile-web.py: sites that try to hang, fill or deceive whoever visits. KIND.hostile.example chooses how, by SNI on
port 443 (with a good certificate, where the kind leaves one) and by Host on port 80.

usage: hostile-web.py ADDRESS CERTIFICATE KEY

  head       a head without end
  drip       one byte a second
  body       a body without end
  garbage    random bytes in place of TLS, or of HTTP
  flood      garbage without end
  silent     takes everything and says nothing
  escapes    control characters and terminal escapes in the title, the headers and the Location
  name       the same in the subject of a certificate that signs itself
  chain      a hundred certificates
  redirect   to itself with a longer query every time
"""
import os, socket, ssl, subprocess, sys, tempfile, threading, time

if len(sys.argv) != 4:
    sys.exit(__doc__)
ADDRESS, CERTIFICATE, KEY = sys.argv[1:]
ESCAPE = b"\x1b]0;owned\x07\x1b[31m\x08\xc2\x9b2J\xe2\x80\xae"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def context(certificate, key):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate, key)
    return made


def own(name, copies=0):
    """A certificate that signs itself, with a bad name in it or with many others behind it."""
    folder = tempfile.mkdtemp(dir=".")
    settings = f"{folder}/settings"
    with open(settings, "wb") as f:
        f.write(b"[req]\ndistinguished_name=d\nprompt=no\nutf8=yes\n[d]\nCN=" + name + b"\n")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-config", settings, "-keyout", f"{folder}/key", "-out", f"{folder}/cert", "-days", "20"],
                   check=True, capture_output=True)
    with open(f"{folder}/cert") as f:
        pem = f.read()
    with open(f"{folder}/cert", "w") as f:
        f.write(pem * (copies + 1))
    return context(f"{folder}/cert", f"{folder}/key")


good = context(CERTIFICATE, KEY)
with open(CERTIFICATE) as f:
    leaf = f.read()
with open("chain100.pem", "w") as f:
    f.write(leaf + leaf[leaf.rindex("-----BEGIN"):] * 98)
contexts = {"name": own(ESCAPE.replace(b"\x08", b"")), "chain": context("chain100.pem", KEY)}


def answer(kind, send, path):
    if kind == "head":
        send(OK)
        while True:
            send(b"X-Filler: " + b"x" * 8000 + b"\r\n")
    elif kind == "body":
        send(OK + b"\r\n<title>" + b"t" * 5000 + b"</title>")
        while True:
            send(b"y" * 16000)
    elif kind == "drip":
        for byte in OK * 100:
            send(bytes([byte]))
            time.sleep(1)
    elif kind in ("garbage", "flood"):
        send(os.urandom(4096))
        while kind == "flood":
            send(os.urandom(65536))
    elif kind == "silent":
        time.sleep(60)
    elif kind == "escapes":
        send(b"HTTP/1.1 302 " + ESCAPE + b"\r\nServer: " + ESCAPE + b"\r\nLocation: https://" + ESCAPE
             + b".example/\r\n\r\n<title>" + ESCAPE + b"</title>")
    elif kind == "redirect":
        send(b"HTTP/1.1 302 Found\r\nLocation: " + path + b"x\r\nContent-Length: 0\r\n\r\n")
    else:
        send(OK + b"Content-Length: 2\r\n\r\nok")


def kind_of(data):
    """What stands before .hostile.example in a ClientHello or a request."""
    end = data.find(b".hostile.example")
    start = end
    while start > 0 and chr(data[start - 1]).isalnum():
        start -= 1
    return data[start:end].decode() if end > 0 else ""


def talk(plain, port):
    with plain:
        try:
            plain.settimeout(60)
            first = plain.recv(4096, socket.MSG_PEEK)
            kind = kind_of(first)
            if port == 80:
                first = plain.recv(4096)
                return answer(kind, plain.sendall, first.split(b" ")[1])
            if kind in ("garbage", "flood", "silent"):
                return answer(kind, plain.sendall, b"/")
            with contexts.get(kind, good).wrap_socket(plain, server_side=True) as s:
                answer(kind, s.sendall, s.recv(4096).split(b" ")[1])
        except (OSError, IndexError):
            pass


def serve(port):
    listener = socket.create_server((ADDRESS, port), backlog=64)
    while True:
        threading.Thread(target=talk, args=(listener.accept()[0], port), daemon=True).start()


threading.Thread(target=serve, args=(80,), daemon=True).start()
serve(443)
