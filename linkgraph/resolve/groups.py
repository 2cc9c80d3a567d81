"""Groups of records that grow, and refuse to where two of theirs are known to differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

__all__ = ["Groups"]

# The gravest first: what a refusal tells where several hold.
_GRAVEST = ("different", "disputed", "unsure", "exclusive", "suspect_and_victim")
_RANK = {reason: rank for rank, reason in enumerate(_GRAVEST)}
_ROLES = ("suspect", "victim")

# Domain to set of numbers to the records of a group that have just these.
_Numbers = dict[str, dict[frozenset[str], list[int]]]


class Groups:
    """A union-find over numbered records whose groups know whom they may not hold.

    Every set is kept at a group's root, and of two the smaller is poured into the larger.

    Args:
        records: How many there are; they are numbered from 0.
    """

    def __init__(self, records: int) -> None:
        self._parent = list(range(records))
        self._size = [1] * records
        # Root to records that may not come into its group, with the reason.
        self._apart: dict[int, dict[int, str]] = {}
        self._numbers: dict[int, _Numbers] = {}
        self._roles: dict[int, dict[str, list[int]]] = {}
        self._allowed: set[tuple[int, int]] = set()
        # Roots that may refuse anybody: most never do, and are not asked.
        self._wary = bytearray(records)

    def part(self, one: int, two: int, reason: str) -> None:
        """Keep two records apart whatever else is said; before any join."""
        self._apart.setdefault(one, {})[two] = reason
        self._apart.setdefault(two, {})[one] = reason
        self._wary[one] = self._wary[two] = 1

    def allow(self, one: int, two: int) -> None:
        """Let numbers and roles of just these two records count for nothing."""
        self._allowed.add((min(one, two), max(one, two)))

    def number(self, record: int, domains: Mapping[str, Collection[str]]) -> None:
        """Say which numbers of which domains a record has; before any join."""
        told = {domain: {frozenset(held): [record]} for domain, held in domains.items() if held}
        if told:
            self._numbers[record] = told
            self._wary[record] = 1

    def role(self, record: int, roles: Collection[str]) -> None:
        """Say which roles a record has; before any join."""
        told = {role: [record] for role in _ROLES if role in roles}
        if told:
            self._roles[record] = told
            self._wary[record] = 1

    def join_all(self, pairs: Iterable[tuple[int, int]]) -> list[str | None]:
        """Make the groups of the two records of each pair one, pair by pair.

        Returns:
            For each pair None where its groups were joined, "" where they were one
            already, else the reason why they may not be one.
        """
        parent, size, wary = self._parent, self._size, self._wary
        outcomes: list[str | None] = []
        # A million pairs: what most of them need stands in the loop itself.
        for left, right in pairs:
            one, two = left, right
            while parent[one] != one:
                parent[one] = one = parent[parent[one]]
            while parent[two] != two:
                parent[two] = two = parent[parent[two]]
            refusal = "" if one == two else None
            if refusal is None and wary[one] and wary[two]:
                refusal = self._refusal(one, two) or None
            outcomes.append(refusal)
            if refusal is None:
                small, large = (one, two) if size[one] < size[two] else (two, one)
                parent[small] = large
                size[large] += size[small]
                if wary[small]:
                    self._pour(small, large)
        return outcomes

    def _refusal(self, one: int, two: int) -> str:
        return (
            self._known_apart(one, two) or self._exclusive(one, two) or self._both_roles(one, two)
        )

    def roots(self) -> list[int]:
        """Return each record's root, by number."""
        return [self._root(number) for number in range(len(self._parent))]

    def _root(self, number: int) -> int:
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def _known_apart(self, one: int, two: int) -> str:
        mine, theirs = self._apart.get(one), self._apart.get(two)
        if not mine or not theirs:
            return ""
        few, other = (mine, two) if len(mine) <= len(theirs) else (theirs, one)
        found = {reason for record, reason in few.items() if self._root(record) == other}
        return min(found, key=_RANK.__getitem__, default="")

    def _exclusive(self, one: int, two: int) -> str:
        mine, theirs = self._numbers.get(one), self._numbers.get(two)
        if not mine or not theirs:
            return ""
        for domain in mine.keys() & theirs.keys():
            for ours, records in mine[domain].items():
                for others, more in theirs[domain].items():
                    if ours.isdisjoint(others) and not self._all_allowed(records, more):
                        return "exclusive"
        return ""

    def _both_roles(self, one: int, two: int) -> str:
        mine, theirs = self._roles.get(one), self._roles.get(two)
        if not mine or not theirs:
            return ""
        for suspects, victims in (
            (mine.get("suspect"), theirs.get("victim")),
            (theirs.get("suspect"), mine.get("victim")),
        ):
            if suspects and victims and not self._all_allowed(suspects, victims):
                return "suspect_and_victim"
        return ""

    def _all_allowed(self, ours: list[int], others: list[int]) -> bool:
        """Say whether people judged each of some the same as each of others.

        It ends at the first pair that nobody judged, so it costs no more than people
        have judged.
        """
        return all((min(a, b), max(a, b)) in self._allowed for a in ours for b in others)

    def _pour(self, small: int, large: int) -> None:
        self._wary[large] = 1
        self._pour_apart(small, large)
        numbers = self._numbers.pop(small, {})
        held = self._numbers.setdefault(large, {}) if numbers else {}
        for domain, sets in numbers.items():
            into = held.setdefault(domain, {})
            for told, records in sets.items():
                into.setdefault(told, []).extend(records)
        roles = self._roles.pop(small, {})
        both = self._roles.setdefault(large, {}) if roles else {}
        for role, records in roles.items():
            both.setdefault(role, []).extend(records)

    def _pour_apart(self, small: int, large: int) -> None:
        few, many = self._apart.pop(small, {}), self._apart.pop(large, {})
        if len(few) > len(many):
            few, many = many, few
        for record, reason in few.items():
            held = many.get(record)
            many[record] = reason if held is None else min(held, reason, key=_RANK.__getitem__)
        if many:
            self._apart[large] = many
