"""Two agencies with keys that know each other, and what they give: as tests ask for it."""

import datetime as dt
import hashlib
import io
import json
import zlib

import linkgraph as lg
from linkgraph.share import (
    Basis,
    LegalBasis,
    PublicKey,
    Wanted,
    make_key,
    pack,
    packed_parts,
    survey,
)
from linkgraph.share.ciphers import decrypt, encrypt
from linkgraph.share.sealed import BEGINNING, Stream, manifest_bytes, sealed
from linkgraph.statements import Originator

MADE = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
TODAY = MADE.date()
EXPIRES = dt.date(2026, 12, 31)
PACKAGE = "pkg-0123456789abcdef"
AGREEMENT = LegalBasis(name="MoU of 2024", parties=("NZ", "MY"), expires="2027-06-30")
OPEN = {"originator": "NZ/Police", "handling": "H1", "tlp": "GREEN", "releasable_to": ["MY"],
        "received": "2026-03-01", "reliability": "B", "credibility": "2"}  # fmt: skip
SECRET = {"originator": "LK/CID", "handling": "H3", "tlp": "RED"}
PAID = {"amount_minor": 123_456, "currency": "MYR", "at": "2026-01-01T00:00:00Z"}
CHAIN = [
    ("USES", "person:s1", "phone:+6421111111", {}),
    ("CALLED", "phone:+6421111111", "phone:+60122222222", {"at": "2026-02-01T10:00:00Z"}),
    ("USES", "person:s2", "phone:+60122222222", {}),
    ("SUSPECT_IN", "person:s1", "casefile:c", {"role_text": "suspek"}),
]


def basis(*subjects, **told):
    made = {"reference": "JPA-2026/1", "purpose": "disrupt the syndicate", "legal": (AGREEMENT,)}
    return Basis(subjects=subjects or ("person:s1",), **made | {"countries": ("NZ", "MY")} | told)


def wanted(audience="MY", plan=None, **told):
    made = {"own": Originator.parse("NZ/Police"), "made": MADE, "expires": EXPIRES,
            "package": PACKAGE, "secret": b"s" * 32}  # fmt: skip
    return Wanted(audience=Originator.parse(audience), basis=plan or basis(), **made | told)


def packed(ledger, audience="MY", plan=None, **told):
    asked = wanted(audience, plan, **told)
    return pack(survey(ledger, asked), asked)


def plain_package(ledger, audience="MY", plan=None, **told):
    """Return a package's bytes before it is signed and encrypted."""
    made = packed(ledger, audience, plan, **told)
    parts = list(packed_parts(ledger, made))
    return b"".join(part.data for part in parts) + manifest_bytes(
        made.header, [part.told for part in parts]
    )


def rows_of(ledger, audience="MY", plan=None, **told):
    """Return what stands in a package: (source, part, kind or type, columns) of each part."""
    made = packed(ledger, audience, plan, **told)
    return [
        (one.told["source"], one.told["part"], one.told["name"], json.loads(zlib.decompress(one.data)))
        for one in packed_parts(ledger, made)
    ]  # fmt: skip


def readable(ledger, audience="MY", plan=None, **told):
    """Return all that a package tells, unpacked, as one text."""
    made = packed(ledger, audience, plan, **told)
    return json.dumps([made.header, rows_of(ledger, audience, plan, **told)], ensure_ascii=False)


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def agency(folder, name, **told):
    """Return a case of an agency that has keys."""
    case = lg.create_case(folder / name.replace("/", "-"), jurisdiction=name[:2], agency=name[3:], name="Kestrel", **told)  # fmt: skip
    make_key(name)
    return case


def acquaint(case, *others):
    """Let a case trust the keys of other agencies."""
    for other in others:
        key = other.share_key().public if hasattr(other, "share_key") else other
        trust(case, key)


def trust(case, key: PublicKey):
    case.ledger.trust(
        key.owner, key.signing, key.encryption,
        who="tester", reason="read out by telephone", fingerprint=key.fingerprint,
    )  # fmt: skip


def give(giver, path, *, audience="MY", plan=None, **told):
    """Return what a case gave, with its warnings accepted."""
    asked = {"expires": EXPIRES, "accept": "known to both", "made": MADE} | told
    return giver.share_release(audience, plan or basis(), path, **asked)


def plain_of(path, receiver):
    """Return a file that a case was sent, decrypted with the receiver's key."""
    held = io.BytesIO()
    with path.open("rb") as file:
        decrypt(file, held, receiver.share_key().identity)
    return held.getvalue()


def taken_apart(plain):
    """Return a sealed file's manifest and its parts' bytes."""
    length = int.from_bytes(plain[-30:-22], "big")
    begins = len(plain) - 64 - 32 - 8 - 22 - length
    manifest = json.loads(plain[begins : begins + length])
    parts, at = [], len(BEGINNING)
    for told in manifest["parts"]:
        parts.append(plain[at : at + told["bytes"]])
        at += told["bytes"]
    return manifest, parts


def sent_again(path, giver, receiver, manifest, parts):
    """Write a file as a giver would who signs anything: parts are told as they are."""
    told = []
    for one, data in zip(manifest["parts"], parts, strict=True):
        told.append((one | {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}, data))
    header = {name: value for name, value in manifest.items() if name != "parts"}
    write_encrypted(path, b"".join(sealed(header, told, giver.share_key())), receiver)


def write_encrypted(path, plain, receiver):
    with path.open("wb") as file:
        encrypt(Stream([plain]), file, receiver.share_key().public.encryption)


def columns_of(data):
    return json.loads(zlib.decompress(data))


def part_of(columns):
    """Return a part's bytes and how many they unpack to."""
    text = json.dumps(columns, separators=(",", ":")).encode()
    return zlib.compress(text, 1), len(text)
