"""What one row of an answer rests on, link by link and line by line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from linkgraph.schema import load_schema
from linkgraph.statements.source import strictest_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from linkgraph.ledger import Evidence
    from linkgraph.statements.source import Source

__all__ = ["Explanation", "Part", "Weakest", "find_weakest", "grade_rank", "make_explanation"]


@dataclass(frozen=True, slots=True)
class Part:
    """A link or an entity that a row rests on, with all that says so.

    Attributes:
        id: Of the link or entity.
        part: link or entity.
        name: Its type or kind.
        start: For links, the id they come from.
        end: For links, the id they go to.
        said: The statements, by source and place; never none.
    """

    id: str
    part: str
    name: str
    start: str
    end: str
    said: tuple[Evidence, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources that say it, sorted."""
        return tuple(sorted({one.source.source.id for one in self.said}))

    @property
    def originators(self) -> tuple[str, ...]:
        """Whose material it is, sorted."""
        return tuple(sorted({str(one.source.source.originator) for one in self.said}))

    @property
    def last_told(self) -> str:
        """The latest day that is known of it: when it happened, else when it was received."""
        at = [
            str(one.properties.get("at") or one.properties.get("since") or "") for one in self.said
        ]
        told = max(at, default="") or max(one.source.source.received for one in self.said)
        return told[:10]

    @property
    def best(self) -> Source:
        """The best-graded source that says it; of equally good ones the first by id."""
        return min((one.source.source for one in self.said), key=lambda s: (grade_rank(s), s.id))


@dataclass(frozen=True, slots=True)
class Weakest:
    """The part on which a row stands least firmly, and why."""

    id: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One row, opened.

    Attributes:
        question: The question's id.
        row: Number of the row in its answer, from 1.
        columns: The row itself.
        caution: What it does not prove.
        paths: Chains of link ids, each one way in which the row holds; empty where it
            rests on entities alone.
        more_paths: Whether there are more than were opened.
        parts: Every link of the paths, then the entities that the row names; by id.
        handling: Strictest handling of all sources, both schemes side by side.
        originators: Everybody whose material it rests on, sorted.
        weakest: The part that holds least; None where nothing is left that says so.
    """

    question: str
    row: int
    columns: Mapping[str, object]
    caution: str
    paths: tuple[tuple[str, ...], ...]
    more_paths: bool
    parts: tuple[Part, ...]
    handling: str
    originators: tuple[str, ...]
    weakest: Weakest | None

    def statements(self) -> list[dict[str, object]]:
        """Return one row a statement: what is said of which part, where, and by whom."""
        return [
            {
                "id": part.id, "part": part.part, "name": part.name, "from_id": part.start,
                "to_id": part.end, **_said_dict(one),
            }
            for part in self.parts
            for one in part.said
        ]  # fmt: skip

    def to_pandas(self) -> pd.DataFrame:
        """Return ``statements`` as a DataFrame; caution, handling and originators in ``attrs``."""
        import pandas as pd

        frame = pd.DataFrame(self.statements())
        frame.attrs |= {
            "question": self.question,
            "row": self.row,
            "caution": self.caution,
            "handling": self.handling,
            "originators": list(self.originators),
        }
        return frame

    def to_dict(self, most_said: int = 50) -> dict[str, Any]:
        """Return all of it as plain lists and texts, for JSON.

        Args:
            most_said: Most statements of one part; ``said_in_all`` tells how many there are.
        """
        return {
            "question": self.question,
            "row": self.row,
            "columns": dict(self.columns),
            "caution": self.caution,
            "handling": self.handling,
            "originators": list(self.originators),
            "weakest": (
                {"id": self.weakest.id, "why": list(self.weakest.why)} if self.weakest else None
            ),
            "paths": [list(path) for path in self.paths],
            "more_paths": self.more_paths,
            "parts": [_part_dict(part, most_said) for part in self.parts],
        }


def _part_dict(part: Part, most_said: int) -> dict[str, Any]:
    return {
        "id": part.id,
        "part": part.part,
        "name": part.name,
        "from_id": part.start,
        "to_id": part.end,
        "sources": list(part.sources),
        "originators": list(part.originators),
        "handling": strictest_marks(one.source.source for one in part.said),
        "said_in_all": len(part.said),
        "said": [_said_dict(one) for one in part.said[:most_said]],
    }


def _said_dict(one: Evidence) -> dict[str, Any]:
    source = one.source.source
    return {
        "source": source.id,
        "file": source.file,
        "locator": one.locator,
        "originator": str(source.originator),
        "grade": grade_words(source),
        "handling": strictest_marks([source]),
        "properties": one.properties,
    }


def grade_words(source: Source) -> str:
    """Return a source's grade with its scheme (``B2 europol_4x4``); ``ungraded`` for none."""
    grade = f"{source.reliability}{source.credibility}"
    scheme = "" if source.grade_scheme == "unstated" else f" {source.grade_scheme}"
    return f"{grade}{scheme}" if grade else "ungraded"


