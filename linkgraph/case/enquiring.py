"""A case's part that keeps enquiries between countries: drafted, looked up, overdue."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING

from linkgraph.case.place import current_user
from linkgraph.case.progressing import Progressing
from linkgraph.errors import InputError, UnknownName
from linkgraph.period.enquiries import belongs_to, overdue_on
from linkgraph.period.entering import enquiry_entered, id_of, is_asked_by
from linkgraph.period.model import chosen, folded
from linkgraph.period.sound import sound_enquiry
from linkgraph.statements.stated import is_stated

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from linkgraph.period.model import Enquiry, InvestigationPlan
    from linkgraph.statements.entered import Sharing

__all__ = ["Enquiring"]


class Enquiring(Progressing):
    """Enquiries."""

    def enquiries(
        self, period: str = "", *, overdue_at: dt.date | None = None
    ) -> tuple[Enquiry, ...]:
        """Return the enquiries, entered and imported.

        Args:
            period: Only those of this period: that name it, block one of its plans, or name
                none and were sent within it between two who take part.
            overdue_at: Only those whose answer was due before this day and not there on it,
                those due first coming first.

        Returns:
            By day sent, drafts last, then by reference.

        Raises:
            UnknownName: There is no such period.
        """
        told = self.joint_told()
        found = told.enquiries
        if period:
            of = self.period(period, told)
            found = tuple(one for one in found if belongs_to(one, of, told.plans))
        return found if overdue_at is None else tuple(overdue_on(found, overdue_at))

    def enquiry(self, reference: str) -> Enquiry:
        """Return one enquiry by its number or id; of several of a number, the own agency's.

        Raises:
            UnknownName: There is none.
            InputError: Several agencies have one of the number, and the own agency none.
        """
        known = self.enquiries()
        named = chosen(reference, known, str(self.own))
        held = [one for one in known if one.id == reference] or named
        own = (
            [one for one in held if is_asked_by(self.own, one)]
            or [one for one in held if one.reference == reference]
            or held
        )
        if not own:
            raise UnknownName.of("enquiry", reference, {one.reference for one in known})
        if len(own) > 1:
            raise InputError(
                "several agencies have an enquiry of this number",
                remedy="Name it by its id: `linkgraph period enquiry list` shows ids.",
            )
        return own[0]

    def draft_enquiry(self, draft: Enquiry, sharing: Sharing | None = None) -> str:
        """Put an enquiry on record that is not sent yet; return the source's id.

        A draft of a number that was drafted already takes its place whole: what was entered
        before is withdrawn, since whom it was about, or what it asked, may have been an error.

        Raises:
            InputError: It was sent already, is called so but for the size of its letters, asks
                its own country, is of a period in which neither side takes part, blocks a plan
                or task that there is not, is about an entity that the case does not hold, or
                a number, day or country in it is none.
        """
        draft, told = sound_enquiry(draft), self.joint_told()
        key = id_of("Enquiry", self.own, draft.reference)
        self._check_number(key, draft.reference, told.enquiries)
        if draft.from_country == draft.to_country:
            raise InputError("an enquiry goes to another country", where="to")
        if draft.period:
            period = self.period(draft.period, told)
            draft = replace(draft, period=period.reference)
            if not {draft.from_country, draft.to_country} & set(period.countries):
                raise InputError(
                    "neither side takes part in the period",
                    where="from and to",
                    remedy="Compare them with `linkgraph period list`, or leave out --period.",
                )
        self._check_blocks(draft.blocks, told.plans)
        self._check_known(draft.subjects)
        names = ("period", "channel", "from_country", "from_agency", "to_country", "to_agency",
                 "due", "asks", "blocks")  # fmt: skip
        said = {name: getattr(draft, name) for name in names}
        said["native_ids"] = (draft.reference,)
        known = any(one.id == key for one in told.enquiries)
        former = self._entered_of(key) if known else []
        source = self.enter([enquiry_entered(key, said, draft.subjects)], sharing)
        for one in former:
            self.ledger.withdraw(one, who=current_user(), reason="the enquiry was drafted anew")
        if former:
            self.after_erasure()
        return source

    @abstractmethod
    def after_erasure(self) -> None:
        """Take what was erased from the ledger out of the graphs too."""

    def _check_number(self, key: str, number: str, known: Iterable[Enquiry]) -> None:
        for one in known:
            if one.id == key and one.sent:
                raise InputError(
                    "an enquiry of this number was sent already",
                    remedy="Give the new one another number.",
                )
            if (
                one.id != key
                and folded(one.reference) == folded(number)
                and is_asked_by(self.own, one)
            ):
                raise InputError(
                    "an enquiry is called so already, in letters of another size",
                    remedy="Write its number as `linkgraph period enquiry list` does, or give"
                    " the new one another.",
                )

    def _entered_of(self, key: str) -> list[str]:
        """Return the sources that people entered of an own enquiry: they hold nothing else."""
        tables = self.ledger.tables(part="entity", names=["Enquiry"])
        of = {table.source for table in tables if key in table.frame["id"].to_list()}
        return [
            row.source.id
            for row in self.ledger.sources()
            if row.seq in of and is_stated(row.source.file) and row.source.originator == self.own
        ]

    def _check_blocks(self, blocks: Iterable[str], known: Iterable[InvestigationPlan]) -> None:
        plans = {one.reference: one for one in known}
        for one in blocks:
            plan, _, task = one.partition("/")
            if plan not in plans or (task and task not in {t.id for t in plans[plan].tasks}):
                raise InputError(
                    "there is no such plan or task",
                    where="blocks",
                    remedy="Write a plan as P1, a task of it as P1/T2.",
                )

    def _check_known(self, ids: Collection[str]) -> None:
        known = {one.id for one in self.ledger.explain(ids)} if ids else set()
        if not known.issuperset(ids):
            raise InputError(
                "the case holds no entity of one of these ids",
                where="about",
                remedy="`linkgraph entity find` shows ids.",
            )
