"""Which identifiers two agencies both hold, found without showing the rest.

Four messages, each sealed, signed and encrypted like a package: one asks, the other answers,
who asked finds the hits and tells them, who answered notes them. Each side logs its steps.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from linkgraph.errors import PackageError, UnknownName
from linkgraph.share import keyed, psi
from linkgraph.share.comparable import COMPARED
from linkgraph.share.giving import sealed_file
from linkgraph.share.opening import check_address, decrypted
from linkgraph.share.sealed import unseal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from linkgraph.share.keys import OwnKey, PublicKey
    from linkgraph.share.opening import Receiver

__all__ = [
    "METHODS", "STEPS", "Asked", "Message", "asked_about", "asking", "hits_in", "message_file",
    "read_hits", "read_message", "replying", "told_hits",
]  # fmt: skip

METHODS = ("psi", "keyed")
STEPS = ("ask", "answer", "hits")
_ID = re.compile(r"ovl-[0-9a-f]{16}")
_MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One step of a comparison.

    Attributes:
        id: The comparison's.
        step: One of ``STEPS``.
        method: One of ``METHODS``.
        kinds: Which identifiers are compared.
        parts: What the method says.
        sender: Who sends it; of a message that was read, who signed it.
        content: SHA-256 of the file that it came in; empty where it is still to be sent.
    """

    id: str
    step: str
    method: str
    kinds: tuple[str, ...]
    parts: tuple[bytes, ...]
    sender: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What who asks keeps until the answer comes; the key is secret.

    Attributes:
        id: The comparison's.
        method: One of ``METHODS``.
        kinds: Which identifiers are compared.
        partner: Who was asked.
        items: Digest of the identifiers asked about, under a secret of the agency's own.
        key: The method's.
    """

    id: str
    method: str
    kinds: tuple[str, ...]
    partner: str
    items: str
    key: bytes


def asking(  # noqa: PLR0913 - keyword only
    *,
    id_: str,
    method: str,
    kinds: Sequence[str],
    items: Sequence[str],
    partner: str,
    secret: bytes,
) -> tuple[Asked, Message]:
    """Return what to keep and what to send, to ask which of some items a partner holds.

    Args:
        id_: What to call the comparison.
        method: One of ``METHODS``.
        kinds: Which identifiers these are.
        items: Their ids.
        partner: Who is asked.
        secret: The own agency's, for the digest of the items that is kept.

    Raises:
        UnknownName: There is no such method.
        InputError: The method's library is not here.
    """
    if method not in METHODS:
        raise UnknownName.of("method", method, METHODS)
    key, question = (psi if method == "psi" else keyed).ask(items)
    kept = Asked(id=id_, method=method, kinds=tuple(kinds), partner=partner,
                 items=_digest(secret, items), key=key)  # fmt: skip
    return kept, Message(id=id_, step="ask", method=method, kinds=tuple(kinds), parts=(question,))


def asked_about(question: Message) -> int:
    """Return how many items a question asks about; of ``psi`` rounded up.

    Raises:
        PackageError: It is none.
    """
    counted = psi.asked if question.method == "psi" else keyed.asked
    return counted(_parts(question, 1)[0])


def replying(question: Message, items: Sequence[str]) -> Message:
    """Return the answer to a question, of one's own items."""
    asked = _parts(question, 1)[0]
    parts: tuple[bytes, ...]
    if question.method == "psi":
        parts = psi.reply(asked, items)
    else:
        parts = (keyed.named(asked, keyed.held(asked, items)),)
    return Message(
        id=question.id, step="answer", method=question.method, kinds=question.kinds, parts=parts
    )


def hits_in(kept: Asked, answer: Message, items: Sequence[str], secret: bytes) -> list[str]:
    """Return which of the items asked about the partner holds too.

    Args:
        kept: What was kept when it was asked.
        answer: The partner's.
        items: As they were asked about.
        secret: As ``asking`` had.

    Raises:
        PackageError: It is no answer to that question, or the items are others now.
    """
    if not hmac.compare_digest(kept.items, _digest(secret, items)):
        raise PackageError(
            "the case holds other identifiers now than were asked about",
            where="answer",
            remedy="Ask again: `linkgraph share overlap ask`.",
        )
    if (answer.method, answer.kinds) != (kept.method, kept.kinds):
        raise PackageError("it answers another question", where="answer")
    if kept.method == "psi":
        setup, response = _parts(answer, 2)
        return psi.common(kept.key, items, setup, response)
    return keyed.held(kept.key + _parts(answer, 1)[0], items)


