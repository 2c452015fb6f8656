"""Records that are sealed as they should be, with one fault in the plaintext, and sound ones.

Whoever has the certificate can make all of these. Only the key-holder can tell.
"""
import base64
import json
import pathlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sealing import EPOCH, ORG, OURS, dice, fingerprint, pair, signer, written

BUCKET = 65_536
# Stands in every plaintext and must never be seen of one that is refused.
MARKER = "violet umbrella"
PLAN = json.dumps({"version": 1, "control": "ACC-01", "reason": MARKER}).encode()
FACTS = json.dumps({"name": MARKER}).encode()
GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "Golden/reports/small.json"
ANSWER = b'"reply":{"answer":"met"'
REPORT = GOLDEN.read_bytes().strip().replace(
    ANSWER, ANSWER + b',"note":"%s"' % MARKER.encode(), 1)


def header(**changed):
    """A first line; an ellipsis leaves a key out."""
    fields = {
        "claimed_time": "2026-11-24T06:10:00Z", "epoch": EPOCH, "fmt": "saqta-S1",
        "kind": "plan", "org": ORG.hex(), "prev": None, "recipient": fingerprint(OURS),
        "seq": None, "tool": "kit", "v": 1} | changed
    return json.dumps(
        {key: value for key, value in sorted(fields.items()) if value is not ...},
        separators=(",", ":")).encode()


def padded(*lines, bucket=BUCKET, end=b"\n"):
    content = b"".join(line + b"\n" for line in lines)
    assert len(content) + len(end) <= bucket
    return content + b" " * (bucket - len(content) - len(end)) + end


def filled(bucket):
    """Lines that fill the bucket to its last byte, without padding."""
    first = header()
    letters = bucket - len(first) - len(PLAN) - 2
    return first + b"\n" + PLAN.replace(b'"}', b"x" * letters + b'"}') + b"\n"


def signed(first, second, key, over=None):
    """Both lines and the third, which another text may stand under."""
    def text(value):
        return base64.b64encode(value).decode()

    signature = key.sign(over or b"saqta-S1\0" + first + b"\n" + second)
    third = {"alg": "ed25519", "key": text(written(key)), "sig": text(signature)}
    return first, second, json.dumps(third, separators=(",", ":")).encode()


STRANGER = Ed25519PrivateKey.from_private_bytes(dice("stranger"))
VALID = padded(header(), PLAN)


def sound():
    yield "plan", "none: a change of the plan", VALID
    yield "plan-signed", "none: a change of the plan, signed by the key-holder", padded(
        *signed(header(), PLAN, signer(OURS)))
    yield "plan-signed-by-stranger", "none: a signature that proves nothing", padded(
        *signed(header(), PLAN, STRANGER))
    facts = header(kind="facts")
    yield "facts", "none: the organisation's facts", padded(*signed(facts, FACTS, signer(OURS)))
    yield "report", "none: a report", padded(header(kind="report"), REPORT)
    yield "in-ledger", "none: prev and seq are given", padded(header(prev="00" * 32, seq=2), PLAN)
    yield "header-extra", "none: a key more in the header", padded(header(later="x"), PLAN)
    yield "unpadded", "none: the lines fill the bucket", filled(BUCKET)
    yield "one-byte-of-padding", "none: the padding is one line end", filled(BUCKET - 1) + b"\n"
    yield "128-kib", "none: the second bucket", padded(header(), PLAN, bucket=2 * BUCKET)
    yield "16-mib", "none: the largest bucket", padded(header(), PLAN, bucket=256 * BUCKET)


def too_new():
    yield "v-2", "a later v", padded(header(v=2), PLAN)
    yield "v-2-other-fields", "a later v whose fields mean other things", padded(
        header(v=2, kind="vote", org=7, epoch=...), PLAN)
    yield "kind-unknown", "a kind that this version does not know", padded(
        header(kind="vote"), PLAN)
    later = b'{"version":1000,"name":"%s"}' % MARKER.encode()
    for kind in ("report", "plan", "epoch"):
        yield f"{kind}-later", f"a {kind} of a later version", padded(header(kind=kind), later)


def bad_header():
    other = fingerprint(pair("another"))
    for name, fault, changed in (
            ("recipient", "sealed for another, and again for us", {"recipient": other}),
            ("org", "of another organisation", {"org": "00" * 16}),
            ("epoch", "of another epoch", {"epoch": EPOCH + 1}),
            ("fmt", "another fmt", {"fmt": "saqta-S2"}),
            ("v-0", "v is 0", {"v": 0}), ("v-text", "v is a text", {"v": "1"}),
            ("v-absent", "no v", {"v": ...}),
            ("recipient-absent", "no recipient", {"recipient": ...}),
            ("time", "claimed_time is no time", {"claimed_time": "yesterday"}),
            ("kind-other", "the kind is not that of the document", {"kind": "report"}),
            ("deep", "100,000 brackets", {"prev": "BRACKETS"})):
        line = header(**changed).replace(b'"BRACKETS"', b"[" * 100_000)
        bucket = 2 * BUCKET if name == "deep" else BUCKET
        yield f"header-{name}", fault, padded(line, PLAN, bucket=bucket)
    good = header()
    bad = b'"recipient":"' + other.encode() + b'",'
    yield "duplicate-recipient-first", "recipient twice, another's first", padded(
        good.replace(b'"recipient"', bad + b'"recipient"'), PLAN)
    yield "duplicate-recipient-last", "recipient twice, another's last", padded(
        good[:-1] + b"," + bad[:-1] + b"}", PLAN)
    yield "duplicate-escaped", "recipient twice, once with an escape", padded(
        good[:-1] + b"," + bad[:-1].replace(b"recipient", rb"\u0072ecipient") + b"}", PLAN)
    yield "header-utf-8", "the header is not UTF-8", padded(
        good.replace(b'"kit"', b'"\xc3\x28"'), PLAN)
    yield "header-utf-16", "the header is UTF-16", padded(good.decode().encode("utf-16-le"), PLAN)
    yield "header-byte-order-mark", "a byte order mark", padded(b"\xef\xbb\xbf" + good, PLAN)
    yield "header-trailing", "something after the header's object", padded(good + b"{}", PLAN)
    yield "header-array", "the header is a list", padded(b"[" + good + b"]", PLAN)
    yield "header-text", "the header is no JSON", padded(b"saqta-S1", PLAN)


