"""What a report is made from: releases for one audience, and nothing beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkgraph.errors import ReleaseError
from linkgraph.statements.source import strictest_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkgraph.period.released import PeriodRelease
    from linkgraph.period.released_tally import ReleasedTally
    from linkgraph.share.model import Release

__all__ = ["KINDS", "Material"]

KINDS = ("plan", "mid-term", "debrief", "senior-officials", "case")
# Letters by which originators are named on every page: a browser repeats no head of a page that takes
# a quarter of it, and a small screen has room for little else.
_MOST_LETTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Releases for one audience, made at one moment.

    Attributes:
        period: A joint period; None in a case report.
        tally: Its outcomes; None in a plan and in a case report.
        release: The case; None where no picture of it is wanted.
        plan: Reference of the only plan that a plan report is about; all where empty.
    """

    period: PeriodRelease | None = None
    tally: ReleasedTally | None = None
    release: Release | None = None
    plan: str = ""

    def parts(self) -> list[PeriodRelease | ReleasedTally | Release]:
        """Return the releases that there are.

        Raises:
            ReleaseError: There is none, or they are for different audiences.
        """
        held = [one for one in (self.period, self.tally, self.release) if one is not None]
        if len({(one.audience, one.own) for one in held}) != 1:
            raise ReleaseError("a report is made from releases for one audience")
        return held

    def caveat(self) -> str:
        """Return what stands on every page: handling, for whom, from whom.

        Many originators are told by their countries there; ``originators`` names them all.
        """
        held = self.parts()
        handling = strictest_of(one.handling for one in held if one.handling)
        whom = f"{held[0].audience}{' (own agency)' if held[0].own else ''}"
        return f"{handling} | For {whom} | From {self._from_whom()}"

    def originators(self) -> tuple[str, ...]:
        """Return whom it is from, sorted."""
        return tuple(sorted({name for one in self.parts() for name in one.originators}))

    @property
    def names_all(self) -> bool:
        """Whether the caveat names each originator."""
        return len(", ".join(self.originators())) <= _MOST_LETTERS

    def _from_whom(self) -> str:
        names = self.originators()
        if self.names_all:
            return ", ".join(names) or "nobody"
        countries = sorted({name.partition("/")[0] for name in names})
        told = ", ".join(countries)
        if len(told) > _MOST_LETTERS:
            told = f"{len(countries)} countries"
        return f"{told} (originators named inside: {len(names)})"

    def facts(self) -> tuple[str, ...]:
        """Return what the report is made from, and when."""
        first = self.parts()[0]
        day, _, clock = first.made.partition("T")
        return f"Case {first.case_name}", f"made on {day} at {clock[:5]} UTC"

    def cautions(self, own: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the cautions of all that the report is made from, each once."""
        told = [*own, *(text for one in self.parts() for text in one.cautions)]
        return tuple(dict.fromkeys(told))
