"""Victims counted by the columns of a standard, for statistics: nobody in it, no cell below k."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkgraph.period.knowledge import Knowledge
from linkgraph.period.suppression import table_to_give
from linkgraph.schema import load_schema
from linkgraph.share.guard import DECLINED
from linkgraph.share.sight import never_outside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from linkgraph.period.table import Table
    from linkgraph.share.sight import Sight

__all__ = [
    "COLUMNS",
    "KIND",
    "VictimTable",
    "count_victims",
    "rows_of",
    "victim_cautions",
    "victim_table",
]

# Names of the Human Trafficking Case Data Standard. One set of columns alone: with two, the
# sums of one would fill the gaps of the other.
COLUMNS = ("prs_Gender", "prs_Nationality", "vic_TypeOfExploitation")
KIND = "htcds"
_BETWEEN = "\x1f"
_SEVERAL = "Several"


@dataclass(frozen=True, slots=True, kw_only=True)
class VictimTable:
    """Victims by gender, nationality and type of exploitation, as an audience may have it.

    Attributes:
        audience: Whom it is for.
        k: Least figure in it.
        rows: Values of ``COLUMNS`` (empty where unknown) and how many victims, by values.
        handling: Strictest handling of all that it rests on; empty where it has no rows.
        originators: All of them, sorted.
        cautions: What a reader must know.
        held: For whoever gives it: why it is not as it stands; else empty.
    """

    audience: str
    k: int
    rows: tuple[tuple[str, str, str, int], ...]
    handling: str
    originators: tuple[str, ...]
    cautions: tuple[str, ...]
    held: str = ""

    def to_pandas(self) -> pd.DataFrame:
        """Return one row a combination: ``COLUMNS`` and ``victims``."""
        import pandas as pd

        return pd.DataFrame(self.rows, columns=[*COLUMNS, "victims"])


def count_victims(sight: Sight) -> dict[str, int]:
    """Return how many victims there are of each combination, by what an audience may see.

    Each victim, as resolved for the audience, counts in one combination. Whoever is shown to
    no audience, or declined to be counted, counts in none.

    Returns:
        Values of ``COLUMNS``, joined, to the number.
    """
    people = sight.told.nodes.get("Person")
    if people is None:
        return {}
    victims = {
        one
        for one in people["id"]
        if "victim" in sight.said.of(one)
        and DECLINED["statistics"] not in sight.roles.of(one)
        and not never_outside(sight.roles, one)
    }
    suffered = _exploitation(sight)
    found: Counter[str] = Counter()
    for row in people.iter_rows(named=True):
        one = row["id"]
        if one in victims:
            nationality = _one_of(row.get("nationalities") or ())
            values = (
                (row.get("sex") or "").capitalize(),
                nationality,
                _one_of(suffered.get(one, ())),
            )
            found[_BETWEEN.join(values)] += 1
    return dict(found)


def _exploitation(sight: Sight) -> dict[str, list[str]]:
    """Return what each person is said to have suffered."""
    found: dict[str, set[str]] = defaultdict(set)
    acts = {name for name, link in load_schema().links.items() if "exploitation" in link.properties}
    for shape, frame in sight.told.links.items():
        if shape.type in acts and "exploitation" in frame.columns:
            told = frame.select("to_id", "exploitation").drop_nulls()
            for one, exploitation in told.iter_rows():
                found[one].add(exploitation)
    return {one: sorted(held) for one, held in found.items()}


def _one_of(values: Sequence[str]) -> str:
    told = sorted(set(values))
    return told[0] if len(told) == 1 else _SEVERAL if told else ""


def victim_cautions(k: int) -> tuple[str, ...]:
    """Return what a reader must know; the same whether or not anything was held back."""
    listed = (
        f"Combinations of fewer than {k} victims are not listed, and others as far as these"
        f" would follow from them. What changed by fewer than {k} stands as it was given before."
    )
    return ("It counts people whom sources call victims, not all who are.", listed)


def victim_table(counts: Mapping[str, int], k: int, former: Sequence[Table]) -> Table:
    """Return which of the numbers may be given: as a table whose total everybody knows.

    The total is not given, but what agencies tell of outcomes may let a reader guess it.

    Args:
        counts: As ``count_victims`` gives them.
        k: Least number that may be given.
        former: What the same reader has, oldest first.
    """
    return table_to_give(sum(counts.values()), counts, k, [Knowledge(tuple(former))])


def rows_of(table: Table) -> tuple[tuple[str, str, str, int], ...]:
    """Return the numbers that a table gives, by the values of the columns."""
    made = []
    for name, value in sorted(table.cells.items()):
        if value is not None:
            gender, nationality, exploitation = name.split(_BETWEEN)
            made.append((gender, nationality, exploitation, value))
    return tuple(made)
