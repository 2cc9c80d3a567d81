"""A tally as one audience may have it: what reports and tables are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["ReleasedFigure", "ReleasedLine", "ReleasedTally"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedLine:
    """One line that a figure rests on; whom it concerns is not told.

    Attributes:
        number: Of what is counted once, from 1; lines of one number are one outcome.
        counts: How many this line counts.
        amount: Money restrained with its currency; empty where none is told.
        reference: Its number with those who report it; may be empty.
        countries: Whose it is.
        day: When, ISO; may be empty.
        agency: As written; may be empty.
        plan: Reference of the investigation plan; may be empty.
        evidence: As written; may be empty.
        originator: Who reports it.
        file: Name of the file; empty for what people stated.
        locator: Place in it; for others than the own agency counted among the lines that are
            listed (``item 3``).
        handling: Of its source.
        why: What made it one with others of its number; may be empty.
    """

    number: int
    counts: int
    amount: str
    reference: str
    countries: tuple[str, ...]
    day: str
    agency: str
    plan: str
    evidence: str
    originator: str
    file: str
    locator: str
    handling: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedFigure:
    """One figure, as text: a number, from-to, or that it is withheld.

    Attributes:
        mark: By which a report leads to its lines (``F3``).
        kind: Kind of outcome.
        label: The same in words, with the currency for money.
        total: The figure.
        by_country: The same for each country.
        lines: What it rests on; none where these would give withheld figures away.
        doubts: Which of its outcomes may be one, in words.
        closed: Why there are no lines; empty where there are.
    """

    mark: str
    kind: str
    label: str
    total: str
    by_country: Mapping[str, str]
    lines: tuple[ReleasedLine, ...] = ()
    doubts: tuple[str, ...] = ()
    closed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedTally:
    """What one audience may know of a period's outcomes.

    Attributes:
        case_name: The case's name as its holders gave it.
        audience: Whom it is for; the case's own agency where it was made for inside.
        own: Whether it is for the case's own agency: nothing is withheld then.
        made: When, UTC.
        period: Reference of the joint period.
        k: Least figure on victims that is told; 0 where nothing is withheld.
        within_days: Days within which two reports of one person are one outcome.
        countries: All columns, sorted.
        figures: In the schema's order of kinds.
        outside: How many lines have a day outside the period.
        cautions: What a reader must know, in order.
        handling: Strictest handling of what is told (``H2 AMBER``); empty where nothing is.
        originators: All who report what is told, sorted.
        held: For whoever gives it, never shown in it: kind to why a table is not as it stands,
            and under ``others`` who else had figures of the period before.
    """

    case_name: str
    audience: str
    own: bool
    made: str
    period: str
    k: int
    within_days: int
    countries: tuple[str, ...]
    figures: tuple[ReleasedFigure, ...]
    outside: int
    cautions: tuple[str, ...]
    handling: str
    originators: tuple[str, ...]
    held: Mapping[str, str] = field(default_factory=dict)

    def to_pandas(self) -> pd.DataFrame:
        """Return one row a figure: ``outcome``, ``total``, and a column a country; texts."""
        import pandas as pd

        columns = ["outcome", "total", *self.countries]
        rows = [
            {"outcome": one.label, "total": one.total, **one.by_country} for one in self.figures
        ]
        return pd.DataFrame(rows, columns=columns)
