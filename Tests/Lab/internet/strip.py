#!/usr/bin/env python3
"""strip.py: a UDP forwarder that takes the OPT record out of questions, so no signature ever comes back.

usage: strip.py ADDRESS UPSTREAM
"""
import socket, struct, sys, threading

if len(sys.argv) != 3:
    sys.exit(__doc__)
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((sys.argv[1], 53))


def forward(query, client):
    i = 12
    while query[i]:
        i += query[i] + 1
    query = query[:6] + struct.pack("!HHH", 0, 0, 0) + query[12:i + 5]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as up:
        up.settimeout(2)
        up.sendto(query, (sys.argv[2], 53))
        try:
            server.sendto(up.recv(65535), client)
        except TimeoutError:
            pass


while True:
    query, client = server.recvfrom(65535)
    threading.Thread(target=forward, args=(query, client), daemon=True).start()
