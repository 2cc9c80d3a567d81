"""Joint gain: what two sides find only together, which record of each makes it, who must agree."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from linkgraph.catalogue import open_row
from linkgraph.catalogue.answer import marks_of
from linkgraph.catalogue.question import MARKS
from linkgraph.errors import InputError
from linkgraph.period.gained import ConsentNeeded, GainRecord, JointFinding, JointGain
from linkgraph.period.side import Side, engine_of, side_of
from linkgraph.share.belongings import with_what_is_theirs
from linkgraph.share.guard import DECLINED, declining
from linkgraph.share.minors import minors_in
from linkgraph.share.rules import may_see

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from linkgraph.catalogue import Answer, Question
    from linkgraph.catalogue.opening import EvidenceOf
    from linkgraph.graph.base import GraphEngine, Param
    from linkgraph.ledger import Evidence, Ledger, SourceRow
    from linkgraph.period.gained import By
    from linkgraph.statements import Originator

__all__ = ["find_joint_gain"]

# Columns of the catalogue that say how a row stands to others, not what it is.
_HANGING = ("rank", "place", "percentile", "position", "score", "reasons", "why")


def find_joint_gain(  # noqa: PLR0913
    ledger: Ledger,
    question: Question,
    params: Mapping[str, Param],
    sides: tuple[Originator, Originator],
    *,
    by: By,
    folder: Path,
    evidence: EvidenceOf,
    more: bool = False,
) -> JointGain:
    """Ask a question on each side's material and on both together; tell what is new.

    Args:
        ledger: The truth.
        question: Of the catalogue.
        params: Its parameters, bound. All three are asked for all rows; ``most`` bounds the
            findings: a row that only came too late in one side's list is not new.
        sides: Both, such as NZ and MY.
        by: What a side is: the sources that it gave, or those that it may see.
        folder: The case's.
        evidence: Gives the statements about ids.
        more: Tell of rows too that a side has, and that say more together. Ranks, scores and
            other numbers that hang on everything else do not count.

    Returns:
        Compared by what tells rows apart, ids of people that only both together show to be
        one led to that one.

    Raises:
        InputError: The sides are one, or a side has no source, or the question is asked about
            an entity that neither holds.

    Note:
        A finding is a row of the question like any other, and proves no more for being
        found together.
    """
    views = [_rows_of(ledger, one, by) for one in sides]
    if sides[0] == sides[1] or not all(views):
        raise InputError(
            "a side has no source of its own in the case, or both sides are one",
            remedy="Name two that gave sources: `linkgraph source list` shows originators.",
        )
    asked = _for_all_rows(question, params)
    alone = [side_of(ledger, rows) for rows in views]
    answers = [_ask_alone(side, question, asked, folder) for side in alone]
    held = {row.seq for rows in views for row in rows}
    joint = side_of(ledger, [row for row in ledger.sources() if row.seq in held])
    with engine_of(joint, folder) as engine:
        whole = joint.ask(question, asked, engine)
        if whole is None:
            raise InputError(
                "it is asked about an entity that neither side holds", where=question.id
            )
        opened = _Opened(question, whole, joint, engine, evidence)
        made = _Findings(opened, sides, views, ledger.consents(), _refusing(ledger, joint))
        findings = tuple(islice(made.find(answers, more=more), int(str(params["most"]))))
    counts = [0 if one is None else len(one.rows) for one in answers]
    known = {row.source.id: row for row in joint.rows}
    used = {source for one in findings for source in one.columns["sources"]}
    handling, originators = marks_of(sorted(used), known) if findings else ("", ())
    return JointGain(
        question=question.id,
        sides=(str(sides[0]), str(sides[1])),
        by=by,
        rows=(counts[0], counts[1], len(whole.rows)),
        findings=findings,
        caution=whole.caution,
        handling=handling,
        originators=originators,
    )


def _rows_of(ledger: Ledger, side: Originator, by: By) -> list[SourceRow]:
    rows = ledger.sources()
    if by == "originator":
        return [row for row in rows if side.covers(row.source.originator)]
    consents = ledger.consents()
    return [row for row in rows if may_see(row.source, side, consents)]


def _for_all_rows(question: Question, params: Mapping[str, Param]) -> dict[str, Param]:
    most = question.params["most"].most
    return dict(params) if most is None else {**params, "most": int(most)}


def _ask_alone(
    side: Side, question: Question, asked: Mapping[str, Param], folder: Path
) -> Answer | None:
    if question.measure is not None:
        return side.ask(question, asked, None)
    with engine_of(side, folder) as engine:
        return side.ask(question, asked, engine)


@dataclass(frozen=True, slots=True)
class _Opened:
    """The joint answer, and what opens its rows."""

    question: Question
    answer: Answer
    joint: Side
    engine: GraphEngine
    evidence: EvidenceOf

    def statements(self, row: int) -> list[Evidence]:
        """Return what a row, by its number, rests on, of the joint sources alone."""
        found = open_row(
            self.question, self.answer, row, self.engine, self.evidence, self.joint.surroundings()
        )
        kept = {one.seq for one in self.joint.rows}
        return [one for part in found.parts for one in part.said if one.source.seq in kept]


@dataclass(frozen=True, slots=True)
class _Findings:
    """Compares the joint answer with those of the sides."""

    opened: _Opened
    sides: tuple[Originator, Originator]
    views: Sequence[Sequence[SourceRow]]
    consents: Collection[tuple[str, str]]
    refusing: frozenset[str]

    def find(self, answers: Iterable[Answer | None], *, more: bool) -> Iterator[JointFinding]:
        question, whole = self.opened.question, self.opened.answer
        entity_of = self.opened.joint.clusters.entity_of
        known: dict[str, list[dict[str, Any]]] = {}
        for answer in answers:
            for columns in _rows(answer):
                for key in _keys(question, columns, entity_of):
                    known.setdefault(key, []).append(_facts(columns, entity_of))
        later = []
        for number, columns in enumerate(_rows(whole), 1):
            held = [row for key in _keys(question, columns, None) for row in known.get(key, ())]
            if not held:
                yield self._finding("new", number, columns)
            elif more and _facts(columns, entity_of) not in held:
                later.append((number, columns))
        for number, columns in later:
            yield self._finding("more", number, columns)

    def _finding(
        self, what: Literal["new", "more"], number: int, columns: dict[str, Any]
    ) -> JointFinding:
        sources = set(columns["sources"])
        ids = [{row.source.id for row in view} for view in self.views]
        said = self.opened.statements(number)
        return JointFinding(
            what=what,
            columns=columns,
            records=self._records(said, ids),
            needs_both=bool(sources & ids[0] - ids[1]) and bool(sources & ids[1] - ids[0]),
            consents=tuple(self._needed(sources)),
            refused=self._rests_on_refusing(said),
        )

    def _rests_on_refusing(self, said: Iterable[Evidence]) -> bool:
        entity_of = self.opened.joint.clusters.entity_of
        ends = (end for one in said for end in (one.id, one.start, one.end))
        return bool(self.refusing) and not self.refusing.isdisjoint(map(entity_of, ends))

    def _records(self, said: Iterable[Evidence], ids: Sequence[set[str]]) -> tuple[GainRecord, ...]:
        found = {}
        for one in said:
            source = one.source.source
            in_both = all(source.id in held for held in ids)
            side = "both" if in_both else str(self.sides[0 if source.id in ids[0] else 1])
            record = GainRecord(
                side, str(source.originator), source.id, source.file, one.locator, one.name, one.id
            )
            found[one.source.seq, _place(one.locator), record.says, record.id] = record
        return tuple(found[key] for key in sorted(found))

    def _needed(self, sources: set[str]) -> Iterator[ConsentNeeded]:
        rows = [row for row in self.opened.joint.rows if row.source.id in sources]
        for side in self.sides:
            for row in rows:
                if may_see(row.source, side, self.consents):
                    continue
                named = {str(side), side.country} & set(row.source.releasable_to)
                lacks = "consent" if named else "releasable_to"
                yield ConsentNeeded(str(side), str(row.source.originator), row.source.id, lacks)


def _refusing(ledger: Ledger, joint: Side) -> frozenset[str]:
    """Return whoever a role or their age protects and wants no part in what is shared, with what is theirs."""
    roles = declining(ledger, ledger.verdicts()).by_id
    no = {one for one, held in roles.items() if DECLINED["sharing"] in held}
    if not no:
        return frozenset()
    young = minors_in(joint.graph, dt.datetime.now(dt.UTC).date())
    people = set(map(joint.clusters.entity_of, no)) & (joint.protected.keys() | young)
    return frozenset(with_what_is_theirs(joint.graph, people))


def _rows(answer: Answer | None) -> Iterator[dict[str, Any]]:
    for row in () if answer is None else answer.rows:
        yield dict(zip(answer.columns, row, strict=True)) if answer else {}


def _keys(
    question: Question, columns: Mapping[str, Any], entity_of: Callable[[str], str] | None
) -> set[str]:
    """Return what tells a row apart, ids led to what they are together.

    Where that changes one, its order against others may change: then it is told apart
    whatever the order too.
    """
    told = [columns[name] for name in question.identity]
    if entity_of is None:
        return {json.dumps(told, default=str), _unordered(told)}
    led = [_led(value, entity_of) for value in told]
    plain = json.dumps(led, default=str)
    return {plain} if led == told else {plain, _unordered(led)}


def _unordered(told: Sequence[Any]) -> str:
    flat = [str(one) for value in told for one in (value if isinstance(value, tuple) else (value,))]
    return f"set {json.dumps(sorted(flat))}"


def _led(value: Any, entity_of: Callable[[str], str]) -> Any:
    if isinstance(value, tuple):
        return tuple(_led(one, entity_of) for one in value)
    return entity_of(value) if isinstance(value, str) else value


def _facts(columns: Mapping[str, Any], entity_of: Callable[[str], str]) -> dict[str, Any]:
    """Return what a row says but for ranks, scores and marks, which hang on all the rest."""
    return {
        name: sorted(map(str, led)) if isinstance(led, tuple) else led
        for name, value in columns.items()
        for led in [_led(value, entity_of)]
        if name not in {*MARKS, *_HANGING} and not isinstance(value, float)
    }


def _place(locator: str) -> tuple[int, str]:
    return (int(locator), "") if locator.isdecimal() else (0, locator)
