"""A case's part that gives packages to partners, and takes them back."""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from linkgraph.case.investigating import Investigating
from linkgraph.case.place import current_user
from linkgraph.case.receiving import Receiving
from linkgraph.errors import InputError, ReleaseError, UnknownName
from linkgraph.ledger import Told
from linkgraph.period.agreed import agreed_records, plan_told, same_words, tasks_unheard
from linkgraph.share import (
    STALE_DAYS,
    Wanted,
    audience_named,
    exposing,
    pack,
    packed_parts,
    sealed_file,
    sources_for,
    survey,
)
from linkgraph.statements import Originator

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from linkgraph.ledger import Gift, Left, SourceRow
    from linkgraph.period.model import InvestigationPlan
    from linkgraph.share import Basis, Item

__all__ = ["Given", "Packaging", "PlanWords"]

PlanWords = Literal["newest", "former", "none"]


@dataclass(frozen=True, slots=True)
class Given:
    """A package that was given.

    Attributes:
        package: Its id.
        receiver: Whose key it is encrypted to.
        sources: Ids of the sources, as the case holds them.
        content: SHA-256 of the file.
        left_out: How many sources of the case did not go.
    """

    package: str
    receiver: str
    sources: tuple[str, ...]
    content: str
    left_out: int


class Packaging(Investigating, Receiving):
    """What passes between this case's agency and its partners."""

    def share_basis(self, plan: str) -> Basis:
        """Return what an investigation plan says of sharing, by its reference.

        Raises:
            UnknownName: The case holds no such plan.
            InputError: The plan was not found ready, or is not any more.
        """
        if not self.investigation_plan(plan).ready or self.plan_lacks(plan):
            raise InputError(
                "this plan is not ready, so nothing is shared for it",
                where="investigation plan",
                remedy="`linkgraph period plan ready` tells what it lacks; --basis FILE shares"
                " on other grounds.",
            )
        return self.plan_basis(plan)

    def share_check(
        self,
        audience: str,
        basis: Basis,
        *,
        without: Collection[str] = (),
        stale_days: int = STALE_DAYS,
        made: dt.datetime | None = None,
    ) -> list[Item]:
        """Return every source of the case as an item of a would-be release (RAAPT).

        The list is an inside thing: it tells what the case holds. Nothing is written.

        Raises:
            InputError: A clock that is behind what the case has on record: what has ended
                would seem to go, as for ``share_release``.
            ReleaseError: It is another agency's plan, which keeps it from this audience.
        """
        moment = made or self.moment_now()
        wanted = self._wanted(
            audience, basis, moment, moment.date(), without=without, stale_days=stale_days
        )
        wanted = self._as_told(self._as_read(wanted))
        return list(survey(self.ledger, wanted, withheld=True).items)

    def share_release(  # noqa: PLR0913 - keyword only
        self,
        audience: str,
        basis: Basis,
        output: str | Path,
        *,
        expires: dt.date,
        accept: str = "",
        without: Collection[str] = (),
        stale_days: int = STALE_DAYS,
        passphrase: str = "",
        made: dt.datetime | None = None,
    ) -> Given:
        """Give a partner what may be given of the case for a plan, as a package.

        Args:
            audience: ``MY``, ``NZ/Police``, ``INTERPOL``.
            basis: What it is for.
            output: Where the package is to stand.
            expires: The last day on which the receiver may have it.
            accept: Why it goes although something in it had to be weighed: stale, ungraded,
                undated, or said by one originator alone. It stays on record, so it names nobody.
            without: Ids of sources to leave out as if they had never come.
            stale_days: After so many days something is stale.
            passphrase: Of the own key.
            made: The moment to write on it; now where left out.

        Returns:
            What was given; it stands in the gift log.

        Raises:
            ReleaseError: Nothing may go, something is to be weighed and ``accept`` is empty,
                all of it is held back for somebody whom only something withheld protects, or
                it is for another agency's plan, which keeps that from this audience.
            InputError: No key, a date that has passed or lies behind the legal basis, a clock
                that is behind what the case has on record.
        """
        moment = made or self.moment_now()
        seen = self.ledger.version
        key = self.share_key(passphrase)
        wanted = self._wanted(
            audience, basis, moment, expires, without=without, stale_days=stale_days,
            secret=key.secret,
        )  # fmt: skip
        receiver = self.key_for(wanted.audience)
        wanted = self._as_told(replace(wanted, reader=Originator.parse(receiver.owner)))
        _check_days(wanted)
        found = survey(self.ledger, wanted)
        packed = pack(found, wanted)
        if found.warned() and not accept.strip():
            raise ReleaseError(
                f"{len(found.warned())} source(s) that would go must be weighed first",
                remedy="`linkgraph share check` lists them; --accept-warnings gives the reason why"
                " they go all the same.",
            )
        header = packed.header | {"kind": "package"}
        with sealed_file(
            Path(output), header, packed_parts(self.ledger, packed), key, receiver
        ) as content:
            told = Told(
                kind="given", package=wanted.package, partner=str(wanted.audience),
                plan=basis.reference, sources=packed.ids, content=content,
                expires=wanted.expires.isoformat(),
            )  # fmt: skip
            self.ledger.log_gift(
                told, who=current_user(), seen=seen,
                accepted=accept.strip() if found.warned() else "",
            )  # fmt: skip
        left = sum(not item.goes for item in found.items)
        return Given(wanted.package, receiver.owner, packed.ids, content, left)

    def _wanted(  # noqa: PLR0913
        self,
        audience: str,
        basis: Basis,
        moment: dt.datetime,
        expires: dt.date,
        *,
        without: Collection[str],
        stale_days: int,
        secret: bytes = b"",
    ) -> Wanted:
        held = {row.source.id for row in self.ledger.sources()}
        if set(without) - held:
            raise InputError(
                "the case holds no source of an id to leave out",
                remedy="`linkgraph source list` shows ids.",
            )
        named = audience_named(audience, self.ledger)
        plan = self._plan_behind(basis)

        def agreed(rows: Sequence[SourceRow], left: Left) -> Mapping[int, frozenset[str]]:
            return agreed_records(self.ledger, rows, plan, named, left) if plan else {}

        return Wanted(
            own=self.own,
            audience=named,
            basis=basis,
            made=moment,
            expires=expires,
            package=f"pkg-{secrets.token_hex(8)}",
            secret=secret,
            without=frozenset(without),
            stale_days=stale_days,
            agreed=agreed if plan else None,
        )

    def _plan_behind(self, basis: Basis) -> InvestigationPlan | None:
        """Return the plan of the case that something is shared for; None on other grounds."""
        if basis.planned:
            with contextlib.suppress(UnknownName):
                return self.investigation_plan(basis.reference)
        return None

    def plan_words(self, reference: str, audience: str) -> PlanWords:
        """Return which words of a plan go along with what is given for it.

        For inside alone: by it somebody could tell what is withheld.

        Args:
            reference: The plan's.
            audience: As for ``share_release``.

        Returns:
            ``newest``, ``former`` where something newer is kept from the audience, ``none``
            where all of it is.

        Raises:
            UnknownName: There is no such plan.
        """
        plan = self.investigation_plan(reference)
        seen = self._plan_seen_by(plan, audience)
        if seen is None:
            return "none"
        return "newest" if same_words(seen, plan) else "former"

    def task_words_kept(self, reference: str, audience: str) -> tuple[str, ...]:
        """Return the tasks of a plan on which some word does not go along with it; for inside alone.

        Ids, of tasks that the audience knows; none where the plan itself does not go. Those of
        the audience's own plan of that reference are among them.

        Raises:
            UnknownName: There is no such plan.
        """
        plan, to = self.investigation_plan(reference), audience_named(audience, self.ledger)
        known = self.investigation_plans()
        return tasks_unheard(plan, known, to, lambda one: self._plan_seen_by(one, audience))

    def _plan_seen_by(self, plan: InvestigationPlan, audience: str) -> InvestigationPlan | None:
        now = self.moment_now()
        wanted = self._wanted(audience, self.basis_of(plan), now, now.date(), without=(), stale_days=STALE_DAYS)  # fmt: skip
        return self._plan_as_seen(plan, self._as_read(wanted))

    def _as_read(self, wanted: Wanted) -> Wanted:
        """Return the same for the agency whose key would open it, where there is one.

        Without a key nothing can go yet; what could is looked at for the whole audience.
        """
        with contextlib.suppress(InputError):
            return replace(wanted, reader=Originator.parse(self.key_for(wanted.audience).owner))
        return wanted

    def _as_told(self, wanted: Wanted) -> Wanted:
        """Return the same on the grounds of the plan as the audience may see it.

        A package tells its purpose, and by what goes whom it is about.

        Raises:
            ReleaseError: It is another agency's, which keeps what the case has of it from the
                audience.
        """
        plan = self._plan_behind(wanted.basis)
        if plan is None:
            return wanted
        seen = self._plan_as_seen(plan, wanted)
        if seen and same_words(seen, plan):
            return wanted
        if str(self.own) not in plan.marks.originators:
            raise ReleaseError(
                "this plan is another agency's, and by its rules this audience may not see it",
                where="investigation plan",
                remedy=f"Ask {', '.join(plan.marks.originators)} for consent, or share on other"
                " grounds with --basis FILE; nothing was released.",
            )
        if seen is None:
            return wanted
        newest, theirs = self.basis_of(plan), self.basis_of(seen)
        # What a caller made of it stays.
        former = {
            name: getattr(theirs, name)
            for name in ("purpose", "subjects", "countries", "legal")
            if getattr(wanted.basis, name) == getattr(newest, name)
        }
        return replace(wanted, basis=replace(wanted.basis, **former))

    def _plan_as_seen(self, plan: InvestigationPlan, wanted: Wanted) -> InvestigationPlan | None:
        rows = sources_for(
            self.ledger.sources(), wanted.eyes, self.ledger.consents(), wanted.made.date()
        )
        if str(self.own) in plan.marks.originators:
            # Another agency's plan may be left out of an answer to whom it is known.
            rows = [row for row in rows if row.source.id not in wanted.without]
        return plan_told(self.ledger, rows, plan)

    def share_given(self, sources: Collection[str]) -> list[Told]:
        """Return the packages that this case gave, hold some sources and were not recalled.

        What is erased here, or may go no more, is still with whoever got it.

        Args:
            sources: Ids of sources, as the case held them.
        """
        wanted = set(sources)
        return [one.told for one in self._out_there() if not wanted.isdisjoint(one.told.sources)]

    def share_exposing(self, today: dt.date | None = None) -> list[Told]:
        """Return the packages, not recalled nor past their last day, that may tell of somebody in clear whom the case protects by now.

        When they were given nothing told that she is to be protected. What the next package
        tells of her by role and number, its receiver can look up in them until they are recalled.

        Args:
            today: The day; now where left out.
        """
        day = today or dt.datetime.now(dt.UTC).date()
        lasting = [one for one in self._out_there() if one.told.expires >= day.isoformat()]
        return [one.told for one in exposing(self.ledger, lasting, day)]

    def _out_there(self) -> list[Gift]:
        """Return the packages that were given and not recalled, oldest first."""
        log = self.ledger.gifts()
        recalled = {one.told.package for one in log if one.told.kind == "recalled"}
        return [one for one in log if one.told.kind == "given" and one.told.package not in recalled]

    def share_recall(
        self, package: str, output: str | Path, *, reason: str, passphrase: str = ""
    ) -> str:
        """Take a package back: write a signed notice for its receiver, and log it.

        Args:
            package: Its id, as in the gift log.
            output: Where the notice is to stand.
            reason: Why; it stays on record inside, so it names nobody.
            passphrase: Of the own key.

        Returns:
            Whose key the notice is encrypted to.

        Raises:
            InputError: The case never gave such a package, or no reason is given.
        """
        if not reason.strip():
            raise InputError("a recall needs a reason", remedy="Give it with --reason.")
        given = next(
            (g.told for g in self.ledger.gifts() if (g.told.kind, g.told.package) == ("given", package)),
            None,
        )  # fmt: skip
        if given is None:
            raise InputError(
                "the case gave no package of this id", remedy="`linkgraph share log` lists them."
            )
        key = self.share_key(passphrase)
        receiver = self.key_for(Originator.parse(given.partner))
        header = {
            "form": 1, "kind": "recall", "id": package, "from": str(self.own), "to": given.partner,
            "made": dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }  # fmt: skip
        with sealed_file(Path(output), header, (), key, receiver) as content:
            told = Told(
                kind="recalled", package=package, partner=given.partner, plan=given.plan,
                sources=given.sources, content=content, expires=given.expires,
            )  # fmt: skip
            self.ledger.log_gift(told, who=current_user())
            self.ledger.note(
                who=current_user(), action="recall reason", subject=package, reason=reason.strip()
            )
        return receiver.owner


def _check_days(wanted: Wanted) -> None:
    if wanted.expires < wanted.made.date():
        raise InputError("the package's last day has passed", remedy="Give a later --expires.")
    legal = wanted.occasion.legal
    if legal and legal.expires and wanted.expires.isoformat() > legal.expires:
        raise InputError(
            "the package would outlive the agreement that it goes on",
            remedy=f"Give an --expires no later than {legal.expires}.",
        )
