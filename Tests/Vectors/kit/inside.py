"""Records that are sealed as they should be, with one fault in the plaintext, and sound ones.

Whoever has the certificate can make all of these. Only the key-holder can tell.
"""
import json
import pathlib

from sealing import EPOCH, ORG, OURS, fingerprint, pair

BUCKET = 65_536
# Stands in every plaintext and must never be seen of one that is refused.
MARKER = "violet umbrella"
FACTS = json.dumps({"name": MARKER}).encode()
GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "Golden/reports/small.json"
ANSWER = b'"reply":{"answer":"met"'
REPORT = GOLDEN.read_bytes().strip().replace(
    ANSWER, ANSWER + b',"note":"%s"' % MARKER.encode(), 1)


def header(**changed):
    """A first line; an ellipsis leaves a key out."""
    fields = {
        "claimed_time": "2026-11-24T06:10:00Z", "epoch": EPOCH, "fmt": "saqta-S1",
        "kind": "facts", "org": ORG.hex(), "prev": None, "recipient": fingerprint(OURS),
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
    name = "x" * (bucket - len(first) - len(b'\n{"name":""}\n'))
    return first + b'\n{"name":"%s"}\n' % name.encode()


SIGNATURE = b'{"alg":"ed25519","key":"00","sig":"00"}'
VALID = padded(header(), FACTS)


def sound():
    yield "facts", "none: an organisation's facts", VALID
    yield "report", "none: a report", padded(header(kind="report"), REPORT)
    yield "signed", "none: with the optional third line", padded(header(), FACTS, SIGNATURE)
    yield "in-ledger", "none: prev and seq are given", padded(header(prev="00" * 32, seq=2), FACTS)
    yield "header-extra", "none: a key more in the header", padded(header(later="x"), FACTS)
    yield "unpadded", "none: the lines fill the bucket", filled(BUCKET)
    yield "one-byte-of-padding", "none: the padding is one line end", filled(BUCKET - 1) + b"\n"
    yield "128-kib", "none: the second bucket", padded(header(), FACTS, bucket=2 * BUCKET)
    yield "16-mib", "none: the largest bucket", padded(header(), FACTS, bucket=256 * BUCKET)


def too_new():
    yield "v-2", "a later v", padded(header(v=2), FACTS)
    yield "v-2-other-fields", "a later v whose fields mean other things", padded(
        header(v=2, kind="vote", org=7, epoch=...), FACTS)
    yield "kind-unknown", "a kind that this version does not know", padded(
        header(kind="vote"), FACTS)
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
        yield f"header-{name}", fault, padded(line, FACTS, bucket=bucket)
    good = header()
    bad = b'"recipient":"' + other.encode() + b'",'
    yield "duplicate-recipient-first", "recipient twice, another's first", padded(
        good.replace(b'"recipient"', bad + b'"recipient"'), FACTS)
    yield "duplicate-recipient-last", "recipient twice, another's last", padded(
        good[:-1] + b"," + bad[:-1] + b"}", FACTS)
    yield "duplicate-escaped", "recipient twice, once with an escape", padded(
        good[:-1] + b"," + bad[:-1].replace(b"recipient", rb"\u0072ecipient") + b"}", FACTS)
    yield "header-utf-8", "the header is not UTF-8", padded(
        good.replace(b'"kit"', b'"\xc3\x28"'), FACTS)
    yield "header-utf-16", "the header is UTF-16", padded(good.decode().encode("utf-16-le"), FACTS)
    yield "header-byte-order-mark", "a byte order mark", padded(b"\xef\xbb\xbf" + good, FACTS)
    yield "header-trailing", "something after the header's object", padded(good + b"{}", FACTS)
    yield "header-array", "the header is a list", padded(b"[" + good + b"]", FACTS)
    yield "header-text", "the header is no JSON", padded(b"saqta-S1", FACTS)


def bad_document():
    name = MARKER.encode()
    for fault_name, fault, line in (
            ("duplicate", "name twice", b'{"name":"%s","name":"other"}' % name),
            ("duplicate-escaped", "name twice, once with an escape",
             rb'{"name":"%s","n\u0061me":"other"}' % name),
            ("utf-8", "not UTF-8", b'{"name":"%s\xff"}' % name),
            ("overlong", "an overlong form of /", b'{"name":"%s\xc0\xaf"}' % name),
            ("surrogate", "half a surrogate pair", rb'{"name":"%s\ud800"}' % name),
            ("utf-16", "UTF-16", FACTS.decode().encode("utf-16-le")),
            ("byte-order-mark", "a byte order mark", b"\xef\xbb\xbf" + FACTS),
            ("control", "a control character in a text", b'{"name":"%s\x01"}' % name),
            ("empty", "an object without its fields", b"{}"),
            ("trailing", "something after the object", FACTS + b" 1"),
            ("comma", "a comma too many", FACTS[:-1] + b",}"), ("cut", "cut off", FACTS[:-1])):
        yield f"document-{fault_name}", f"document: {fault}", padded(header(), line)
    yield "document-deep", "document: 100,000 brackets", padded(
        header(), b'{"name":' + b"[" * 100_000, bucket=2 * BUCKET)
    twice = REPORT.replace(ANSWER, ANSWER + b',"answer":"not-met"', 1)
    yield "report-duplicate", "report: an answer twice", padded(header(kind="report"), twice)


def bad_lines():
    good = header()
    yield "no-document", "no second line", padded(good)
    yield "no-lines", "nothing but padding", padded()
    yield "no-line-end", "no line end in all of it", b" " * BUCKET
    yield "zeros", "zero bytes only", bytes(BUCKET)
    yield "blank-line-first", "a blank line before the header", padded(b"", good, FACTS)
    yield "blank-line", "a blank line before the document", padded(good, b"", FACTS)
    yield "blank-line-last", "a blank line before the padding", padded(good, FACTS, b"")
    yield "third-line", "a third line that is no signature", padded(good, FACTS, FACTS)
    yield "fourth-line", "a line after the signature", padded(good, FACTS, SIGNATURE, SIGNATURE)
    yield "draft", "the first line of a paused audit", padded(b'{"fmt":"saqta-draft","v":1}', FACTS)
    for name, fault, end in (
            ("letter", "a letter in the padding", b"x   \n"), ("nul", "a zero byte", b"\0\n"),
            ("tab", "a tab", b"\t\n"), ("line-end", "two line ends", b"\n   \n"),
            ("return", "a carriage return", b"\r\n"),
            ("space-last", "no line end at the end", b" "),
            ("nul-last", "a zero byte at the end", b"\0")):
        yield f"padding-{name}", f"padding: {fault}", padded(good, FACTS, end=end)
    middle = bytearray(VALID)
    middle[BUCKET // 2] = 0x21
    yield "padding-middle", "padding: one other byte in its middle", bytes(middle)