def told_hits(answered: Message, hits: Sequence[str]) -> Message:
    """Return the message that tells the hits to who answered."""
    told = json.dumps(sorted(hits), ensure_ascii=False).encode("utf-8")
    return Message(
        id=answered.id, step="hits", method=answered.method, kinds=answered.kinds, parts=(told,)
    )


@contextmanager
def message_file(
    output: Path, message: Message, key: OwnKey, receiver: PublicKey, made: str
) -> Iterator[str]:
    """Make a message's file and lend its SHA-256; as ``sealed_file``.

    Args:
        output: Where.
        message: What it says.
        key: The sender's.
        receiver: Whom it is for.
        made: The moment to write on it, UTC.
    """
    header = {
        "form": 1, "kind": f"overlap {message.step}", "id": message.id,
        "from": key.public.owner, "to": receiver.owner, "made": made,
        "method": message.method, "kinds": list(message.kinds),
    }  # fmt: skip
    parts = [
        ({"bytes": len(one), "sha256": hashlib.sha256(one).hexdigest()}, one)
        for one in message.parts
    ]
    with sealed_file(output, header, parts, key, receiver) as content:
        yield content


def read_message(path: Path, receiver: Receiver, step: str) -> Message:
    """Read a partner's message of one step.

    Raises:
        PackageError: It is another's, for another, something else, or breaks its form.
        PackageAltered: A part of it, named, is not as its sender signed it.
    """
    with decrypted(path, receiver) as (file, content):
        unsealed = unseal(file, receiver.trusted, (f"overlap {step}",))
        manifest = unsealed.manifest
        check_address(manifest, unsealed.signer, receiver)
        sizes = [one["bytes"] for one in manifest["parts"]]
        if not sizes or sum(sizes) > _MOST_BYTES:
            raise PackageError("it is larger than a message can be, or empty", where="parts")
        parts = []
        for begins, size in zip(unsealed.offsets, sizes, strict=True):
            file.seek(begins)
            parts.append(file.read(size))
    return Message(
        id=_matching(manifest, "id"),
        step=step,
        method=_one_of(manifest, "method"),
        kinds=_kinds(manifest),
        parts=tuple(parts),
        sender=unsealed.signer.owner,
        content=content,
    )


def read_hits(message: Message) -> list[str]:
    """Return the ids that a message of hits tells.

    Raises:
        PackageError: It tells none in this form.
    """
    try:
        told = json.loads(_parts(message, 1)[0])
    except (ValueError, RecursionError) as cause:
        raise PackageError("it tells no hits", where="hits") from cause
    if not isinstance(told, list) or not all(isinstance(one, str) for one in told):
        raise PackageError("it tells no hits", where="hits")
    return told


def _digest(secret: bytes, items: Sequence[str]) -> str:
    # Under a secret that lies elsewhere: else a few numbers could be tried against it.
    return hmac.new(secret, "\n".join(items).encode("utf-8"), hashlib.sha256).hexdigest()


def _parts(message: Message, count: int) -> tuple[bytes, ...]:
    if len(message.parts) != count:
        raise PackageError("it has other parts than such a message has", where="parts")
    return message.parts


def _matching(manifest: dict[str, Any], name: str) -> str:
    value = manifest.get(name)
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise PackageError("its id is none", where=name)
    return value


def _one_of(manifest: dict[str, Any], name: str) -> str:
    value = manifest.get(name)
    if value not in METHODS:
        raise PackageError("it is of a method that is not known here", where=name)
    return str(value)


def _kinds(manifest: dict[str, Any]) -> tuple[str, ...]:
    told = manifest.get("kinds")
    if not isinstance(told, list) or not told or any(one not in COMPARED for one in told):
        raise PackageError("it compares what is not compared here", where="kinds")
    return tuple(told)
