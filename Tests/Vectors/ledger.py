"""Checks an organisation's ledger, checkpoint and words without saqta, from Docs/Formats/Ledger.md.

usage: ledger.py LEDGER CHECKPOINT KEY.der WORDLIST    KEY.der is PKCS #8 of the organisation's key
prints the size and root of the whole ledger, whether the checkpoint's signature and root hold, and
the words of the whole ledger's head
"""
import base64
import hashlib
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key


def sha256(data):
    return hashlib.sha256(data).digest()


def tree(leaves):
    """RFC 6962 section 2.1, as it is written there."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0])
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\1" + tree(leaves[:half]) + tree(leaves[half:]))


def signer(der):
    scalar = load_der_private_key(der, None).private_numbers().private_value.to_bytes(32, "big")
    seed = HKDF(hashes.SHA256(), 32, salt=None, info=b"saqta-checkpoint-v1").derive(scalar)
    return Ed25519PrivateKey.from_private_bytes(seed).public_key()


def words(text, listed):
    number, found = int.from_bytes(sha256(text)[:16], "big"), []
    for _ in range(8):
        number, digit = divmod(number, len(listed))
        found.append(listed[digit])
    return " ".join(reversed(found))


def main():
    ledger, checkpoint, key, listed = (open(name, "rb").read() for name in sys.argv[1:])
    lines = ledger.split(b"\n")[:-1]
    body, note = checkpoint.split(b"\n\n")
    body += b"\n"
    origin, size, root = body.decode().splitlines()
    dash, name, signature = note.decode().splitlines()[0].split(" ")
    assert dash == "\u2014" and name == origin
    signature = base64.b64decode(signature, validate=True)
    public = signer(key)
    raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    try:
        assert signature[:4] == sha256(name.encode() + b"\n\x01" + raw)[:4]
        public.verify(signature[4:], body)
        holds = base64.b64encode(tree(lines[: int(size)])).decode() == root
    except (AssertionError, InvalidSignature):
        holds = False
    whole = base64.b64encode(tree(lines)).decode()
    print(len(lines), whole)
    print("signed" if holds else "not signed", size)
    print(words(f"{origin}\n{len(lines)}\n{whole}\n".encode(), listed.decode().split()))


main()
