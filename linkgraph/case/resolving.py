"""A case's part that finds out who is who, explains it, and asks people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from linkgraph.case.place import current_user
from linkgraph.errors import InputError, ValueRejected
from linkgraph.resolve.applied import find_entities
from linkgraph.resolve.model import model_from, ready_model
from linkgraph.resolve.pairs import explain_codes
from linkgraph.resolve.queue import review_queue
from linkgraph.resolve.verdicts import Thresholds
from linkgraph.schema import load_schema
from linkgraph.values.countries import clean_country

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from linkgraph.case.reviewing import Review
    from linkgraph.ledger import Judgement, Ledger
    from linkgraph.resolve.clusters import Held
    from linkgraph.resolve.model import Model
    from linkgraph.resolve.pairs import Compared
    from linkgraph.resolve.queue import Question

__all__ = ["EntityExplained", "PairExplained", "Resolved", "Resolving"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What came of looking for who is who, per kind of record.

    Attributes:
        kind: Person or Organization.
        records: How many there are.
        compared: Pairs that were.
        same: Pairs judged to be one, of those on which no person has spoken.
        waiting: Pairs of those that may be one, for people.
        generic: Identifiers set aside, as that many differently named records use them:
            ``channel``, ``value``, ``users``.
        model: The scoring model's name.
    """

    kind: str
    records: int
    compared: int
    same: int
    waiting: int
    generic: pl.DataFrame
    model: str


@dataclass(frozen=True, slots=True)
class PairExplained:
    """Two records, and what is known of their being one.

    Attributes:
        left: Record id.
        right: Record id.
        judgements: Those in force on them, oldest first.
        why: Why the pair waits for people; empty where it does not.
        compared: Each property; empty where no model compared them.
        score: The model's; None where none did.
        one: Whether they are one entity now.
    """

    left: str
    right: str
    judgements: tuple[Judgement, ...]
    why: str
    compared: tuple[Compared, ...]
    score: float | None
    one: bool


@dataclass(frozen=True, slots=True)
class EntityExplained:
    """What an entity is made of.

    Attributes:
        entity: Its id now.
        records: Columns ``record`` (id), ``file``, ``locator``, ``originator``, ``grade``:
            where each is stated, by whom.
        holding: The pairs that hold it together, the weakest last.
    """

    entity: str
    records: pl.DataFrame
    holding: tuple[Held, ...]


