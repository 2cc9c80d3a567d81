"""What a question gives now beside what it gave before."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from linkgraph.ledger import KeptRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import pandas as pd

    from linkgraph.catalogue.answer import Answer

__all__ = ["Difference", "RowChange", "find_difference", "rows_to_keep"]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that is not as it was.

    Attributes:
        what: new, changed or gone.
        identity: Columns that tell the row apart, with their values.
        changed: Columns that say something else now; of ``changed`` rows only.
        columns: The row as it is now; of one that is gone, as it was.
        before: The former values of the columns that changed.
    """

    what: Literal["new", "changed", "gone"]
    identity: Mapping[str, Any]
    changed: tuple[str, ...]
    columns: Mapping[str, Any]
    before: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in the answer to a kept question.

    Attributes:
        name: What the question is kept under.
        question: Its id.
        since: The ledger's version that it was answered at before.
        version: That it is answered at now.
        changes: New and changed rows in the answer's order, then those that are gone.
        erased: Rows of the former answer that withdrawals erased since: of these nobody
            can say whether they are new, changed or gone, and one that still holds
            stands among the new.
        answer: The whole answer of now.
        rows: The same as it is kept.
    """

    name: str
    question: str
    since: int
    version: int
    changes: tuple[RowChange, ...]
    erased: int
    answer: Answer
    rows: tuple[KeptRow, ...]

    def count(self, what: str) -> int:
        """Return how many rows are new, changed or gone."""
        return sum(one.what == what for one in self.changes)

    def to_pandas(self) -> pd.DataFrame:
        """Return one row a change: ``what``, ``changed``, then the question's columns."""
        import pandas as pd

        rows = [{"what": one.what, "changed": one.changed, **one.columns} for one in self.changes]
        return pd.DataFrame(rows, columns=["what", "changed", *self.answer.columns])


def rows_to_keep(answer: Answer, identity: Sequence[str]) -> list[KeptRow]:
    """Return an answer's rows as they are kept.

    Args:
        answer: The answer.
        identity: The question's columns that tell rows apart.
    """
    made = []
    for row in answer.rows:
        # Through JSON, so that what is read back compares with what is asked anew.
        columns = json.loads(json.dumps(dict(zip(answer.columns, row, strict=True))))
        made.append(KeptRow(_key(columns, identity), columns, tuple(columns["sources"])))
    return made


def _key(columns: Mapping[str, Any], identity: Iterable[str]) -> str:
    return json.dumps([columns[name] for name in identity], ensure_ascii=False)


def find_difference(
    before: Iterable[KeptRow],
    now: Iterable[KeptRow],
    identity: Sequence[str],
    hidden: Collection[str] = (),
) -> tuple[RowChange, ...]:
    """Return new and changed rows in the order of now, then those that are gone.

    Args:
        before: The rows that were kept.
        now: The rows of the present answer.
        identity: Columns that tell rows apart.
        hidden: Ids of whom a role protects now, and of what is theirs: a row about them that
            is gone tells its identity alone, not what it said while nobody knew.
    """
    held = {row.identity: row for row in before}
    changes = []
    for row in now:
        former = held.pop(row.identity, None)
        differ = _differ(former.columns, row.columns) if former else ()
        if former is None or differ:
            changes.append(_change("changed" if former else "new", row, identity, former, differ))
    gone = (_change("gone", _silenced(row, identity, hidden), identity) for row in held.values())
    return (*changes, *gone)


def _silenced(row: KeptRow, identity: Sequence[str], hidden: Collection[str]) -> KeptRow:
    told = [row.columns[name] for name in identity]
    ids = {one for value in told for one in (value if isinstance(value, list) else [value])}
    if ids.isdisjoint(hidden):
        return row
    kept = {name: value if name in identity else None for name, value in row.columns.items()}
    return replace(row, columns=kept)


def _differ(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(
        name for name in (*now, *(before.keys() - now.keys())) if before.get(name) != now.get(name)
    )


def _change(
    what: Literal["new", "changed", "gone"],
    row: KeptRow,
    identity: Sequence[str],
    former: KeptRow | None = None,
    differ: tuple[str, ...] = (),
) -> RowChange:
    return RowChange(
        what,
        {name: row.columns[name] for name in identity},
        differ,
        row.columns,
        {name: former.columns.get(name) for name in differ} if former else {},
    )
