"""Makes forgeries from one valid sealed record, each with one fault; the byte gate refuses all.

usage: forge.py RECORD PLAINTEXT FOLDER

In FOLDER, `downgrade-*` hold chosen plaintext and need no key: a GCM keystream block j is
E(nonce, j + 2), known from known plaintext, and CFB runs the same block cipher (RFC 9709).
"""
import os
import sys

from cryptography.hazmat.primitives.asymmetric import ec

raw = open(sys.argv[1], "rb").read()
plain = open(sys.argv[2], "rb").read()
folder = sys.argv[3]
H = bytes.fromhex


def tlv(tag, *values):
    body = b"".join(values)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + body


def parts(der):
    found, at = [], 0
    while at < len(der):
        start, length, body = at, der[at + 1], at + 2
        if length >= 0x80:
            body += length & 0x7F
            length = int.from_bytes(der[at + 2 : body], "big")
        at = body + length
        found.append((der[start], der[body:at], der[start:at]))
    return found


outer, body = parts(parts(raw)[0][1])
version, recipients, encrypted, mac = parts(parts(body[1])[0][1])
data, gcm, sealed = parts(encrypted[1])
(recipient,) = parts(recipients[1])
nonce = parts(parts(gcm[1])[1][1])[0][1]
ciphertext = sealed[1]
INT0, INT16 = tlv(2, b"\0"), tlv(2, b"\x10")


def content(kind, *fields):
    return tlv(0x30, H(kind), tlv(0xA0, tlv(0x30, *fields)))


def auth(cipher=gcm[2], text=tlv(0x80, ciphertext), tag=mac[1], to=recipients[2], before=b"", after=b"",
         unauthenticated=b""):
    return content("060b2a864886f70d0109100117", INT0, before, to,
                   tlv(0x30, data[2], cipher, text), after, tlv(4, tag), unauthenticated)


def enveloped(cipher, text):
    return content("06092a864886f70d010703", tlv(2, b"\x02"), recipients[2],
                   tlv(0x30, data[2], cipher, tlv(0x80, text)))


def cipher(oid, *parameters):
    return tlv(0x30, tlv(6, H(oid)), *parameters)


def save(name, file):
    open(os.path.join(folder, name + ".cms"), "wb").write(file)


assert auth() == raw
changed = bytearray(ciphertext)
changed[100] ^= 1
for size in (0, 1, 4, 12, 15):
    save(f"tag-{size}", auth(tag=mac[1][:size]))
save("tag-17", auth(tag=mac[1] + b"\0"))
for tag in range(256):
    save(f"flip-tag-1-{tag:03d}", auth(text=tlv(0x80, bytes(changed)), tag=bytes([tag])))
save("flip", auth(text=tlv(0x80, bytes(changed))))
for count in (1, 2, 16, 32):
    save(f"trailing-{count}", raw + bytes(count))

AES256 = "60864801650304012"
stream = lambda j: bytes(a ^ b for a, b in zip(ciphertext[16 * j : 16 * j + 16], plain[16 * j : 16 * j + 16]))
want = b'"risk":"LOW"   ,'
chosen = b"".join(
    nonce + (k + 2).to_bytes(4, "big") + bytes(a ^ b for a, b in zip(want, stream(k))) for k in range(8))
cfb = cipher(AES256 + "c", tlv(4, bytes(16)))
cbc = cipher(AES256 + "a", tlv(4, bytes(16)))
save("downgrade-cfb", enveloped(cfb, chosen))
save("downgrade-cbc", enveloped(cbc, ciphertext))
save("auth-cfb", auth(cipher=cfb, text=tlv(0x80, chosen), tag=bytes(16)))
save("auth-cbc", auth(cipher=cbc))
save("ccm", auth(cipher=cipher(AES256 + "f", tlv(0x30, tlv(4, nonce), INT16))))
save("chacha", auth(cipher=cipher("2a864886f70d0109100312", tlv(4, nonce))))
save("aes-128", auth(cipher=cipher("608648016503040106", tlv(0x30, tlv(4, nonce), INT16))))
for number, name in (("02", "signed"), ("03", "enveloped"), ("06", "encrypted")):
    save(f"type-{name}", content(
        "06092a864886f70d0107" + number, version[2], recipients[2], encrypted[2], mac[2]))

