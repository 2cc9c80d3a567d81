"""Private set intersection by OpenMined's library (elliptic curves, Diffie-Hellman).

Who asks learns which of its own items the other holds; who answers learns nothing but
about how many were asked. Both learn each other's number of items rounded up to a power of
two: made-up items fill it, an eighth of all at least. The protocol keeps to itself what honest
partners compare; one who asks about numbers that it never had learns which of them are held, so
probes are few, logged and limited by whoever answers. One who answers that it holds what it does
not would be told these items in the end: so those asked about stand in no order that it knows,
among made-up ones, and an answer that claims one of these is refused. Twenty items claimed at
random pass once in fourteen times, a hundred once in six hundred thousand.
"""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING, Any

from linkgraph.errors import InputError, PackageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["ask", "asked", "common", "reply", "rounded_up"]

_LEAST = 1024
# Of all items that are asked about, how many are made up at least.
_MADE_UP = 8
# Of the data structure that compresses the answer; ours is exact, so it plays no part.
_FALSE_POSITIVES = 1e-12
_FILLING_BYTES = 16


def rounded_up(count: int) -> int:
    """Return how many items a partner sees for so many: a power of two, 1024 at least.

    It is the next one that leaves an eighth for made-up items.
    """
    size = max(_LEAST, 1 << max(0, count - 1).bit_length())
    return size if count <= size - size // _MADE_UP else 2 * size


def ask(items: Sequence[str]) -> tuple[bytes, bytes]:
    """Return a fresh key, to be kept secret until the answer comes, and a request for an answer."""
    library = _library()
    client = library.client.CreateWithNewKey(True)  # noqa: FBT003 - the library's own word
    key = bytes(client.GetPrivateKeyBytes())
    request = client.CreateRequest(_mixed(key, items))
    return key, bytes(request.SerializeToString())


def asked(request: bytes) -> int:
    """Return how many items a request asks about, made-up ones among them."""
    elements: Sequence[bytes] = _parsed(
        lambda library: library.Request(), request
    ).encrypted_elements
    return len(elements)


def reply(request: bytes, items: Sequence[str]) -> tuple[bytes, bytes]:
    """Return the two parts of an answer: one's own items, and the other's, both encrypted.

    Raises:
        PackageError: It is no request.
    """
    library = _library()
    wanted = _parsed(lambda found: found.Request(), request)
    server = library.server.CreateWithNewKey(True)  # noqa: FBT003
    held = _filled(items)
    # The library finds each time the same order for one key, which is new each time.
    setup = server.CreateSetupMessage(
        _FALSE_POSITIVES, len(wanted.encrypted_elements), held, library.DataStructure.RAW
    )
    response = _refusing(lambda: server.ProcessRequest(wanted))
    return bytes(setup.SerializeToString()), bytes(response.SerializeToString())


def common(key: bytes, items: Sequence[str], setup: bytes, response: bytes) -> list[str]:
    """Return which of one's own items the other holds, in the order given.

    Args:
        key: Of ``ask``.
        items: As given to it.
        setup: First part of the answer.
        response: Second part.

    Raises:
        PackageError: It is no answer to that request.
    """
    library = _library()
    client = library.client.CreateFromKey(key, True)  # noqa: FBT003
    theirs = _parsed(lambda found: found.ServerSetup(), setup)
    mine = _parsed(lambda found: found.Response(), response)
    if len(mine.encrypted_elements) != rounded_up(len(items)):
        raise PackageError("it answers another question", where="answer")
    places = _refusing(lambda: client.GetIntersection(theirs, mine))
    asked_for = _mixed(key, items)
    found = {asked_for[at] for at in places}
    if not found.issubset(items) or len(set(mine.encrypted_elements)) != len(asked_for):
        raise PackageError(
            "it claims to hold what nobody has: whoever made it does not keep to the protocol",
            where="answer",
            remedy="Nothing was told to the partner. Speak to it before you ask again.",
        )
    return [one for one in items if one in found]


def _mixed(key: bytes, items: Sequence[str]) -> list[str]:
    """Return items among made-up ones, in an order that only the key tells."""
    secret = hmac.digest(key, b"linkgraph order of items", "sha256")
    made_up = (
        f"-:{hmac.digest(secret, str(n).encode(), 'sha256')[:_FILLING_BYTES].hex()}"
        for n in range(rounded_up(len(items)) - len(items))
    )
    return sorted([*items, *made_up], key=lambda one: hmac.digest(secret, one.encode(), "sha256"))


def _filled(items: Sequence[str]) -> list[str]:
    more = rounded_up(len(items)) - len(items)
    return [*items, *(f"-:{secrets.token_hex(_FILLING_BYTES)}" for _ in range(more))]


def _parsed(make: Callable[[Any], Any], data: bytes) -> Any:
    message = make(_library())
    _refusing(lambda: message.ParseFromString(data))
    return message


def _refusing(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except Exception as cause:  # the library raises RuntimeError and protobuf's own
        raise PackageError(
            "it is no message of this protocol",
            where="overlap",
            remedy="Ask its sender for it again.",
        ) from cause


def _library() -> Any:
    try:
        from private_set_intersection import python
    except ImportError as cause:
        raise InputError(
            "comparing without showing needs OpenMined's library, which is not here",
            remedy="Install `linkgraph[overlap]` (Linux, macOS), or use --method keyed and say why.",
        ) from cause
    return python
