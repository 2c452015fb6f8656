"""Writes the conformance kit of sealed records (S1) and key files (K1): one fault in each file.

usage: python3 Tests/Vectors/kit FOLDER

Beside `records` and `keys` it makes `manifest.tsv`, a line for each file: its name, the verdict,
the SHA-256 of what is released (`-`: not a byte), the fault. Verdicts, from the outside in:

  refused-by-gate   by its form alone, before anything is parsed, derived or asked for
  refused-by-tag    the key does not open it: unwrapping or AES-GCM fails
  refused-inside    authentic, but no record of ours (or no key of ours)
  too-new           authentic, of a later version
  opens

`organisation` holds certificate and key file, and `passphrase` what opens the latter.
"""
import hashlib
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True

import forged
import inside
import keys
import outside
import sealing

SIZES = {(65_536 << k) + (287 if k < 8 else 292) for k in range(9)}


class Kit:
    def __init__(self, folder):
        self.folder, self.lines = folder, []

    def put(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def add(self, name, fault, content, verdict, released=None):
        assert (released is not None) == (verdict == "opens")
        self.put(name, content)
        digest = "-" if released is None else hashlib.sha256(released).hexdigest()
        self.lines.append(f"{name}\t{verdict}\t{digest}\t{fault}\n")


def fitted(make):
    """The same fault in a file of the size of a record, so that the size does not give it away."""
    size, wanted = inside.BUCKET, inside.BUCKET + 287
    # Several steps, because lengths change their own lengths.
    for _ in range(4):
        file = make((inside.VALID + bytes(1000))[:size])
        if len(file) == wanted:
            return file
        size += wanted - len(file)
        if size < 1000:
            return None
    return None


def add_outside(kit):
    for name, fault, make in outside.all_faults():
        file = make(inside.VALID)
        kit.add(f"records/{name}.cms", fault, file, "refused-by-gate")
        again = fitted(make) if len(file) not in SIZES else None
        if again:
            kit.add(f"records/{name}-fitted.cms", f"{fault}, in the size of a record", again,
                    "refused-by-gate")


def add_inside(kit):
    groups = (("refused-inside", inside.bad_header), ("refused-inside", inside.bad_document),
              ("refused-inside", inside.bad_lines), ("refused-inside", inside.bad_signatures),
              ("too-new", inside.too_new),
              ("opens", inside.sound))
    for verdict, group in groups:
        for name, fault, plain in group():
            kit.add(f"records/{name}.cms", fault, sealing.record(plain, name), verdict,
                    plain if verdict == "opens" else None)


def add_sealed_by_openssl(kit):
    """Where there is an `openssl` to do it."""
    for name, size in (("openssl-64-kib", 65_536), ("openssl-16-mib", 16 << 20)):
        plain = inside.padded(inside.header(), inside.PLAN, bucket=size)
        kit.put("plaintext", plain)
        subprocess.run("openssl x509 -inform DER -in organisation/1.cert -out a.pem", shell=True,
                       cwd=kit.folder, check=True)
        command = ("openssl cms -encrypt -binary -in plaintext -outform DER -aes-256-gcm -keyid "
                   "-recip a.pem -keyopt ecdh_kdf_md:sha256")
        made = subprocess.run(command.split(), cwd=kit.folder, check=True, capture_output=True)
        kit.add(f"records/{name}.cms", "none: sealed by stock openssl", made.stdout, "opens", plain)
    for name in ("plaintext", "a.pem"):
        (kit.folder / name).unlink()


def add_made_from_valid(kit):
    plain = inside.VALID
    valid = sealing.record(plain)
    for name, fault, file, by in [*forged.damaged(valid), *forged.forged(valid, plain),
                                  *forged.mixed(plain)]:
        kit.add(f"records/{name}.cms", fault, file, f"refused-by-{by}")
    large = sealing.record(inside.padded(inside.header(), inside.PLAN, bucket=16 << 20))
    kit.add("records/16-mib-length.cms", "the largest bucket, a length changed",
            forged.flipped(large, 5), "refused-by-gate")
    kit.add("records/16-mib-tag.cms", "the largest bucket, the tag changed",
            forged.flipped(large, len(large) - 1), "refused-by-tag")
    # Diffie-Hellman uses x only, so whoever has no key can put −Y for Y; the text stays the same.
    x, y = valid[59:91], int.from_bytes(valid[91:123], "big")
    prime = 2 ** 256 - 2 ** 224 + 2 ** 192 + 2 ** 96 - 1
    mirrored = valid[:91] + (prime - y).to_bytes(32, "big") + valid[123:]
    kit.add("records/point-mirrored.cms", "none: another file of the same text, made without a key",
            mirrored, "opens", plain)
    # No sender authentication: whoever sealed it may seal it again under the same content key.
    key, nonce = sealing.dice("content key valid"), sealing.dice("nonce again", 12)
    other = inside.padded(inside.header(tool="rewritten"), inside.PLAN)
    again = sealing.frame(
        sealing.agree(key), sealing.gcm(nonce), *sealing.encrypt(other, key, nonce))
    kit.add("records/rewritten.cms", "none: rewritten by whoever sealed it", again, "opens", other)


def add_keys(kit):
    for name, fault, file, verdict in keys.all_keys():
        kit.add(f"keys/{name}.key", fault, file, verdict,
                sealing.pkcs8(sealing.OURS) if verdict == "opens" else None)


def main():
    kit = Kit(pathlib.Path(sys.argv[1]))
    kit.put("organisation/1.cert", sealing.certificate())
    kit.put("organisation/1.key", sealing.key_file(sealing.pkcs8(sealing.OURS)))
    kit.put("passphrase", sealing.PASSPHRASE)
    for add in (add_outside, add_inside, add_made_from_valid, add_sealed_by_openssl, add_keys):
        add(kit)
    names = [line.split("\t")[0] for line in kit.lines]
    assert len(names) == len(set(names)), {name for name in names if names.count(name) > 1}
    kit.put("manifest.tsv", "".join(kit.lines).encode())


main()
