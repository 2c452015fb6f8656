"""Files made from one valid record by whoever has no key, and what damage makes of it."""
from der import algorithm, integer, octets, oid, sequence, tlv
from outside import KEY, NONCE
from sealing import AES, agree, dice, encrypt, frame, gcm, pair, point, record

HOLES = (("ephemeral", 59, 123), ("wrapped", 176, 216), ("nonce", 249, 261),
         ("ciphertext", 269, 65_805), ("tag", 65_807, 65_823))


def flipped(file, index, bit=0x01):
    changed = bytearray(file)
    changed[index] ^= bit
    return bytes(changed)


def damaged(valid):
    """Every fixed byte, every hole, other lengths: name, fault, file, by what it is refused."""
    inside = {index: name for name, start, end in HOLES for index in range(start, end)}
    for index in [*range(270), 65_805, 65_806]:
        if index not in inside:
            yield f"fixed-{index:05d}", f"fixed byte {index} changed", flipped(valid, index), "gate"
    for name, start, end in HOLES:
        # A changed ephemeral key is off the curve, which can be told without a key.
        by = "gate" if name == "ephemeral" else "tag"
        step = 4099 if name == "ciphertext" else 1
        for index in sorted({*range(start, end, step), end - 1}):
            yield f"{name}-{index:05d}", f"byte {index} changed, of the {name}", flipped(
                valid, index, 0x10), by
    for size in sorted({*range(6), 18, 58, 59, 123, 176, 216, 249, 261, 268, 269, 270, 1000,
                        32_768, *range(65_803, 65_823)}):
        yield f"cut-{size:05d}", f"cut to {size} bytes", valid[:size], "gate"
    for count in range(1, 33):
        yield f"trailing-{count:02d}", f"{count} bytes after the end", valid + bytes(count), "gate"
    yield "size-zeros", "zero bytes in the size of a record", bytes(len(valid)), "gate"
    yield "size-noise", "noise in the size of a record", dice("noise", len(valid)), "gate"


def forged(valid, plain):
    """What needs no key: a GCM keystream block j is E(nonce, j + 2), known from known plaintext,
    and CFB runs the same block cipher (RFC 9709), so the downgrade holds chosen text."""
    text, tag = encrypt(plain, KEY, NONCE)
    assert frame(agree(KEY), gcm(NONCE), text, tag) == valid

    def enveloped(number, chosen):
        return sequence(oid("1.2.840.113549.1.7.3"), tlv(0xA0, sequence(
            integer(2), tlv(0x31, agree(KEY)), sequence(
                oid("1.2.840.113549.1.7.1"), algorithm(AES + number, octets(bytes(16))),
                tlv(0x80, chosen)))))

    def chosen_block(k):
        stream = bytes(a ^ b for a, b in zip(text[16 * k:16 * k + 16], plain[16 * k:16 * k + 16]))
        return NONCE + (k + 2).to_bytes(4, "big") + bytes(
            a ^ b for a, b in zip(b'"risk":"LOW"   ,', stream))

    chosen = b"".join(chosen_block(k) for k in range(8))
    yield "downgrade-cfb", "EnvelopedData with CFB and chosen text", enveloped("44", chosen), "gate"
    yield "downgrade-cbc", "EnvelopedData with CBC", enveloped("42", text), "gate"
    changed = flipped(text, 100)
    for byte in range(256):
        yield f"tag-1-{byte:03d}", "a changed ciphertext and a tag of one byte", frame(
            agree(KEY), gcm(NONCE), changed, bytes([byte])), "gate"


def mixed(plain):
    """Of the right form, from parts that do not belong together."""
    text, tag = encrypt(plain, KEY, NONCE)
    other = dice("content key other")
    yield "other-content-key", "wrapped is another content key", frame(
        agree(other), gcm(NONCE), text, tag), "tag"
    yield "other-ephemeral", "another ephemeral key", frame(
        agree(KEY, sent=point(pair("stray"))), gcm(NONCE), text, tag), "tag"
    yield "other-tag", "the tag of another record", frame(
        agree(KEY), gcm(NONCE), text, encrypt(plain, other, NONCE)[1]), "tag"
    yield "attributes-missing", "the tag is over attributes that are not there", frame(
        agree(KEY), gcm(NONCE), *encrypt(plain, KEY, NONCE, b"attributes")), "tag"
    yield "another-key", "sealed to another key", record(plain, to=pair("another")), "tag"
