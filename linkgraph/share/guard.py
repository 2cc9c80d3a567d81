"""Whom a release must hide, found in all that the case holds (design §4 i, j)."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.resolve.applied import make_entities
from linkgraph.resolve.clusters import Clusters
from linkgraph.resolve.settled import PairWord, settle
from linkgraph.resolve.undecided import parted
from linkgraph.schema import load_schema
from linkgraph.share.minors import minors_in
from linkgraph.share.namesakes import namesakes
from linkgraph.statements.done_to import acts_done, done_to

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping

    from linkgraph.graph.base import Projection
    from linkgraph.graph.projection import Scope
    from linkgraph.ledger import Ledger, Left, StoredTable
    from linkgraph.resolve.settled import Decided

__all__ = [
    "DECLINED",
    "HIDDEN_ROLES",
    "MINOR",
    "Roles",
    "declining",
    "minors_given",
    "protected_people",
    "roles_in",
    "roles_of",
    "stand_ins",
]

# In the order in which a pseudonym takes its word from them.
HIDDEN_ROLES = ("victim", "witness", "informant", "protected")
# No role of a file: whoever is under eighteen, in what leaves.
MINOR = "minor"
# No role of a file either: that somebody does not want to be part of what is shared, or counted.
DECLINED = {"sharing": "declined sharing", "statistics": "declined statistics"}
# How packages call people whom they hide.
_STAND_IN = r"^person:([a-z]+)-\d+\.pkg-[0-9a-f]{16}$"
# A document that more people hold is a mistake of its clerks, not one person.
_MOST_HOLDERS = 12


@dataclass(frozen=True, slots=True)
class Roles:
    """Who has which roles.

    Attributes:
        by_id: Person to roles, in the schema's order.
    """

    by_id: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, one: str) -> tuple[str, ...]:
        """Return a person's roles; empty for none."""
        return self.by_id.get(one, ())

    def hidden(self, one: str) -> str:
        """Return the role that hides a person; empty where none does."""
        return next((role for role in (*HIDDEN_ROLES, MINOR) if role in self.of(one)), "")

    def all_hidden(self) -> list[str]:
        """Return everybody whom a role hides, sorted."""
        return sorted(one for one in self.by_id if self.hidden(one))

    def declines(self, one: str) -> bool:
        """Tell whether somebody whom a role hides does not want to be part of what is shared."""
        return DECLINED["sharing"] in self.of(one) and bool(self.hidden(one))

    def suspects(self) -> set[str]:
        """Return the suspects whom nothing hides."""
        return {
            one for one, held in self.by_id.items() if "suspect" in held and not self.hidden(one)
        }

    def with_minors(self, minors: Collection[str]) -> Roles:
        """Return these roles and, of some people, that they are children."""
        return self.joined(Roles(dict.fromkeys(minors, (MINOR,))))

    def joined(self, more: Roles) -> Roles:
        """Return these roles and others, of people by the same ids."""
        found = {one: {*held} for one, held in self.by_id.items()}
        for one, held in more.by_id.items():
            found.setdefault(one, set()).update(held)
        return _roles(found)

    def told(self, said: Roles) -> Roles:
        """Return what is told of these roles: what is said, and that whoever is hidden is so.

        Where nothing said hides a person, its gravest role is told.

        Args:
            said: The roles that what is told gives.
        """
        found = {one: {*held} for one, held in said.by_id.items()}
        for one in self.all_hidden():
            if not said.hidden(one):
                found.setdefault(one, set()).add(self.hidden(one))
        return _roles(found)

    def united(self, clusters: Clusters) -> Roles:
        """Return the roles of entities: of each, those of all its records."""
        found: dict[str, set[str]] = {}
        for one, held in self.by_id.items():
            found.setdefault(clusters.entity_of(one), set()).update(held)
        return _roles(found)


def _roles(found: Mapping[str, Collection[str]]) -> Roles:
    order = [*load_schema().roles, MINOR, *DECLINED.values()]
    return Roles({one: tuple(sorted(held, key=order.index)) for one, held in sorted(found.items())})