class Resolving:
    """Looking for who is who, by model and by people."""

    ledger: Ledger

    def resolve(
        self,
        *,
        kinds: Iterable[str] = (),
        same: float = 0.0,
        review: float = 0.0,
        spark: Any = None,
    ) -> list[Resolved]:
        """Compare the case's records and put on file who is who, and who may be.

        What a person decided stays and comes first. Running it again changes only what
        new or withdrawn records, or another model, change.

        Args:
            kinds: Person, Organization; both where left out.
            same: Score from which a pair is joined without a person; the ready one if 0.
            review: Score from which a pair waits for one; the ready one if 0.
            spark: A Spark session to compare on, for what outgrows one machine.

        Returns:
            One a kind.

        Raises:
            InputError: A kind cannot be resolved, or the scores are out of order.
            LedgerError: A source came or went meanwhile; nothing is put on file.
        """
        from linkgraph.resolve.proposing import judgements_of, propose

        least = _thresholds(same, review)
        seen = self.ledger.version
        decided = self._decided()
        made: list[Judgement] = []
        told = []
        wanted = _kinds(kinds)
        for kind in wanted:
            model = self.model(kind)
            found = propose(self.ledger, kind, model, thresholds=least, spark=spark)
            made += judgements_of(found, model, current_user())
            open_ = found.judged.join(decided, on=("left", "right"), how="anti")
            count = dict(open_["verdict"].value_counts().iter_rows())
            told.append(
                Resolved(kind, found.records, found.compared, count.get("same", 0),
                         count.get("unsure", 0), found.generic, model.name)
            )  # fmt: skip
        every = set(wanted) == set(load_schema().resolved_kinds)
        made += [] if every else self._others(wanted)
        # What was withdrawn meanwhile may not come back by its id in a judgement.
        self.ledger.judge_all(
            made, who=current_user(), action="resolved", retire_models=True, seen=seen
        )
        return told

    def _decided(self) -> pl.DataFrame:
        """Return the pairs on which people spoke, as columns ``left`` and ``right``."""
        held = self.ledger.verdicts(decisive=True)
        pairs = sorted({(one.left, one.right) for one in held if one.model == "person"})
        return pl.DataFrame(pairs, schema={"left": pl.String, "right": pl.String}, orient="row")

    def _others(self, kinds: list[str]) -> list[Judgement]:
        """Return what models judged of kinds that are not looked at this time."""
        prefixes = tuple(f"{load_schema().kinds[kind].prefix}:" for kind in kinds)
        held = self.ledger.judgements()
        return [j for j in held if j.model != "person" and not j.left.startswith(prefixes)]

    def model(self, kind: str) -> Model:
        """Return the scoring model for a kind: the one trained on this case, else the ready one."""
        kept = self.ledger.kept_model(kind)
        return model_from(kept) if kept else ready_model()

    def train(self, kind: str = "Person") -> Model:
        """Train a scoring model on the case's records, and keep it.

        Old decisions stay as they are until ``resolve`` is run again.
        """
        from linkgraph.resolve.proposing import comparable
        from linkgraph.resolve.training import train_model

        (kind,) = _kinds([kind])
        made = train_model(comparable(self.ledger, kind).frame)
        self.ledger.keep_model(kind, made.to_json(), who=current_user())
        return made

    def explain_pair(self, left: str, right: str) -> PairExplained:
        """Return what is known of two records' being one: each property, and who decided what.

        Raises:
            InputError: Both are one record, of two kinds, or not in the case.
        """
        from linkgraph.resolve.records import read_records

        first, second = sorted((left, right))
        kind = _kind_of(first)
        if first == second or _kind_of(second) != kind:
            raise InputError("a pair is two records of one kind")
        if len({one.id for one in self.ledger.explain([first, second])}) < len((first, second)):
            raise InputError(
                "the case holds no record of one of these ids",
                remedy="`linkgraph entity find` shows ids.",
            )
        held = tuple(self.ledger.judgements(pair=(first, second)))
        by_model = next((j for j in held if j.model != "person"), None)
        why = ""
        compared: list[Compared] = []
        if by_model is not None:
            records = read_records(self.ledger, kind)
            why, compared = explain_codes(
                by_model.reasons, records, (first, second), self.model(kind)
            )
        entities = find_entities(self.ledger)
        return PairExplained(
            first,
            second,
            held,
            why,
            tuple(compared),
            by_model.score if by_model else None,
            entities.entity_of(first) == entities.entity_of(second),
        )

    def explain_entity(self, one: str) -> EntityExplained:
        """Return what an entity is made of, and which pairs hold it together.

        Args:
            one: Its id, or that of any of its records.

        Raises:
            InputError: It is no person or organization that the case holds.
        """
        from linkgraph.resolve.places import find_records

        _kind_of(one)
        entities = find_entities(self.ledger)
        members = entities.members(one)
        records = find_records(self.ledger, members)
        if records.is_empty():
            raise InputError(
                "the case holds no entity of this id", remedy="`linkgraph entity find` shows ids."
            )
        return EntityExplained(entities.entity_of(one), records, entities.holding(one))

    def review(self, *, between: tuple[str, str] | None = None, most: int = 200) -> Review:
        """Return the pairs that wait for people, first what a decision changes most.

        Args:
            between: Only pairs of which one is stated by the one country's agencies and
                the other by the other's.
            most: How many to show with what both say.
        """
        from linkgraph.case.reviewing import Beside, make_review
        from linkgraph.resolve.places import find_records
        from linkgraph.resolve.records import read_records
        from linkgraph.share.guard import roles_in

        if between:
            known = {row.source.originator.country for row in self.ledger.sources()}
            between = _country(between[0], known), _country(between[1], known)
        countries = self._countries()
        named = self._named()
        kinds = {load_schema().kinds[kind].prefix: kind for kind in load_schema().resolved_kinds}
        records = {prefix: read_records(self.ledger, kind) for prefix, kind in kinds.items()}
        told = {one: count for frame in records.values() for one, count in _told(frame)}
        judged, entities = self.ledger.judgements(), find_entities(self.ledger)
        guarded = set(roles_in(self.ledger, judged, entities).all_hidden())
        asked = review_queue(judged, entities, countries, named, told, guarded=guarded)
        if between:
            asked = [one for one in asked if _is_between(one, countries, between)]
        shown = {one for ask in asked[:most] for one in (ask.left, ask.right)}
        beside = Beside(
            records,
            find_records(self.ledger, shown),
            {prefix: self.model(kind) for prefix, kind in kinds.items()},
            {one: sorted(named.get(one, ())) for one in shown},
        )
        return make_review(asked, beside, most)

    def answer_review(self, rows: Iterable[tuple[str, Mapping[str, object]]]) -> tuple[int, int]:
        """Put on file what people wrote into the table of a review.

        Args:
            rows: Where each stands (for messages), and its columns: ``left``, ``right``,
                ``verdict`` (same, different, unsure; empty ones are skipped), ``why``.

        Returns:
            How many were answered, and the ledger's version.

        Raises:
            InputError: A row is wrong, or speaks of what the case does not hold; nothing
                is put on file then.
        """
        from linkgraph.case.reviewing import answered_judgements

        made = answered_judgements(rows)
        ids = {one for _, judged in made for one in (judged.left, judged.right)}
        for one in ids:
            _kind_of(one)
        if ids - {found.id for found in self.ledger.explain(ids)}:
            raise InputError(
                "the case holds no entity of one of the ids",
                remedy="Leave the ids of the table as they are.",
            )
        # A column that was sorted by itself pairs strangers, each of whom the case holds.
        asked = {(one.left, one.right) for one in self.ledger.judgements(ids=ids)}
        for where, judged in made:
            if (judged.left, judged.right) not in asked:
                raise InputError(
                    "nobody was asked about these two",
                    where=where,
                    remedy="Leave the ids of the table as they are, and sort whole rows only;"
                    " `linkgraph resolve decide` takes any two.",
                )
        answers = [judged for _, judged in made]
        return len(made), self.ledger.judge_all(answers, who=current_user())

    def _countries(self) -> dict[str, frozenset[str]]:
        """Return, per record, the countries whose agencies state it."""
        country = {row.seq: row.source.originator.country for row in self.ledger.sources()}
        told = [
            table.frame.select("id", country=pl.lit(country[table.source]))
            for table in self.ledger.tables(part="entity", names=load_schema().resolved_kinds)
        ]
        if not told:
            return {}
        rows = pl.concat(told).unique().group_by("id").agg("country")
        return {one: frozenset(names) for one, names in rows.iter_rows()}

    def _named(self) -> dict[str, set[str]]:
        """Return the roles of the records that a case file names in some role."""
        roles = {link: role for role, link in load_schema().roles.items()}
        found: dict[str, set[str]] = {}
        for table in self.ledger.tables(part="link", names=list(roles)):
            for one in table.frame["from_id"].unique():
                found.setdefault(one, set()).add(roles[table.name])
        return found


