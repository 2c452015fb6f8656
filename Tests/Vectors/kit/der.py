"""DER as far as the kit needs it: what is written here is right unless it is told to be wrong."""


def tlv(tag, *values):
    body = b"".join(values)
    return bytes([tag]) + length(len(body)) + body


def length(size):
    if size < 128:
        return bytes([size])
    return long_length(size, (size.bit_length() + 7) // 8)


def long_length(size, digits):
    """A length in long form, in more bytes than it needs if so told."""
    return bytes([0x80 | digits]) + size.to_bytes(digits, "big")


def sequence(*values):
    return tlv(0x30, *values)


def octets(value):
    return tlv(4, value)


def integer(number):
    return tlv(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def oid(dotted):
    first, second, *rest = [int(part) for part in dotted.split(".")]
    body = b""
    for number in [first * 40 + second] + rest:
        digits = [number & 0x7F]
        while number := number >> 7:
            digits.insert(0, 0x80 | number & 0x7F)
        body += bytes(digits)
    return tlv(6, body)


def algorithm(dotted, *parameters):
    return sequence(oid(dotted), *parameters)