def protected_people(ledger: Ledger) -> dict[str, str]:
    """Return the entities that a role protects, also where they only may be such a person.

    Returns:
        Entity id to the gravest of its hiding roles, from all that the case holds and
        whatever anybody may see of it; namesakes of whom nothing tells that they are
        others among them.
    """
    judged = ledger.judgements()
    clusters = make_entities(ledger, judged)
    roles = roles_in(ledger, judged, clusters).united(clusters)
    hidden = {one: roles.hidden(one) for one in roles.all_hidden()}
    return hidden | namesakes(ledger, hidden, settle(judged), clusters)


def roles_in(
    ledger: Ledger,
    judgements: Iterable[Decided],
    clusters: Clusters,
    *,
    sources: Collection[int] | None = None,
    left: Left | None = None,
) -> Roles:
    """Return the roles that each record has, and the protection of whom it may be.

    A possible match protects until a person decides that they are different. Protection
    goes on over pairs judged the same, joined or refused, over pairs that people could
    not agree on or could not say, and between entities that hold one identity document;
    and one step further over pairs that a model could not decide: further than that, no
    model ever found them alike. That somebody declines goes on as protection does. It is
    no intelligence but a rule on what may leave, so that it counts whoever may see who said so.

    Args:
        ledger: The truth.
        judgements: Those that count.
        clusters: What these make.
        sources: Numbers of the only sources that count.
        left: Gives what of a table's rows counts; all where left out.

    Returns:
        By record, whatever entity it is part of.
    """
    words = settle(judgements)
    found = _own_roles(ledger, sources, left)
    close = _pairs(
        [pair for pair, word in words.items() if _is_close(word)]
        + _one_document(
            ledger.tables(part="link", names=["HOLDS"], sources=sources, left=left), words, clusters
        )
        + [
            (entity, one)
            for entity, held in clusters.groups.items()
            for one in held
            if one != entity
        ]
    )
    likely = _pairs(
        [pair for pair, word in words.items() if word.verdict == "unsure" and not word.by_person]
    )
    for role, declining in _declined(ledger).items():
        for one in declining:
            found.setdefault(one, set()).add(role)
    for role in (*HIDDEN_ROLES, *DECLINED.values()):
        start = {one for one, held in found.items() if role in held}
        certain = _reached(start, close)
        # Whom a model may mean is protected with all that is close to it.
        for one in _reached(certain | _beside(certain, likely), close):
            found.setdefault(one, set()).add(role)
    return _roles(found)


def roles_of(
    ledger: Ledger,
    judgements: Iterable[Decided],
    scope: Scope,
    graph: Projection,
    day: dt.date | None,
) -> Roles:
    """Return the roles of entities by a part of a case.

    Args:
        ledger: The truth.
        judgements: Those that count.
        scope: The part.
        graph: The same, projected.
        day: Whoever is under eighteen on it is a child; nobody where None.
    """
    clusters = scope.clusters or Clusters()
    roles = roles_in(ledger, judgements, clusters, sources=scope.sources, left=scope.left)
    if day is None:
        return roles.united(clusters)
    young = minors_given(ledger, scope.sources, scope.left)
    of_entities = minors_in(graph, day) | set(map(clusters.entity_of, young))
    return roles.united(clusters).with_minors(of_entities)


def declining(ledger: Ledger, judgements: Iterable[Decided]) -> Roles:
    """Return who declines, or may be somebody who does, by all that the case holds.

    An audience must not get her by a second record of hers because what joined the two is
    withheld from it; nor is all held back from it for that, since then nothing would leave of
    a case in which somebody refused whose records were joined in review.

    Args:
        ledger: The truth.
        judgements: All in force.

    Returns:
        By record, of roles ``DECLINED`` alone; of nobody, and at no cost, where nobody refuses.
    """
    if not any(_declined(ledger).values()):
        return Roles()
    judged = list(judgements)
    roles = roles_in(ledger, judged, make_entities(ledger, judged))
    of = {one: {*held} & set(DECLINED.values()) for one, held in roles.by_id.items()}
    return _roles({one: held for one, held in of.items() if held})


