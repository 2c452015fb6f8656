"""Writes sealed records (S1), key files (K1) and their certificate, from Docs/Formats alone.

All that is random elsewhere follows from a label here, so that a kit is the same each time (but
for what the signature of the certificate and stock openssl draw themselves).
"""
import datetime
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, keywrap, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.kdf.x963kdf import X963KDF

from der import algorithm, integer, octets, oid, sequence, tlv

AUTH_ENVELOPED = "1.2.840.113549.1.9.16.1.23"
DATA = "1.2.840.113549.1.7.1"
AES = "2.16.840.1.101.3.4.1."
GCM, WRAP = AES + "46", AES + "45"
ECDH = "1.3.132.1.11.1"
EC_KEY = "1.2.840.10045.2.1"
ZEROS = bytes(20)
PASSPHRASE = b"copper kettle under the stairs"


def dice(label, count=32):
    return hashlib.shake_256(b"saqta kit " + label.encode()).digest(count)


def pair(label):
    return ec.derive_private_key(int.from_bytes(dice(label), "big") >> 1, ec.SECP256R1())


def point(key):
    return key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def fingerprint(key):
    return hashlib.sha256(key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)).hexdigest()


OURS = pair("ours")
ORG, EPOCH = dice("organisation", 16), 1


def encrypt(plain, key, nonce, attributes=b""):
    """Ciphertext and tag."""
    sealed = AESGCM(key).encrypt(nonce, plain, attributes or None)
    return sealed[:-16], sealed[-16:]


def gcm(nonce, *more):
    return algorithm(GCM, sequence(octets(nonce), *(more or [integer(16)])))


def shared_info(wrap, ukm=b"", bits=256):
    """RFC 5753 §7.2; without ukm and for AES-256 it is a constant."""
    return sequence(wrap, tlv(0xA0, octets(ukm)) if ukm else b"",
                    tlv(0xA2, octets(bits.to_bytes(4, "big"))))


assert shared_info(algorithm(WRAP)).hex() == "3015300b060960864801650304012da206040400000100"


def agree(content_key, label="valid", *, to=OURS, version=3, sent=None, named=b"", ukm=b"",
          kdf=ECDH, digest=None, wrap=None, wrapping=keywrap.aes_key_wrap, bits=256, rid=None,
          count=1, originator=None, secret=None):
    """A KeyAgreeRecipientInfo that opens, whatever else is unusual about it."""
    ephemeral = pair("ephemeral " + label)
    wrap = wrap or algorithm(WRAP)
    secret = secret or ephemeral.exchange(ec.ECDH(), to.public_key())
    info = shared_info(wrap, ukm, bits)
    kek = X963KDF(digest or hashes.SHA256(), bits // 8, info).derive(secret)
    rid = rid or tlv(0xA0, octets(ZEROS))
    bits_of_point = tlv(3, b"\0" + (sent or point(ephemeral)))
    originator = originator or tlv(0xA1, algorithm(EC_KEY, named), bits_of_point)
    return tlv(
        0xA1, integer(version), tlv(0xA0, originator), tlv(0xA1, octets(ukm)) if ukm else b"",
        algorithm(kdf, wrap),
        sequence(*[sequence(rid, octets(wrapping(kek, content_key)))] * count))


def frame(recipients, cipher, ciphertext, tag, *, kind=AUTH_ENVELOPED, version=0, before=b"",
          data=DATA, text=None, after=b"", last=b""):
    """The message around its parts; `recipients` is one or several."""
    recipients = [recipients] if isinstance(recipients, bytes) else recipients
    return sequence(oid(kind), tlv(0xA0, sequence(
        integer(version), before, tlv(0x31, *recipients),
        sequence(oid(data), cipher, text or tlv(0x80, ciphertext)), after, octets(tag), last)))


def record(plain, label="valid", **recipient):
    key, nonce = dice("content key " + label), dice("nonce " + label, 12)
    return frame(agree(key, label, **recipient), gcm(nonce), *encrypt(plain, key, nonce))


def pkcs8(key):
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption())


def key_file(content, label="valid", passphrase=PASSPHRASE, cost="15", r=8, p=1, derive=True):
    """A key file; its key-encryption key is made up where deriving one would cost too much."""
    salt = dice("salt " + label, 16)
    name = f"scrypt${cost}${r}${p}${salt.hex()}".encode()
    kek = Scrypt(salt, 32, 2 ** int(cost), r, p).derive(passphrase) if derive else dice("kek")
    key, nonce = dice("content key " + label), dice("nonce " + label, 12)
    recipient = tlv(0xA2, integer(4), sequence(octets(name)), algorithm(WRAP),
                    octets(keywrap.aes_key_wrap(kek, key)))
    return frame(recipient, gcm(nonce), *encrypt(content, key, nonce))


def signer(key):
    """The key that signs heads and records (Ledger.md §4)."""
    scalar = key.private_numbers().private_value.to_bytes(32, "big")
    seed = HKDF(hashes.SHA256(), 32, None, b"saqta-checkpoint-v1").derive(scalar)
    return Ed25519PrivateKey.from_private_bytes(seed)


def written(key):
    return key.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def certificate(key=OURS):
    usage = x509.KeyUsage(*[part == 4 for part in range(9)])
    return (
        x509.CertificateBuilder().subject_name(x509.Name([])).issuer_name(x509.Name([]))
        .public_key(key.public_key())
        .serial_number(int.from_bytes(b"\x01" + ORG + EPOCH.to_bytes(2, "big"), "big"))
        .not_valid_before(datetime.datetime(2020, 1, 1))
        .not_valid_after(datetime.datetime(2120, 1, 1))
        .add_extension(x509.SubjectKeyIdentifier(ZEROS), critical=False)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))