def bad_document():
    # A whole document but for its last two bytes.
    start = PLAN[:-2]
    for name, fault, line in (
            ("duplicate", "a key twice", start + b'","reason":"other"}'),
            ("duplicate-escaped", "a key twice, once with an escape",
             start + rb'","re\u0061son":"other"}'),
            ("utf-8", "not UTF-8", start + b'\xff"}'),
            ("overlong", "an overlong form of /", start + b'\xc0\xaf"}'),
            ("surrogate", "half a surrogate pair", start + rb'\ud800"}'),
            ("utf-16", "UTF-16", PLAN.decode().encode("utf-16-le")),
            ("byte-order-mark", "a byte order mark", b"\xef\xbb\xbf" + PLAN),
            ("control", "a control character in a text", start + b'\x01"}'),
            ("empty", "an object without its fields", b"{}"),
            ("trailing", "something after the object", PLAN + b" 1"),
            ("comma", "a comma too many", PLAN[:-1] + b",}"), ("cut", "cut off", PLAN[:-1])):
        yield f"document-{name}", f"document: {fault}", padded(header(), line)
    deep = PLAN[:-1] + b',"owner":' + b"[" * 100_000
    yield "document-deep", "document: 100,000 brackets", padded(header(), deep, bucket=2 * BUCKET)
    twice = REPORT.replace(ANSWER, ANSWER + b',"answer":"not-met"', 1)
    yield "report-duplicate", "report: an answer twice", padded(header(kind="report"), twice)


def bad_signatures():
    first, key = header(), signer(OURS)
    facts = header(kind="facts")
    yield "facts-unsigned", "facts that anybody may have sealed", padded(facts, FACTS)
    yield "facts-by-stranger", "facts signed by another", padded(*signed(facts, FACTS, STRANGER))
    epoch = b'{"version":1,"number":1,"part":1,"parts":1,"carried":[]}'
    yield "epoch-unsigned", "a key epoch that anybody may have sealed", padded(
        header(kind="epoch"), epoch)
    lines = first + b"\n" + PLAN
    for name, fault, over in (
            ("document", "is over another document", b"saqta-S1\0" + first + b"\n{}"),
            ("line-end", "is over a line end too", b"saqta-S1\0" + lines + b"\n"),
            ("context", "lacks its context", lines)):
        yield f"signature-{name}", f"the key-holder's signature {fault}", padded(
            *signed(first, PLAN, key, over))
    good = signed(first, PLAN, key)
    yield "signature-header", "the key-holder's signature with another header", padded(
        header(tool="other"), *good[1:])
    yield "signature-fields", "a third line without its fields", padded(first, PLAN, b"{}")
    yield "signature-twice", "a line after the signature", padded(*good, good[2])


def bad_lines():
    good = header()
    yield "no-document", "no second line", padded(good)
    yield "no-lines", "nothing but padding", padded()
    yield "no-line-end", "no line end in all of it", b" " * BUCKET
    yield "zeros", "zero bytes only", bytes(BUCKET)
    yield "blank-line-first", "a blank line before the header", padded(b"", good, PLAN)
    yield "blank-line", "a blank line before the document", padded(good, b"", PLAN)
    yield "blank-line-last", "a blank line before the padding", padded(good, PLAN, b"")
    yield "third-line", "a third line that is no signature", padded(good, PLAN, PLAN)
    yield "draft", "the first line of a paused audit", padded(b'{"fmt":"saqta-draft","v":1}', PLAN)
    for name, fault, end in (
            ("letter", "a letter in the padding", b"x   \n"), ("nul", "a zero byte", b"\0\n"),
            ("tab", "a tab", b"\t\n"), ("line-end", "two line ends", b"\n   \n"),
            ("return", "a carriage return", b"\r\n"),
            ("space-last", "no line end at the end", b" "),
            ("nul-last", "a zero byte at the end", b"\0")):
        yield f"padding-{name}", f"padding: {fault}", padded(good, PLAN, end=end)
    middle = bytearray(VALID)
    middle[BUCKET // 2] = 0x21
    yield "padding-middle", "padding: one other byte in its middle", bytes(middle)
