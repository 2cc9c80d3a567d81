"""Stand-ins for people who must not be known, and for what would give them away."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkgraph.schema import load_schema
from linkgraph.share.belongings import owned_things
from linkgraph.share.disguises import undisguised
from linkgraph.share.hinting import Hints
from linkgraph.share.naming import NAMES, Naming, naming_of_texts
from linkgraph.share.rarity import hints_of
from linkgraph.values.text import plain_ascii

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from linkgraph.graph.base import Projection
    from linkgraph.share.guard import Roles

__all__ = [
    "Hidden",
    "drawn",
    "hide",
    "names_and_numbers",
    "numbered",
    "own_ids",
    "plain",
]

# Shorter numbers stand inside others.
_LEAST_NUMBER = 6
# Ids made of digests are longer than any number that somebody writes.
_LEAST_ID = 16
# Of a telephone number, what every way of writing it ends with.
_PHONE_END = 8


@dataclass(frozen=True, slots=True)
class Hidden:
    """Stand-ins by id, and the texts that must not occur.

    Attributes:
        ids: Real id to stand-in (``victim-3``, ``phone-of-victim-3``).
        captions: Real id to what is shown instead.
        names: Names, and ends of telephone numbers, that must not stand in free text, however
            written.
        numbers: Numbers that must not stand anywhere.
        hints: What may mean one of them, where people wrote as they liked.
        naming: What finds the names.
        least: Signs of the shortest number.
        starts: The numbers by their first ``least`` signs.
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    captions: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    hints: Hints = field(default_factory=Hints)
    naming: Naming = field(init=False)
    least: int = field(init=False)
    starts: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "naming", naming_of_texts(self.names))
        object.__setattr__(self, "least", min(map(len, self.numbers), default=0))
        starts: dict[str, list[str]] = {}
        for number in sorted(self.numbers):
            starts.setdefault(number[: self.least], []).append(number)
        object.__setattr__(self, "starts", {start: tuple(all_) for start, all_ in starts.items()})

    def betrays(self, text: str, *, free: bool, written: bool = False) -> bool:
        """Say whether a text holds a hidden number or, being free, a hidden name.

        Where people wrote it as they liked, also whether it only may mean somebody hidden.
        """
        seen = undisguised(text) if free else [text]
        if self.starts and any(self._holds_number(plain(one)) for one in seen):
            return True
        named = free and bool(self.names) and self.naming.stands_in(text)
        return named or (free and written and bool(self.hints) and self.hints.stands_in(text))

    def _holds_number(self, bare: str) -> bool:
        # A text is short, those hidden are many.
        return any(
            bare.startswith(number, at)
            for at in range(len(bare) - self.least + 1)
            for number in self.starts.get(bare[at : at + self.least], ())
        )

    def title(self, name: str) -> str:
        """Return what a case is called; of one that is called after somebody hidden, that it is not told."""
        return "(withheld)" if self.betrays(name, free=True, written=True) else name


def hide(  # noqa: PLR0913 - keyword only
    projection: Projection,
    people: Iterable[str],
    roles: Roles,
    *,
    officials: Iterable[str] = (),
    also: Collection[str] = (),
    told: Projection | None = None,
) -> Hidden:
    """Return stand-ins for people and for the identifiers that are theirs alone, and what names them.

    Args:
        projection: What the audience may see.
        people: Those to hide, in the order in which they are numbered.
        roles: Whose first hiding role gives the word.
        officials: Whole names of officials whom the audience is told, which may share a word with theirs.
        also: Ids of others whom no text may name, and who take no stand-in.
        told: As of ``numbered``.
    """
    ids, captions = numbered(projection, people, roles, told=told)
    silent = {*ids, *also}
    hints = hints_of(projection, silent, also_shown=officials, told=told)
    return Hidden(ids, captions, *_texts(projection, silent), hints)