gcm_with = lambda *fields: cipher(AES256 + "e", tlv(0x30, *fields))
for size in (0, 8, 11, 13, 16):
    save(f"nonce-{size}", auth(cipher=gcm_with(tlv(4, (nonce + bytes(8))[:size]), INT16)))
save("icv-absent", auth(cipher=gcm_with(tlv(4, nonce))))
save("icv-12", auth(cipher=gcm_with(tlv(4, nonce), tlv(2, b"\x0c"))))

half = len(ciphertext) // 2
save("constructed", auth(text=tlv(0xA0, tlv(4, ciphertext[:half]), tlv(4, ciphertext[half:]))))
save("indefinite", b"\x30\x80" + outer[2] + b"\xa0\x80" + parts(body[1])[0][2] + bytes(4))
long_length = tlv(0x30, outer[2], body[2])
save("long-length", b"\x30\x84\0" + long_length[2:])
save("huge-length", b"\x30\x84\x80\0\0\0" + raw[5:])

fields = [part[2] for part in parts(recipient[1])]
agree = lambda *fields: tlv(0x31, tlv(0xA1, *fields))
save("recipients-0", auth(to=tlv(0x31)))
save("recipients-2", auth(to=tlv(0x31, recipient[2], recipient[2])))
save("recipients-1000", auth(to=tlv(0x31, *[recipient[2]] * 1000)))
zero = H("0414") + bytes(20)
assert zero in recipients[2]
save("ski", auth(to=recipients[2].replace(zero, H("0414") + b"\x01" + bytes(19))))
issuer = tlv(0x30, tlv(0x30), tlv(2, b"\x01"))
wrapped = parts(parts(fields[3])[0][1])[0][1]
save("issuer", auth(to=agree(*fields[:3], tlv(0x30, tlv(0x30, issuer, parts(wrapped)[1][2])))))
save("ukm", auth(to=agree(fields[0], fields[1], tlv(0xA1, tlv(4, b"ukm")), *fields[2:])))
wrap = parts(fields[2])[0][1]
kdf, wrap = [part[2] for part in parts(wrap)]
method = lambda kdf, wrap: auth(to=agree(fields[0], fields[1], tlv(0x30, kdf, wrap), fields[3]))
save("kdf-sha1", method(H("06092b81051086483f0002"), wrap))
save("kdf-sha384", method(H("06062b8104010b02"), wrap))
save("wrap-pad", method(kdf, tlv(0x30, H("0609608648016503040130"))))
for tag, name in ((0x30, "ktri"), (0xA2, "kekri"), (0xA3, "pwri"), (0xA4, "ori")):
    save(name, auth(to=tlv(0x31, tlv(tag, recipient[1]))))

point = parts(parts(parts(recipient[1])[1][1])[0][1])[1][1]
ephemeral = lambda value: auth(to=recipients[2].replace(tlv(3, point), tlv(3, b"\0" + value)))
save("off-curve", ephemeral(point[1:-1] + bytes([point[-1] ^ 1])))
save("origin", ephemeral(b"\x04" + bytes(64)))
save("infinity", ephemeral(b"\0"))
save("compressed", ephemeral(bytes([2 + point[-1] % 2]) + point[2:34]))
numbers = ec.generate_private_key(ec.SECP384R1()).public_key().public_numbers()
save("p-384", ephemeral(b"\x04" + numbers.x.to_bytes(48, "big") + numbers.y.to_bytes(48, "big")))

attribute = tlv(0x30, H("06092a864886f70d010903"), tlv(0x31, H("06092a864886f70d010701")))
save("authenticated", auth(after=tlv(0xA1, attribute)))
save("unauthenticated", auth(unauthenticated=tlv(0xA2, attribute)))
save("originator", auth(before=tlv(0xA0)))
