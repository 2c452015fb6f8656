"""Looks for phrases in files, byte by byte, in every form that a program may have left them in.

usage: search.py FILE...         phrases on stdin, one a line; prints `file: phrase (form)`
       search.py --write FOLDER  writes the one phrase in each form to a file of its own
"""
import base64
import json
import pathlib
import sys
import urllib.parse


def forms(phrase):
    plain = phrase.encode()
    yield "utf-8", plain
    yield "upper-case", phrase.upper().encode()
    for name in ("utf-16-le", "utf-16-be", "utf-32-le"):
        yield name, phrase.encode(name)
    yield "json", json.dumps(phrase)[1:-1].encode()
    yield "percent", urllib.parse.quote(phrase, safe="").encode()
    yield "plus", urllib.parse.quote_plus(phrase).encode()
    yield "hex", plain.hex().encode()
    yield "reversed", plain[::-1]
    for shift in range(3):
        # Only what no neighbouring byte has a part in.
        whole = base64.b64encode(bytes(shift) + plain)
        end = (shift + len(plain)) // 3 * 4
        yield f"base64-{shift}", whole[4 if shift else 0:end]


def main():
    phrases = sys.stdin.read().splitlines()
    if sys.argv[1] == "--write":
        for name, form in forms(phrases[0]):
            pathlib.Path(sys.argv[2], name).write_bytes(form)
        return
    for path in sys.argv[1:]:
        content = pathlib.Path(path).read_bytes()
        for phrase in phrases:
            for name, form in forms(phrase):
                if form in content:
                    print(f"{pathlib.Path(path).name}: {phrase} ({name})")


main()
