"""Records that are not of the one form, each with one fault; the byte gate refuses them all.

Where it can be done the rest is as it should be: the message opens for a reader that accepts
the fault.
"""
from cryptography.hazmat.primitives import hashes, keywrap
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, ChaCha20Poly1305

from der import algorithm, integer, long_length, octets, oid, sequence, tlv
from sealing import (
    AES, DATA, OURS, WRAP, ZEROS, agree, dice, encrypt, frame, gcm, pair, point, record)

KEY, NONCE = dice("content key valid"), dice("nonce valid", 12)
PKCS = "1.2.840.113549.1."
P256 = oid("1.2.840.10045.3.1.7")


def framed(plain, recipients=None, **changed):
    """The valid record with some part of its frame changed."""
    recipients = agree(KEY) if recipients is None else recipients
    return frame(recipients, gcm(NONCE), *encrypt(plain, KEY, NONCE), **changed)


def ciphers():
    def other(cipher, seal=None, tag=16):
        def make(plain):
            text, mac = seal(plain) if seal else encrypt(plain, KEY, NONCE)
            return frame(agree(KEY), cipher, text, mac[:tag])
        return make

    def aead(cipher):
        def seal(plain):
            sealed = cipher(KEY).encrypt(NONCE, plain, None)
            return sealed[:-16], sealed[-16:]
        return seal

    yield "ccm", "AES-256-CCM", other(
        algorithm(AES + "47", sequence(octets(NONCE), integer(16))), aead(AESCCM))
    yield "chacha", "ChaCha20-Poly1305", other(
        algorithm("1.2.840.113549.1.9.16.3.18", octets(NONCE)), aead(ChaCha20Poly1305))
    for number, name in (("41", "ecb"), ("42", "cbc"), ("43", "ofb"), ("44", "cfb")):
        yield f"auth-{name}", f"AES-256-{name.upper()} in AuthEnvelopedData", other(
            algorithm(AES + number, octets(bytes(16))))
    for number, size in (("6", 16), ("26", 24)):
        def shorter(plain, number=number, key=KEY[:size]):
            cipher = algorithm(AES + number, sequence(octets(NONCE), integer(16)))
            return frame(agree(key), cipher, *encrypt(plain, key, NONCE))
        yield f"aes-{size * 8}", f"AES-{size * 8}-GCM", shorter
    for size in (8, 11, 13, 16):
        nonce = (NONCE + NONCE)[:size]
        yield f"nonce-{size}", f"a nonce of {size} bytes", other(
            gcm(nonce), lambda plain, nonce=nonce: encrypt(plain, KEY, nonce))
    yield "nonce-0", "an empty nonce", other(gcm(b""))
    yield "icv-absent", "no ICVlen, so a tag of 12 bytes", other(gcm(NONCE, b""), tag=12)
    yield "icv-12", "ICVlen 12 and a tag of 12 bytes", other(gcm(NONCE, integer(12)), tag=12)
    yield "icv-12-tag-16", "ICVlen 12 and a tag of 16 bytes", other(gcm(NONCE, integer(12)))
    yield "icv-0", "ICVlen 0 and no tag", other(gcm(NONCE, integer(0)), tag=0)
    for size in (0, 1, 4, 8, 12, 15):
        yield f"tag-{size}", f"the tag cut to {size} bytes", other(gcm(NONCE), tag=size)
    yield "tag-17", "a tag of 17 bytes", other(
        gcm(NONCE), lambda plain: (encrypt(plain, KEY, NONCE)[0], bytes(17)), tag=17)


def types():
    def one(name, fault, **changed):
        return name, fault, lambda plain: framed(plain, **changed)

    for number, name in (("7.1", "data"), ("7.2", "signed"), ("7.3", "enveloped"),
                         ("7.5", "digested"), ("7.6", "encrypted"), ("9.16.1.2", "authenticated"),
                         ("9.16.1.9", "compressed")):
        yield one(f"type-{name}", f"the type {name} in place of authEnveloped", kind=PKCS + number)
    yield one("type-inside", "enveloped data inside, not id-data", data=PKCS + "7.3")
    yield one("version-1", "version 1", version=1)
    yield one("originator-info", "an empty originatorInfo", before=tlv(0xA0))
    attribute = sequence(oid("1.2.840.113549.1.9.3"), tlv(0x31, oid(DATA)))

    def authenticated(plain):
        sealed = encrypt(plain, KEY, NONCE, tlv(0x31, attribute))
        return frame(agree(KEY), gcm(NONCE), *sealed, after=tlv(0xA1, attribute))

    yield "attributes-authenticated", "an authenticated attribute", authenticated
    yield one("attributes-unauthenticated", "an attribute that is not authenticated",
              last=tlv(0xA2, attribute))


