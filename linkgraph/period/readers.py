"""What figures of a period are held against: all that those who will read them have already."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkgraph.errors import ReleaseError
from linkgraph.period.audit import Audit, HeldTable, most_work
from linkgraph.period.beside import Beside, beside_periods, hold_together
from linkgraph.period.given import (
    Reader,
    given_so_far,
    other_readers,
    others_with_figures,
)
from linkgraph.period.knowledge import Knowledge
from linkgraph.period.occasion import Occasion
from linkgraph.period.outcomes import VICTIMS
from linkgraph.share.audience import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.ledger import Ledger
    from linkgraph.period.counting import Ground
    from linkgraph.period.given import GivenTable
    from linkgraph.period.table import Table
    from linkgraph.period.tally import Tally
    from linkgraph.period.worlds import Work
    from linkgraph.statements import Originator

__all__ = ["Readers"]


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

    def occasion(self, ground: Ground, tally: Tally) -> Occasion:
        """Return the period of a tally with what is held against its figures.

        Each country knows its own part, none too: the audience's, of what is public every one.
        """
        countries = {*tally.countries, *self.own.with_part()}
        if str(self.audience) != PUBLIC:
            countries &= {self.audience.country}
        given = {one.period for one in self.given}
        return Occasion.of(ground, tally, given, sorted(countries))

    def known(self, occasion: Occasion) -> dict[str, list[Knowledge]]:
        """Return by kind what its readers have and know, in one order of readers.

        The first knows no country's own part.
        """
        eyes = ["", *sorted({name for of in occasion.parts.values() for name in of})]
        # As much is solved for all of them as for one, so that many countries take no longer.
        work = {kind: most_work() for kind in VICTIMS}
        found = [_knowledge(self.own.left_to(one), one, occasion, work) for one in eyes]
        return {kind: [known[kind] for known in found] for kind in VICTIMS}

    def check(self, tables: Mapping[str, Table], k: int, occasion: Occasion) -> None:
        """Refuse tables by which others who read them too could work out figures below k.

        Nothing of them leaves then. They are not altered, for what the others have may rest
        on what the audience may not see.

        Raises:
            ReleaseError: There is such a reader.
        """
        had = self.own.of_period(occasion.period)
        new = {
            kind: table
            for kind, table in tables.items()
            if not any(table.same_figures(one) for one in had.get(kind, ()))
        }
        seen = set()
        for reader in self.others:
            with_part = occasion.with_part() | reader.with_part()
            for country in ["", *with_part.intersection([reader.country])]:
                has, more = reader.left_to(country), reader.but(self.own).left_to(country)
                # Many have had the same, and to solve it takes seconds each time.
                alike = (country, has.figures(), more.figures())
                if alike in seen:
                    continue
                seen.add(alike)
                known = _knowledge(has, country, occasion)
                if not _are_safe(new, k, known, more.of_period(occasion.period)):
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


def _are_safe(
    new: Mapping[str, Table],
    k: int,
    known: Mapping[str, Knowledge],
    more: Mapping[str, Sequence[Table]],
) -> bool:
    seen: dict[str, Table] = {}
    for kind, table in new.items():
        reader = known[kind].and_held(seen)
        seen[kind] = reader.left(table)
        beside = [*reader.beside, *map(Beside, more.get(kind, ()))]
        if not hold_together(seen[kind], k, beside):
            return False
        if reader.audit and not reader.audit.allows(seen[kind], k):
            return False
    return True


def _knowledge(
    reader: Reader, country: str, occasion: Occasion, work: Mapping[str, Work] | None = None
) -> dict[str, Knowledge]:
    """Return by kind what a reader knows who has some tables, a country's part taken out of them."""
    held = tuple(
        HeldTable(one.kind, one.days or occasion.days[one.period], one.table)
        for one in reader.tables
        if one.kind in VICTIMS
    )
    work = work or {kind: most_work() for kind in occasion.lines}
    days = occasion.days.get(occasion.period)
    former = reader.of_period(occasion.period)
    beside = _beside(reader, occasion)
    return {
        kind: Knowledge(
            former=tuple(former.get(kind, ())),
            beside=tuple(beside[kind]),
            audit=Audit(kind, days, held, work[kind]) if days else None,
            country=country,
            part=occasion.part(country, kind),
        )
        for kind in occasion.lines
    }


def _beside(reader: Reader, occasion: Occasion) -> dict[str, list[Beside]]:
    of_period = reader.of_period(occasion.period)
    found: dict[str, list[Beside]] = defaultdict(list)
    for kind, of in occasion.lines.items():
        found[kind] += _of_other_kinds(kind, of_period)
        found[kind] += beside_periods(occasion.period, of, reader.of_kind(kind))
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
