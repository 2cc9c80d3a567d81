"""A case's part that decides who is who, and follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkgraph.case.place import current_user
from linkgraph.errors import InputError
from linkgraph.graph.conflicts import whole_id
from linkgraph.graph.derived import DERIVED, behind_derived
from linkgraph.graph.merging import links_behind
from linkgraph.graph.projection import project
from linkgraph.resolve.applied import entities_around, find_entities
from linkgraph.resolve.places import find_places
from linkgraph.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import polars as pl

    from linkgraph.graph.base import Param
    from linkgraph.ledger import Evidence, Ledger
    from linkgraph.resolve.clusters import Clusters

__all__ = ["Deciding", "check_pair"]


class Deciding:
    """Judgements by people, what they make, and where ids lead since."""

    ledger: Ledger

    def decide(self, left: str, right: str, verdict: str, *, why: str) -> int:
        """Put on record what a person decided on two records; return the version.

        It comes before any model's word, and supersedes only what the same person
        decided before: two who differ are both kept, and until they agree the two
        records count as a possible match.

        Args:
            left: A record's id; of an entity of several, the record of that very id.
            right: Another's, of the same kind.
            verdict: same, different or unsure.
            why: In words; stays on record until what it speaks of is withdrawn.

        Raises:
            InputError: No reason is given, an id is of no person or organization that the
                case holds, both are one, or they are of two kinds.
        """
        if not why.strip():
            raise InputError("a decision needs a reason", remedy="Give it with --why.")
        check_pair(left, right)
        if not {left, right} <= {one.id for one in self.ledger.explain([left, right])}:
            raise InputError(
                "the case holds no entity of one of these ids",
                remedy="`linkgraph entity find` shows ids.",
            )
        return self.ledger.judge(left, right, verdict, who=current_user(), reasons=(why,))

    def undo(
        self,
        version: int | None = None,
        *,
        reason: str,
        pair: tuple[str, str] | None = None,
        all_: bool = False,
    ) -> int:
        """Take judgements back; what they had superseded holds again. As ``Ledger.undo``."""
        return self.ledger.undo(version, who=current_user(), reason=reason, pair=pair, all_=all_)

    def entities(self) -> Clusters:
        """Return who is who: the entities that all judgements in force make."""
        return find_entities(self.ledger)

    def entity_of(self, one: str) -> str:
        """Return the id of the entity that an id is part of; the id itself where of none."""
        return self.entities_of([one])[one]

    def entities_of(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the id of the entity that each of some ids is part of."""
        wanted = list(ids)
        found = self.entities_near(wanted)
        return {one: found.entity_of(one) for one in wanted}

    def entities_near(self, ids: Iterable[str]) -> Clusters:
        """Return the entities that some ids are part of, without looking at the rest."""
        return entities_around(self.ledger, ids)

    def led_on(self, params: Mapping[str, Param]) -> dict[str, Param]:
        """Return parameters in which ids that were merged away are those of their entities."""
        texts = [
            one
            for value in params.values()
            for one in (value if isinstance(value, list) else [value])
            if isinstance(one, str) and one.startswith(load_schema().resolved_prefixes)
        ]
        if not texts:
            return dict(params)
        whole: dict[Any, Any] = dict(self.entities_of(texts))
        made: dict[str, Param] = {}
        for name, value in params.items():
            if isinstance(value, list):
                # Two that are one by now are asked about once.
                made[name] = list(dict.fromkeys(whole.get(one, one) for one in value))
            else:
                made[name] = whole.get(value, value)
        return made

    def places(self) -> pl.DataFrame:
        """Return file, locator and entity id of every record of a person or organization."""
        return find_places(self.ledger, self.entities())

    def explain(self, ids: Iterable[str], *, with_links: bool = False) -> list[Evidence]:
        """Return every statement about entities or links, with source and line.

        Of an entity, those about all the records that it is made of; of a record that is
        part of one, the same. A link that follows from a property by rule (a nationality,
        a country code) is explained by the statements about the entity that has the
        property.
        """
        behind = self._records_behind(ids)
        wanted = set().union(*behind.values())
        found = self.ledger.explain(sorted(wanted), with_links=with_links)
        told = {one.id for one in found}
        untold = {one for one, records in behind.items() if not records & told}
        for records in self._behind_derived(untold).values():
            found += self.ledger.explain(sorted(records))
        return found

    def explain_each(self, ids: Iterable[str]) -> dict[str, list[Evidence]]:
        """Return, by id, what ``explain`` gives; ids that nothing speaks of are left out."""
        behind = self._records_behind(ids)
        said: dict[str, list[Evidence]] = {}
        for one in self.ledger.explain(sorted(set().union(*behind.values()))):
            said.setdefault(one.id, []).append(one)
        untold = {one for one, records in behind.items() if not records & said.keys()}
        derived = self._behind_derived(untold)
        for one in self.ledger.explain(sorted(set().union(*derived.values()))):
            said.setdefault(one.id, []).append(one)
        told = {
            one: [e for record in sorted(records) for e in said.get(record, ())]
            for one, records in (behind | derived).items()
        }
        return {one: found for one, found in told.items() if found}

    def _records_behind(self, ids: Iterable[str]) -> dict[str, set[str]]:
        """Return, for ids of entities and links of the graph, those that the ledger has."""
        asked = {one: whole_id(one) for one in ids}
        clusters = entities_around(self.ledger, asked.values())
        links = links_behind(self.ledger, set(asked.values()))
        return {
            one: {*clusters.members(whole), *links.get(whole, ())} for one, whole in asked.items()
        }

    def _behind_derived(self, links: Collection[str]) -> dict[str, set[str]]:
        """Return, for links that follow by rule, the records whose properties they follow from."""
        # An id of anything else that nobody speaks of need not cost a look at the graph.
        derived = tuple(f"{type_.lower()}:" for _, _, type_, _ in DERIVED)
        wanted = [one for one in links if one.startswith(derived)]
        if not wanted:
            return {}
        of = behind_derived(project(self.ledger), wanted)
        clusters = entities_around(self.ledger, of.values())
        return {link: set(clusters.members(one)) for link, one in of.items()}


def check_pair(left: str, right: str) -> None:
    """Refuse a pair of ids that no judgement can be on.

    Raises:
        InputError: One is of neither a person nor an organization, they are of two
            kinds, or both are one.
    """
    if not all(one.startswith(load_schema().resolved_prefixes) for one in (left, right)):
        raise InputError(
            "only persons and organizations are decided on",
            remedy="`linkgraph entity find` shows ids.",
        )
    if left.partition(":")[0] != right.partition(":")[0]:
        raise InputError("only two of one kind can be the same")
    if left == right:
        raise InputError("an entity is not judged against itself")