def grade_rank(source: Source) -> tuple[int, int]:
    """Return places of reliability and credibility in the source's own scheme, 0 best.

    It orders grades of one scheme. Of two schemes it compares places only, to have an
    order at all: a B of one is not a B of the other.
    """
    place = partial(load_schema().grade_place, source.grade_scheme)
    return place("reliability", source.reliability), place("credibility", source.credibility)


def find_weakest(parts: Iterable[Part]) -> Weakest | None:
    """Return the part that holds least, and why; None for no parts.

    It is that whose best grade is lowest; of equal ones that with fewest sources, then
    that told longest ago, then the first by id.
    """
    held = list(parts)
    if not held:
        return None
    ranks = {part.id: grade_rank(part.best) for part in held}
    lowest = max(ranks.values())
    fewest = min(len(part.sources) for part in held if ranks[part.id] == lowest)
    one = min(
        held,
        key=lambda part: (
            tuple(-place for place in ranks[part.id]), len(part.sources), part.last_told, part.id,
        ),
    )  # fmt: skip
    others = any(rank != lowest for rank in ranks.values())
    grade = grade_words(one.best)
    why = [f"its best grade is {grade}" + (", the lowest of them" if others else "")]
    if fewest == 1:
        why.append("one source says it")
    elif len(one.originators) == 1:
        why.append(f"{len(one.sources)} sources of one originator say it")
    why.append(f"last told {one.last_told}" if one.last_told else "no day is known of it")
    return Weakest(one.id, tuple(why))


def make_explanation(  # noqa: PLR0913
    question: tuple[str, str],
    row: tuple[int, Mapping[str, object]],
    paths: Sequence[Sequence[str]],
    entities: Iterable[str],
    said: Mapping[str, Sequence[Evidence]],
    *,
    more_paths: bool = False,
) -> Explanation:
    """Return a row opened.

    Args:
        question: Its id, and its caution.
        row: The row's number, and its columns with the catalogue's marks.
        paths: Chains of link ids.
        entities: Ids that the row names, links or texts among them; what nothing is said
            of is passed over.
        said: Statements by id of link or entity.
        more_paths: Whether there are more paths than these.
    """
    links = sorted({one for path in paths for one in path})
    named = sorted(set(entities) - set(links))
    parts = [_part(one, said[one]) for one in (*links, *named) if said.get(one)]
    tied = [part for part in parts if part.part == "link"]
    return Explanation(
        question=question[0],
        row=row[0],
        columns=row[1],
        caution=question[1],
        paths=tuple(tuple(path) for path in paths),
        more_paths=more_paths,
        parts=tuple(parts),
        # The row's own marks: they count all that it rests on, opened or not.
        handling=str(row[1]["handling"]),
        originators=row[1]["originators"],  # type: ignore[arg-type]
        weakest=find_weakest(tied or parts),
    )


def _part(one: str, said: Sequence[Evidence]) -> Part:
    # A link that follows from a property is said by statements of the entity that has it.
    first = next((e for e in said if e.part == "link"), said[0])
    name = first.name if first.id == one or first.part == "link" else one.partition(":")[0].upper()
    return Part(
        one, first.part if name == first.name else "link", name, first.start, first.end, tuple(said)
    )