def _own_roles(
    ledger: Ledger, sources: Collection[int] | None, left: Left | None
) -> dict[str, set[str]]:
    roles = load_schema().roles
    names = [*roles.values(), *acts_done()]
    tables = ledger.tables(part="link", names=names, sources=sources, left=left)
    found = _said_in((table.name, table.frame) for table in tables)
    for one, word in stand_ins(ledger, sources, left).items():
        if word in roles:
            found.setdefault(one, set()).add(word)
    return found


def _said_in(links: Iterable[tuple[str, pl.DataFrame]]) -> dict[str, set[str]]:
    """Return the roles that links of some types say: those named so, and victims by what was done to them."""
    of = {link: role for role, link in load_schema().roles.items()}
    acts, found = set(acts_done()), dict[str, set[str]]()
    for name, frame in links:
        if name in of:
            for one in frame["from_id"].unique():
                found.setdefault(one, set()).add(of[name])
        if name in acts:
            for one in frame.filter(done_to(name, frame.columns))["to_id"].unique():
                found.setdefault(one, set()).add("victim")
    return found


def _declined(ledger: Ledger) -> dict[str, set[str]]:
    """Return who declines, by what that makes of them; one refusal in force outweighs all consent."""
    found: dict[str, set[str]] = {role: set() for role in DECLINED.values()}
    for table in ledger.tables(part="link", names=["CONSENT_IN"]):
        frame = table.frame
        if "consent" not in frame.columns:
            continue
        refused = frame.filter(pl.col("consent") == "refused")
        scopes = refused["scope"] if "scope" in frame.columns else [None] * refused.height
        for one, scope in zip(refused["from_id"], scopes, strict=True):
            # Another program's file may leave the scope blank.
            for role in (DECLINED[scope],) if scope in DECLINED else DECLINED.values():
                found[role].add(one)
    return found


def minors_given(
    ledger: Ledger, sources: Collection[int] | None = None, left: Left | None = None
) -> set[str]:
    """Return the people whom partners gave as minors, by number."""
    return {one for one, word in stand_ins(ledger, sources, left).items() if word == MINOR}


def stand_ins(
    ledger: Ledger, sources: Collection[int] | None = None, left: Left | None = None
) -> dict[str, str]:
    """Return the people whom partners gave by role and number, each with that role or ``minor``.

    The link that says so need not have come along: its record may speak of somebody else
    too, or the partner only thought it possible.
    """
    found: dict[str, str] = {}
    for table in ledger.tables(part="entity", names=["Person"], sources=sources, left=left):
        ids = table.frame["id"]
        held = ids.filter(ids.str.contains(_STAND_IN)).unique()
        found.update(zip(held, held.str.extract(_STAND_IN), strict=True))
    return found


def _is_close(word: PairWord) -> bool:
    return word.verdict == "same" or (word.verdict == "unsure" and word.by_person)


def _one_document(
    ties: Iterable[StoredTable],
    words: Mapping[tuple[str, str], PairWord],
    clusters: Clusters,
) -> list[tuple[str, str]]:
    """Return pairs of entities that hold one identity document, unless a person parted them."""
    holders: dict[str, set[str]] = {}
    for table in ties:
        if (table.start, table.end) == ("Person", "IdentityDocument"):
            for person, document in table.frame.select("from_id", "to_id").iter_rows():
                holders.setdefault(document, set()).add(clusters.entity_of(person))
    apart = parted(words, clusters)
    return [
        pair
        for held in holders.values()
        if len(held) <= _MOST_HOLDERS
        for pair in combinations(sorted(held), 2)
        if pair not in apart
    ]


def _pairs(pairs: list[tuple[str, str]]) -> pl.DataFrame:
    """Return pairs as columns ``one`` and ``two``, each way round."""
    made = pl.DataFrame(pairs, schema={"one": pl.String, "two": pl.String}, orient="row")
    back = made.select(pl.col("two").alias("one"), pl.col("one").alias("two"))
    return pl.concat([made, back])


def _beside(ids: Collection[str], pairs: pl.DataFrame) -> set[str]:
    wanted = pl.Series(sorted(ids), dtype=pl.String).implode()
    return set(pairs.filter(pl.col("one").is_in(wanted))["two"])


def _reached(ids: set[str], pairs: pl.DataFrame) -> set[str]:
    found, edge = set(ids), set(ids)
    while edge:
        edge = _beside(edge, pairs) - found
        found |= edge
    return found
