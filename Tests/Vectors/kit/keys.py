"""Key files (K1): sound ones, and one fault in each of the others."""
from cryptography.hazmat.primitives import serialization

from forged import flipped
from sealing import OURS, dice, key_file, pair, pkcs8

HOLES = (range(100, 140), range(171, 183), range(189, 327), range(329, 345))
CONTENT = pkcs8(OURS)
VALID = key_file(CONTENT)


def changed_bytes():
    """All fixed bytes and both ends of each hole; salt and cost have faults of their own."""
    for index in range(len(VALID)):
        hole = next((hole for hole in HOLES if index in hole), None)
        if index in (46, 47) or 53 <= index < 85 or hole and index not in (hole[0], hole[-1]):
            continue
        yield f"byte-{index:03d}", f"byte {index} changed", flipped(VALID, index), (
            "tag" if hole else "gate")


def parameters():
    def with_salt(name, fault, salt, by):
        return name, fault, VALID[:53] + salt + VALID[85:], by

    salt = VALID[53:85]
    yield with_salt("salt", "another salt", b"0123456789abcdef" * 2, "tag")
    yield with_salt("salt-upper-case", "a salt in upper case", salt.upper(), "gate")
    yield with_salt("salt-other-digit", "a salt with a letter beyond f", b"g" + salt[1:], "gate")
    yield "cost-changed", "not the cost it was made with", VALID[:46] + b"16" + VALID[48:], "tag"
    for cost in ("10", "14"):
        yield f"cost-{cost}", "a cost below what is accepted", key_file(CONTENT, cost=cost), "gate"
    for cost in ("21", "31", "99", "00", "1 ", "+9", "-5", "0x"):
        yield f"cost-{cost.replace(' ', '_')}", "a cost that is not accepted", key_file(
            CONTENT, cost=cost, derive=False), "gate"
    yield "r-4", "r is 4", key_file(CONTENT, r=4), "gate"
    yield "p-2", "p is 2", key_file(CONTENT, p=2), "gate"
    yield "p-0", "p is 0", key_file(CONTENT, p=0, derive=False), "gate"


def other_sizes():
    for size in (0, 1, 39, 85, 100, 140, 189, 327, 329, 343, 344):
        yield f"cut-{size:03d}", f"cut to {size} bytes", VALID[:size], "gate"
    for count in range(1, 33):
        yield f"trailing-{count:02d}", f"{count} bytes after the end", VALID + bytes(count), "gate"
    pem = OURS.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                             serialization.NoEncryption())
    yield "pkcs8", "a private key in the open", CONTENT, "gate"
    yield "pem", "a private key in the open, as PEM", pem, "gate"


def all_keys():
    """Name, fault, file, verdict."""
    for cost in ("15", "16", "17"):
        yield f"cost-{cost}", "none", key_file(CONTENT, "cost" + cost, cost=cost), "opens"
    yield "other-passphrase", "under another passphrase", key_file(
        CONTENT, passphrase=b"copper kettle under the stair"), "refused-by-tag"
    yield "other-key", "the key of somebody else", key_file(
        pkcs8(pair("another"))), "refused-inside"
    yield "no-key", "138 bytes that are no key", key_file(dice("no key", 138)), "refused-inside"
    for group in (changed_bytes, parameters, other_sizes):
        for name, fault, file, by in group():
            yield name, fault, file, f"refused-by-{by}"
