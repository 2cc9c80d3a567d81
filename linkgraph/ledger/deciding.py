"""The ledger's part that keeps what was decided: judgements on identity, consents to share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from linkgraph.errors import InputError, LedgerError
from linkgraph.ledger import tables
from linkgraph.ledger.decisions import (
    PERSON,
    Judgement,
    add_consent,
    read_consents,
    revoke_consents,
)
from linkgraph.ledger.history import add_entry
from linkgraph.ledger.judgements import add_judgements, judged_among, undo_judgements
from linkgraph.ledger.reading import SourceRow, read_sources, read_tables, sources_changed
from linkgraph.ledger.verdicts import (
    Verdict,
    judged_since,
    read_judgements,
    read_verdicts,
    same_chain,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import Connection

    from linkgraph.ledger.connection import LedgerFile

__all__ = ["Deciding", "judged_by_one_source", "source_in_force"]


class Deciding:
    """What people and models decide on records, and originators on sources."""

    _file: LedgerFile

    # Writing ----------------------------------------------------------------

    def judge(  # noqa: PLR0913
        self,
        left: str,
        right: str,
        verdict: str,
        *,
        who: str,
        reasons: Sequence[str] = (),
        score: float | None = None,
        model: str = PERSON,
        source_id: str = "",
    ) -> int:
        """Put a decision on two records on file.

        A person's supersedes that person's own earlier one on the two, a model's any
        model's; what two people say stands side by side.

        Args:
            left: Entity id of one, as the files give it.
            right: Entity id of the other; the order does not matter.
            verdict: same, different or unsure.
            who: Who decides, or the model.
            reasons: In words.
            score: 0 to 1 where a model scored it.
            model: What scored it.
            source_id: The source that it is stated with, to be withdrawn together.

        Returns:
            The new version; the present one where just that is in force already.

        Raises:
            InputError: The verdict is none, both are one, or they are of two kinds.
        """
        made = Judgement(left, right, verdict, score, model, tuple(reasons), who, source_id)
        with self._file.writing() as connection:
            return add_judgements(connection, [made], who=who, action="judged", subject=verdict)

    def judge_all(
        self,
        made: Iterable[Judgement],
        *,
        who: str,
        action: str = "judged",
        retire_models: bool = False,
        seen: int | None = None,
    ) -> int:
        """Put many judgements on file in one transaction, under one version.

        Only the difference is written: one that is in force already stays as it is, and
        where nothing changes there is no new version, so that twice is once.

        Args:
            made: In any order; ``at`` and ``version`` of each are set here.
            who: Who has them put on file.
            action: The word for the history: judged or resolved.
            retire_models: Whether a model's judgement on a pair not in ``made`` ends.
            seen: The version at which the records were read that the judgements are on.

        Returns:
            The ledger's version afterwards.

        Raises:
            InputError: As ``judge``; nothing is written.
            LedgerError: A source came or went since ``seen``; nothing is written.

        Note:
            A million take about ten seconds; they are read as they come.
        """
        with self._file.writing(large=True) as connection:
            if seen is not None and sources_changed(connection, seen):
                raise LedgerError(
                    "sources came or went while records were compared; nothing was put on record",
                    remedy="Run the command again.",
                )
            return add_judgements(
                connection, made, who=who, action=action, retire_models=retire_models
            )

    def undo(
        self,
        version: int | None = None,
        *,
        who: str,
        reason: str,
        pair: tuple[str, str] | None = None,
        all_: bool = False,
    ) -> int:
        """Take judgements back; what they had superseded is in force again.

        Args:
            version: All that this version decided; the latest that decided anything and
                was not taken back where nothing else is named.
            who: Who takes them back.
            reason: Why.
            pair: Only the latest judgement in force on these two ids.
            all_: Every judgement there is, those stated with ``--same-as`` among them.

        Returns:
            The new version.

        Raises:
            InputError: There is none to take back, no reason is given, or more than one
                way of choosing.
        """
        if not reason.strip():
            raise InputError(
                "taking judgements back needs a reason", remedy="Give it with --reason."
            )
        if (version is not None) + (pair is not None) + all_ > 1:
            raise InputError("a version, a pair or all can be taken back, not several at once")
        with self._file.writing(large=True) as connection:
            return undo_judgements(
                connection, version, who=who, reason=reason, pair=pair, all_=all_
            )

    def consent(self, source_id: str, audience: str, *, who: str, reason: str) -> int:
        """Put on record that a source's originator lets it go to an audience.

        Raises:
            InputError: No such source is in force, or no reason is given.
        """
        if not reason.strip():
            raise InputError("a consent needs a reason", remedy="Say who gave it, when and how.")
        with self._file.writing() as connection:
            source_in_force(connection, source_id)
            return add_consent(connection, source_id, audience, who=who, reason=reason)

    def revoke(self, source_id: str, audience: str, *, who: str, reason: str) -> int:
        """Put on record that a consent no longer holds.

        Raises:
            InputError: There is none in force.
        """
        with self._file.writing() as connection:
            subject = f"{source_id} to {audience}"
            version = add_entry(
                connection, who=who, action="revoked", subject=subject, reason=reason
            )
            if not revoke_consents(connection, source_id, version, audience):
                raise InputError("no such consent is in force")
        return version

    def keep_model(self, kind: str, text: str, *, who: str) -> int:
        """Keep a scoring model for a kind of record; the former one is replaced.

        It is no part of the case's content: what it decided stays as it was judged.
        """
        with self._file.writing() as connection:
            version = add_entry(connection, who=who, action="trained", subject=kind)
            key = f"model/{kind}"
            connection.execute(delete(tables.meta).where(tables.meta.c.key == key))
            connection.execute(tables.meta.insert(), {"key": key, "value": text})
        return version

    # Reading ----------------------------------------------------------------

    def kept_model(self, kind: str) -> str:
        """Return the scoring model kept for a kind of record; empty where there is none."""
        with self._file.reading() as connection:
            query = select(tables.meta.c.value).where(tables.meta.c.key == f"model/{kind}")
            return str(connection.execute(query).scalar() or "")

    def judgements(
        self,
        *,
        pair: tuple[str, str] | None = None,
        ids: Collection[str] | None = None,
        verdict: str = "",
        as_of: int | None = None,
    ) -> list[Judgement]:
        """Return the judgements in force, oldest first.

        Args:
            pair: Only those on these two ids, in either order.
            ids: Only those on pairs of which at least one is among these.
            verdict: Only those of this verdict.
            as_of: Those in force at a version; what was erased since is gone.
        """
        with self._file.reading() as connection:
            return read_judgements(connection, pair=pair, ids=ids, verdict=verdict, as_of=as_of)

    def verdicts(
        self,
        *,
        ids: Collection[str] | None = None,
        as_of: int | None = None,
        decisive: bool = False,
    ) -> list[Verdict]:
        """Return the judgements in force in short, in the order they came.

        Args:
            ids: Only those on pairs of which at least one is among these.
            as_of: Those in force at a version.
            decisive: Leave out a model's "unsure", which neither joins nor parts.
        """
        with self._file.reading() as connection:
            return read_verdicts(connection, ids=ids, as_of=as_of, decisive=decisive)

    def judged_since(self, version: int) -> set[str] | None:
        """Return ids on whose pairs a judgement came or went after a version.

        None where judgements were erased since: nobody can tell any more which.
        """
        with self._file.reading() as connection:
            return judged_since(connection, version)

    def same_chain(self, ids: Iterable[str], *, since: int | None = None) -> set[str]:
        """Return all that a chain of pairs judged the same ties to some ids, these included.

        Args:
            ids: Where to begin; those that no such pair speaks of are left out.
            since: Also over pairs whose judgement was in force at this version or later.
        """
        with self._file.reading() as connection:
            return same_chain(connection, ids, since)

    def consents(self) -> set[tuple[str, str]]:
        """Return pairs of source id and audience that a consent on record covers."""
        with self._file.reading() as connection:
            return read_consents(connection)


def source_in_force(connection: Connection, source_id: str) -> SourceRow:
    """Return a source in force by its id.

    Raises:
        InputError: There is none.
    """
    for row in read_sources(connection):
        if row.source.id == source_id:
            return row
    raise InputError(
        "no source of that id is in force",
        remedy="`linkgraph source list` shows those that are.",
    )


def judged_by_one_source(connection: Connection, seq: int) -> set[str]:
    """Return the judged ids that one source states and no other does.

    Only what it states is looked up among the judgements, and of other sources only the
    tables of kinds that are then in question.
    """
    found: set[str] = set()
    kinds: set[str] = set()
    if not connection.exec_driver_sql("SELECT 1 FROM judgement LIMIT 1").first():
        return found
    # Read whole first: no table can be laid out anew while another is being read.
    told = [
        (table.name, table.frame["id"].unique())
        for table in read_tables(connection, part="entity", sources=[seq])
    ]
    for name, ids in told:
        mine = judged_among(connection, ids)
        found |= mine
        kinds |= {name} if mine else set()
    if found:
        others = [row.seq for row in read_sources(connection) if row.seq != seq]
        for table in read_tables(connection, part="entity", names=kinds, sources=others):
            found.difference_update(table.frame["id"].unique())
    return found