def encodings():
    def constructed(plain):
        text, tag = encrypt(plain, KEY, NONCE)
        half = len(text) // 2
        return frame(agree(KEY), gcm(NONCE), text, tag,
                     text=tlv(0xA0, octets(text[:half]), octets(text[half:])))

    def indefinite(plain, tag=0x30):
        der = record(plain)
        start = {0x30: 0, 0xA0: 18}[tag]
        end = start + 2 + (der[start + 1] & 0x7F)
        return der[:start] + bytes([tag, 0x80]) + der[end:] + bytes(2)

    def indefinite_text(plain):
        text, tag = encrypt(plain, KEY, NONCE)
        return frame(agree(KEY), gcm(NONCE), text, tag,
                     text=b"\xa0\x80" + octets(text) + bytes(2))

    yield "constructed", "BER: the ciphertext in two pieces", constructed
    yield "indefinite", "BER: no length outside", indefinite
    yield "indefinite-inner", "BER: no length of the content", lambda plain: indefinite(plain, 0xA0)
    yield "indefinite-ciphertext", "BER: no length of the ciphertext", indefinite_text
    for at, name in ((0, "outside"), (18, "content"), (23, "message"), (216, "encrypted"),
                     (264, "ciphertext")):
        for fault, made in (
                ("2-gib", lambda _: long_length(2 ** 31, 4)),
                ("4-gib", lambda _: long_length(2 ** 32 - 1, 4)),
                ("2-64", lambda _: long_length(2 ** 64 - 1, 8)),
                ("zero", lambda _: b"\0"), ("one-more", lambda size: long_length(size + 1, 3)),
                ("one-less", lambda size: long_length(size - 1, 3)),
                ("long", lambda size: long_length(size, 5))):
            def changed(plain, at=at, made=made):
                der = record(plain)
                start = at + 1
                end = start + 1 + (der[start] & 0x7F)
                return der[:start] + made(int.from_bytes(der[start + 1:end], "big")) + der[end:]
            words = {"long": "in more bytes than it needs"}.get(fault, fault.replace("-", " "))
            yield f"length-{name}-{fault}", f"the length {name}: {words}", changed
    yield "text-pem", "PEM", lambda plain: b"-----BEGIN CMS-----\n" + record(plain)
    yield "byte-in-front", "a byte in front", lambda plain: b"\0" + record(plain)
    yield "twice", "two records in one file", lambda plain: record(plain) * 2


def recipients():
    def one(name, fault, *parts, **changed):
        return name, fault, lambda plain: framed(plain, agree(KEY, *parts, **changed))

    yield "recipients-0", "no recipient", lambda plain: framed(plain, [])
    for count in (2, 1000, 100_000):
        yield f"recipients-{count}", f"{count} recipients", (
            lambda plain, count=count: framed(plain, [agree(KEY)] * count))
    yield "recipients-other", "another recipient beside us, who can rewrite it", (
        lambda plain: framed(plain, [agree(KEY), agree(KEY, "other", to=pair("other"))]))
    yield one("keys-2", "one recipient with two wrapped keys", count=2)
    yield one("keys-0", "one recipient without a wrapped key", count=0)
    yield one("ski", "a subject key identifier that is not zero",
              rid=tlv(0xA0, octets(b"\x01" + ZEROS[1:])))
    yield one("ski-19", "a subject key identifier of 19 bytes", rid=tlv(0xA0, octets(ZEROS[1:])))
    yield one("issuer", "issuer and serial number", rid=sequence(sequence(), integer(1)))
    yield one("ukm", "user keying material", ukm=b"user")
    yield one("agree-version", "version 2 of the recipient", version=2)
    yield one("kdf-sha1", "the KDF with SHA-1", kdf="1.3.133.16.840.63.0.2", digest=hashes.SHA1())
    for number, digest in ((0, hashes.SHA224()), (2, hashes.SHA384()), (3, hashes.SHA512())):
        yield one(f"kdf-{digest.name}", f"the KDF with {digest.name.upper()}",
                  kdf=f"1.3.132.1.11.{number}", digest=digest)
    yield one("cofactor", "cofactor Diffie-Hellman", kdf="1.3.132.1.14.1")
    yield one("wrap-pad", "AES key wrap with padding", wrap=algorithm(AES + "48"),
              wrapping=keywrap.aes_key_wrap_with_padding)
    yield one("wrap-128", "AES-128 key wrap", wrap=algorithm(AES + "5"), bits=128)
    yield one("wrap-null", "AES key wrap with NULL parameters", wrap=algorithm(WRAP, tlv(5)))
    yield one("curve-named", "the originator's key names its curve", named=P256)
    yield one("originator-ski", "the originator by key identifier", originator=tlv(0x80, ZEROS))
    yield one("originator-issuer", "the originator by issuer and serial number",
              originator=sequence(sequence(), integer(1)))
    transported = sequence(integer(2), tlv(0x80, ZEROS), algorithm("1.2.840.113549.1.1.1", tlv(5)),
                           octets(dice("rsa", 256)))
    yield "ktri", "a recipient by key transport (RSA)", lambda plain: framed(plain, transported)
    known = tlv(0xA2, integer(4), sequence(octets(b"id")), algorithm(WRAP),
                octets(keywrap.aes_key_wrap(dice("kek"), KEY)))
    yield "kekri", "a recipient by a key of his own", lambda plain: framed(plain, known)
    other = tlv(0xA4, oid("1.2.840.113549.1.9.16.13.3"), sequence())
    yield "ori", "a recipient of another type", lambda plain: framed(plain, other)