def _told(records: pl.DataFrame) -> Iterable[tuple[str, int]]:
    """Return, per record, how many kinds of things it tells besides its name."""
    channels = ("births", "documents", "phones", "emails", "accounts", "addresses")
    count = pl.sum_horizontal(pl.col(c).list.len().fill_null(0) > 0 for c in channels)
    return records.select("id", count.cast(pl.Int64)).iter_rows()


def _country(word: str, known: Collection[str]) -> str:
    """Return the country, or the organization of a known source, that a word means."""
    text = word.strip()
    if text in known:
        return text
    try:
        return clean_country(text)
    except ValueRejected as cause:
        raise InputError(
            "this is neither a country nor an organization that a source comes from",
            where="between",
            remedy=f"Sources come from {', '.join(sorted(known))}.",
        ) from cause


def _is_between(
    one: Question, countries: Mapping[str, frozenset[str]], between: tuple[str, str]
) -> bool:
    left, right = (countries.get(end, frozenset()) for end in (one.left, one.right))
    a, b = between
    return (a in left and b in right) or (b in left and a in right)


def _thresholds(same: float, review: float) -> Thresholds:
    ready = Thresholds()
    made = Thresholds(same or ready.same, review or ready.review)
    if not 0 < made.review <= made.same <= 1:
        raise InputError(
            "the scores are out of order",
            remedy="Give 0 < review <= same <= 1.",
        )
    return made


def _kinds(kinds: Iterable[str]) -> list[str]:
    known = load_schema().resolved_kinds
    wanted = list(kinds) or known
    for kind in wanted:
        if load_schema().kind(kind).name not in known:
            raise InputError(
                "records of this kind are told apart by their value",
                remedy=f"Known: {', '.join(known)}",
            )
    return wanted


def _kind_of(one: str) -> str:
    prefix = one.partition(":")[0]
    for kind in load_schema().resolved_kinds:
        if load_schema().kinds[kind].prefix == prefix:
            return kind
    raise InputError(
        "only persons and organizations are compared", remedy="`linkgraph entity find` shows ids."
    )