def drawn(ids: Iterable[str], secret: bytes, said: str = "") -> list[str]:
    """Return ids in an order that only who has a secret can make: a number's place else tells how it begins.

    Args:
        ids: In any order.
        secret: The giver's.
        said: What else the order hangs on.
    """

    def place(one: str) -> bytes:
        return hmac.digest(secret, f"stand-in\x1f{said}\x1f{one}".encode(), "sha256")

    return sorted(ids, key=place)


def numbered(  # noqa: PLR0913 - keyword only
    projection: Projection,
    people: Iterable[str],
    roles: Roles,
    secret: bytes = b"",
    *,
    told: Projection | None = None,
    first: Collection[str] = (),
) -> tuple[dict[str, str], dict[str, str]]:
    """Return stand-ins by id, and what is shown instead by id.

    Args:
        projection: As of ``hide``, as are the people and roles.
        people: In the order in which they are numbered.
        roles: Whose first hiding role gives the word.
        secret: What orders things of one person; their ids where it is empty, which is for inside alone.
        told: What of the projection the audience is told: what is theirs by that is theirs, too.
        first: Things that are shown, numbered before all others, so that no number tells of more.
    """
    ids: dict[str, str] = {}
    captions: dict[str, str] = {}
    counts: dict[str, int] = {}
    for one in people:
        role = roles.hidden(one)
        counts[role] = counts.get(role, 0) + 1
        ids[one] = f"{role}-{counts[role]}"
        captions[one] = f"{role.capitalize()} {counts[role]}"
    owned = owned_things(projection, set(ids))
    if told is not None and told is not projection:
        owned |= owned_things(told, set(ids))
    kinds = {one: kind for kind, frame in projection.nodes.items() for one in frame["id"]}
    times: dict[str, int] = {}
    either = drawn(owned, secret) if secret else sorted(owned)
    for thing in sorted(either, key=lambda one: one not in first):
        owner = owned[thing]
        kind = kinds[thing]
        stem = f"{kind.lower()}-of-{ids[owner]}"
        times[stem] = times.get(stem, 0) + 1
        number = f" ({times[stem]})" if times[stem] > 1 else ""
        ids[thing] = f"{stem}-{times[stem]}"
        captions[thing] = f"{kind} of {captions[owner]}{number}"
    return ids, captions


def _texts(projection: Projection, ids: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    names: set[str] = set()
    told: list[str] = []
    for kind, frame in projection.nodes.items():
        of = load_schema().kinds[kind]
        spoken = [name for name in NAMES if name in frame.columns]
        for row in frame.select("id", *spoken).iter_rows(named=True):
            if row["id"] not in ids:
                continue
            if of.identity == "value" and not of.hashed:
                told.append(row["id"])
            for name in spoken:
                names.update(row[name] or ())
    ends, numbers = names_and_numbers(told)
    return frozenset(names | ends), frozenset(numbers)


def own_ids(ids: Iterable[str]) -> set[str]:
    """Return how ids of people may stand in texts: a plan's subjects, a note that points at one.

    Whoever had the same id from elsewhere would know whom a role and number stand for.
    """
    held = {plain(one.partition(":")[2]) for one in ids if one.startswith("person:")}
    return {one for one in held if len(one) >= _LEAST_ID}


def names_and_numbers(ids: Iterable[str]) -> tuple[set[str], set[str]]:
    """Return how ids made of numbers may be written: ends of telephone numbers, numbers whole."""
    held = list(ids)
    ends = {plain(one)[-_PHONE_END:] for one in held if one.startswith("phone:")}
    numbers = {plain(one.partition(":")[2]) for one in held}
    return ends, {one for one in numbers if len(one) >= _LEAST_NUMBER}


def plain(text: str) -> str:
    """Return the letters and digits of a number, digits of any script as 0-9, in capitals."""
    return re.sub(r"[^0-9A-Za-z]", "", plain_ascii(text)).upper()