def passwords():
    def by(iterations, kdf=True, size=40):
        parameters = sequence(octets(bytes(16)), integer(iterations), integer(32),
                              algorithm("1.2.840.113549.2.9", tlv(5)))
        derived = algorithm("1.2.840.113549.1.5.12", parameters)[2:] if kdf else b""
        kek = algorithm("1.2.840.113549.1.9.16.3.9", algorithm(AES + "42", octets(bytes(16))))
        return lambda plain: framed(plain, tlv(
            0xA3, integer(0), tlv(0xA0, derived) if kdf else b"", kek, octets(dice("pwri", size))))

    yield "pwri", "a recipient by password", by(1_000_000)
    for count in (0, 1, 2 ** 31 - 1):
        yield f"pwri-iterations-{count}", f"a recipient by password, {count} iterations", by(count)
    yield "pwri-no-kdf", "a recipient by password without a key derivation", by(1, kdf=False)
    for size in (16, 32, 64):
        yield f"pwri-key-{size}", f"a recipient by password, a wrapped key of {size} bytes", by(
            1, size=size)


def points():
    prime = 2 ** 256 - 2 ** 224 + 2 ** 192 + 2 ** 96 - 1
    good = point(pair("ephemeral valid"))
    x, y = good[1:33], good[33:]

    def at(name, fault, sent, **changed):
        return f"point-{name}", f"ephemeral key: {fault}", (
            lambda plain: framed(plain, agree(KEY, sent=sent, **changed)))

    yield at("off-curve", "not on the curve", good[:-1] + bytes([good[-1] ^ 1]))
    yield at("origin", "the point 0, 0", b"\x04" + bytes(64))
    yield at("infinity", "the point at infinity", b"\0")
    yield at("compressed", "compressed", bytes([2 + y[-1] % 2]) + x)
    yield at("hybrid", "hybrid form", bytes([6 + y[-1] % 2]) + x + y)
    # The one coordinate that leaves room for the prime to be added.
    small = next(n for n in range(1, 100) if pow(n ** 3 - 3 * n + B, (prime - 1) // 2, prime) == 1)
    height = pow(small ** 3 - 3 * small + B, (prime + 1) // 4, prime)
    whose = ec.EllipticCurvePublicNumbers(small, height, ec.SECP256R1()).public_key()
    yield at("beyond-prime", "a coordinate with the prime added to it",
             b"\x04" + (small + prime).to_bytes(32, "big") + height.to_bytes(32, "big"),
             secret=OURS.exchange(ec.ECDH(), whose))
    for curve, size in ((ec.SECP384R1(), 48), (ec.SECP256K1(), 32)):
        numbers = ec.derive_private_key(7, curve).public_key().public_numbers()
        yield at(curve.name, f"of the curve {curve.name}", b"\x04" + numbers.x.to_bytes(size, "big")
                 + numbers.y.to_bytes(size, "big"))


B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B


def all_faults():
    for group in (ciphers, types, encodings, recipients, passwords, points):
        yield from group()
