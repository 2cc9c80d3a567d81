"""What figures of a period are held against: all that those who will read them have already."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkgraph.errors import ReleaseError
from linkgraph.period.audit import Audit, HeldTable
from linkgraph.period.beside import Beside, beside_periods, hold_together
from linkgraph.period.given import (
    Reader,
    given_so_far,
    other_readers,
    others_with_figures,
)
from linkgraph.period.model import folded
from linkgraph.period.outcomes import VICTIMS
from linkgraph.period.stretches import Days

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.ledger import Ledger
    from linkgraph.period.counting import Ground
    from linkgraph.period.given import GivenTable
    from linkgraph.period.table import Table
    from linkgraph.statements import Originator

__all__ = ["Readers"]

_Lines = dict[str, dict[str, frozenset[int]]]


@dataclass(frozen=True, slots=True)
class Readers:
    """Whoever will read what an audience is given, and what they have.

    Attributes:
        audience: To whom it is given.
        given: All that was given so far, to anybody.
        own: What the audience has.
        others: Those who read it too and have more than the audience: its agencies, where it
            is a country; everybody, where it is public.
    """

    audience: Originator
    given: tuple[GivenTable, ...]
    own: Reader
    others: tuple[Reader, ...]

    @classmethod
    def of(cls, ledger: Ledger, audience: Originator) -> Readers:
        """Return who will read what an audience is given."""
        given = tuple(given_so_far(ledger))
        others = tuple(other_readers(given, audience))
        return cls(audience, given, Reader.of(audience, given), others)

    def lines(self, ground: Ground, period: str) -> _Lines:
        """Return by kind which lines on victims each period holds, of all that were given and one."""
        names = {folded(period), *(one.period for one in self.given)}
        spans = {name: ground.span(name) for name in names}
        found: dict[str, dict[str, set[int]]] = {
            kind: {name: set() for name in names} for kind in VICTIMS
        }
        # One period alone shares no line with another.
        for at, row in enumerate(ground.lines() if len(names) > 1 else ()):
            for name, span in spans.items():
                if row.kind in found and span.holds(row):
                    found[row.kind][name].add(at)
        return {
            kind: {name: frozenset(held) for name, held in of.items()} for kind, of in found.items()
        }

    def audits(self, period: str, known: Mapping[str, Days]) -> dict[str, Audit]:
        """Return by kind all that the audience has, to be solved with figures of a period.

        Args:
            period: The period.
            known: Each period, folded, to its days, as ``days`` gives them.
        """
        return _audits(self.own, period, known)

    def days(self, ground: Ground, period: str) -> dict[str, Days]:
        """Return which days a period has, and all of which figures were given."""
        # As it is written it may be another than in letters of one size.
        names = {one.period: one.period for one in self.given} | {folded(period): period.strip()}
        spans = {name: ground.span(written) for name, written in names.items()}
        return {name: Days.of(name, of.since, of.until) for name, of in spans.items()}

    def beside(self, period: str, lines: _Lines) -> dict[str, list[Beside]]:
        """Return by kind what else the audience has that figures of a period are held against."""
        return _beside(self.own, period, lines)

    def check(
        self,
        period: str,
        tables: Mapping[str, Table],
        k: int,
        lines: _Lines,
        known: Mapping[str, Days] | None = None,
    ) -> None:
        """Refuse tables by which others who read them too could work out figures below k.

        Nothing of them leaves then. They are not altered, for what the others have may rest
        on what the audience may not see.

        Raises:
            ReleaseError: There is such a reader.
        """
        had = self.own.of_period(period)
        new = {
            kind: table
            for kind, table in tables.items()
            if not any(table.same_figures(one) for one in had.get(kind, ()))
        }
        seen = set()
        for reader in self.others:
            # Many have had the same, and to solve it takes seconds each time.
            has = reader.figures(self.own)
            if has in seen:
                continue
            seen.add(has)
            beside = _beside(reader, period, lines)
            more = reader.but(self.own).of_period(period)
            safe = all(
                hold_together(table, k, [*beside[kind], *map(Beside, more.get(kind, ()))])
                for kind, table in new.items()
            )
            if not safe or (known and not _allowed(_audits(reader, period, known), new, k)):
                raise _held_back(reader.name, str(self.audience))

    def warning(self, period: str) -> str:
        """Return, for whoever gives, who else has figures of a period that these do not bind.

        Tables of audiences that do not read each other's are not held against each other:
        one may rest on what another may not see. Whoever puts two of them together can
        subtract all the same.
        """
        others = others_with_figures(self.given, period, self.audience)
        if not others:
            return ""
        return (
            f"{', '.join(others)} had figures of this before: whoever reads both tables"
            " can subtract one from the other, so look at both before you hand this one over"
        )


def _audits(reader: Reader, period: str, known: Mapping[str, Days]) -> dict[str, Audit]:
    held = tuple(
        HeldTable(one.kind, one.days or known[one.period], one.table)
        for one in reader.tables
        if one.kind in VICTIMS
    )
    return {kind: Audit(kind, known[folded(period)], held) for kind in VICTIMS}


def _allowed(audits: Mapping[str, Audit], new: Mapping[str, Table], k: int) -> bool:
    for kind, table in new.items():
        audit = audits[kind]
        for other in new:
            if other == kind:
                break
            audit = audit.and_held(other, new[other])
        if not audit.allows(table, k):
            return False
    return True


def _beside(reader: Reader, period: str, lines: _Lines) -> dict[str, list[Beside]]:
    of_period = reader.of_period(period)
    found: dict[str, list[Beside]] = defaultdict(list)
    for kind, of in lines.items():
        found[kind] += _of_other_kinds(kind, of_period)
        found[kind] += beside_periods(folded(period), of, reader.of_kind(kind))
    return found


def _of_other_kinds(kind: str, tables: Mapping[str, Sequence[Table]]) -> Iterable[Beside]:
    return [Beside(one) for name in VICTIMS if name != kind for one in tables.get(name, ())]


def _held_back(reader: str, audience: str) -> ReleaseError:
    return ReleaseError(
        f"held back: {reader} reads what {audience} is given, and had figures of its own before"
        " beside which few victims could be worked out",
        where="figures on victims",
        remedy="Give a higher --k, so that fewer figures are told, figures of fewer periods that"
        f" overlap, or give them to {reader} alone; nothing was released.",
    )
