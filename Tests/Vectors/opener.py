"""Opens sealed records (S1) and key files (K1) without OpenSSL's CMS and without saqta.

An oracle for opening, written from Docs/Formats: it walks the DER and uses the primitives of
pyca/cryptography. It does not judge: what a file must not look like is the byte gate's business.

usage: opener.py record FILE KEY.der     KEY.der is PKCS #8; the plaintext goes to stdout
       opener.py key FILE                passphrase on stdin; the PKCS #8 goes to stdout
"""
import sys

from cryptography.hazmat.primitives import hashes, keywrap
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.kdf.x963kdf import X963KDF
from cryptography.hazmat.primitives.serialization import load_der_private_key

AUTH_ENVELOPED = bytes.fromhex("2a864886f70d0109100117")
AES256_WRAP = bytes.fromhex("300b060960864801650304012d")
AES256_GCM = bytes.fromhex("60864801650304012e")
ECDH_SHA256 = bytes.fromhex("2b8104010b01")


def read(der, at=0):
    """One TLV at an offset: tag, value, offset of what follows."""
    tag, length, start = der[at], der[at + 1], at + 2
    if length >= 0x80:
        start += length & 0x7F
        length = int.from_bytes(der[at + 2 : start], "big")
    assert start + length <= len(der)
    return tag, der[start : start + length], start + length


def parts(der):
    found, at = [], 0
    while at < len(der):
        start = at
        tag, value, at = read(der, at)
        found.append((tag, value, der[start:at]))
    return found


def envelope(file):
    """The recipient's tag and fields, nonce, and ciphertext with tag."""
    tag, content, end = read(file)
    assert tag == 0x30 and end == len(file)
    kind, body = parts(content)
    assert kind[1] == AUTH_ENVELOPED
    version, recipients, encrypted, mac = parts(parts(body[1])[0][1])
    (recipient,) = parts(recipients[1])
    data, cipher, ciphertext = parts(encrypted[1])
    name, parameters = parts(cipher[1])
    nonce, tag_length = parts(parameters[1])[0][1], parts(parameters[1])[1][1]
    assert name[1] == AES256_GCM and tag_length == b"\x10" and len(mac[1]) == 16
    return recipient[0], parts(recipient[1]), nonce, ciphertext[1] + mac[1]


def open_record(file, key):
    tag, fields, nonce, sealed = envelope(file)
    assert tag == 0xA1
    version, originator, method, keys = fields
    point = parts(parts(originator[1])[0][1])[1][1][1:]
    name, wrap = parts(method[1])
    assert name[1] == ECDH_SHA256 and wrap[2] == AES256_WRAP
    wrapped = parts(parts(keys[1])[0][1])[1][1]
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(key.curve, point))
    info = bytes.fromhex("3015") + AES256_WRAP + bytes.fromhex("a206040400000100")
    kek = X963KDF(hashes.SHA256(), 32, info).derive(shared)
    return AESGCM(keywrap.aes_key_unwrap(kek, wrapped)).decrypt(nonce, sealed, None)


def open_key(file, passphrase):
    tag, fields, nonce, sealed = envelope(file)
    assert tag == 0xA2
    identifier = parts(fields[1][1])[0][1].decode()
    name, log_n, r, p, salt = identifier.split("$")
    assert name == "scrypt" and fields[2][2] == AES256_WRAP
    kdf = Scrypt(bytes.fromhex(salt), 32, 2 ** int(log_n), int(r), int(p))
    return AESGCM(keywrap.aes_key_unwrap(kdf.derive(passphrase), fields[3][1])).decrypt(
        nonce, sealed, None
    )


if __name__ == "__main__":
    file = open(sys.argv[2], "rb").read()
    if sys.argv[1] == "key":
        result = open_key(file, sys.stdin.buffer.read())
    else:
        result = open_record(file, load_der_private_key(open(sys.argv[3], "rb").read(), None))
    sys.stdout.buffer.write(result)
