"""A case's part that keeps enquiries between countries: drafted, sent, answered, overdue."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING

from linkgraph.case.place import current_user
from linkgraph.case.progressing import Progressing
from linkgraph.errors import InputError, UnknownName
from linkgraph.period.enquiries import belongs_to, overdue_on
from linkgraph.period.entering import answer_entered, enquiry_entered, id_of
from linkgraph.period.model import chosen, folded
from linkgraph.period.sound import sound_enquiry
from linkgraph.period.told import day_told
from linkgraph.statements.entered import Sharing
from linkgraph.statements.stated import is_stated
from linkgraph.values.dates import comes_before

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator

    from linkgraph.period.model import Enquiry, InvestigationPlan
    from linkgraph.statements import Source

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
        held = [one for one in known if one.id == reference] or chosen(reference, known)
        own = [one for one in held if str(self.own) in one.marks.originators] or held
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
            own = str(self.own) in one.marks.originators
            if own and one.id != key and folded(one.reference) == folded(number):
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

    def send_enquiry(
        self, reference: str, sent: str, *, due: str = "", sharing: Sharing | None = None
    ) -> str:
        """Put on record that an enquiry was sent; return the source's id.

        Args:
            reference: Its number.
            sent: The day, ISO.
            due: Day an answer is asked for, ISO; as drafted where empty.
            sharing: Who may see it; as the draft where left out.

        Raises:
            UnknownName: There is no such enquiry.
            InputError: It was sent already, its answer is due before it was sent, or a day is
                none.
        """
        held = self.enquiry(reference)
        if held.sent:
            raise self._said_already(held, "sent")
        sent, due = day_told(sent, "sent"), day_told(due, "due") if due else ""
        wanted = due or held.due
        if wanted and comes_before(wanted, sent):
            raise InputError(
                "its answer is due before it was sent", where="due", remedy="Give --due anew."
            )
        told = {"from_country": held.from_country, "to_country": held.to_country, "sent": sent}
        return self._step(held, told | ({"due": due} if due else {}), sharing)

    def answer_enquiry(
        self,
        reference: str,
        answered: str,
        *,
        sources: Iterable[str] = (),
        sharing: Sharing | None = None,
    ) -> str:
        """Put on record that an enquiry was answered; return the source's id.

        Args:
            reference: Its number, or its id where several agencies use the number.
            answered: The day, ISO.
            sources: Ids of the sources that the answer brought; for the own agency alone.
            sharing: Who may see it; as the enquiry where left out.

        Raises:
            UnknownName: There is no such enquiry.
            InputError: It is a draft, was answered already, or the answer comes before it
                was sent; or a source is not in force.
        """
        held = self.enquiry(reference)
        self._check_sent(held)
        if held.answered:
            raise self._said_already(held, "answered")
        answered = day_told(answered, "answered")
        if comes_before(answered, held.sent):
            raise InputError(
                "the answer comes before the enquiry was sent",
                where="answered",
                remedy="Compare both days.",
            )
        brought = tuple(dict.fromkeys(sources))
        self._check_sources(brought)
        told = {
            "from_country": held.from_country,
            "to_country": held.to_country,
            "answered": answered,
        }
        if brought:
            # An id of a source is a digest of what it holds: whoever may see that an answer
            # came need not be able to tell what came. It comes first, so that whoever is
            # stopped between the two can do it again.
            self.enter([answer_entered(held.id, self.own, brought)], Sharing())
        return self._step(held, told, sharing)

    def close_enquiry(
        self, reference: str, closed: str, *, why: str, sharing: Sharing | None = None
    ) -> str:
        """Put on record that an enquiry needs no answer any more; return the source's id.

        It is overdue no more. An answer that comes all the same is put on record as any other.

        Args:
            reference: Its number, or its id where several agencies use the number.
            closed: The day, ISO.
            why: The reason, for the list of sources; required. Name nobody.
            sharing: Who may see it; as the enquiry where left out.

        Raises:
            UnknownName: There is no such enquiry.
            InputError: It is another agency's, a draft, was answered or closed already, or the
                day comes before it was sent; or no reason is given.
        """
        held = self.enquiry(reference)
        if held.id != id_of("Enquiry", self.own, held.reference):
            raise InputError("only the agency whose enquiry it is closes it", where="enquiry")
        self._check_sent(held)
        for step in ("answered", "closed"):
            if getattr(held, step):
                raise self._said_already(held, step)
        closed = day_told(closed, "closed")
        if comes_before(closed, held.sent):
            raise InputError(
                "it is closed before it was sent", where="closed", remedy="Compare both days."
            )
        if not why.strip():
            raise InputError("a reason is needed", where="why", remedy="Give it with --why.")
        told = {"from_country": held.from_country, "to_country": held.to_country, "closed": closed}
        return self._step(held, told, sharing, why)

    def _check_sent(self, held: Enquiry) -> None:
        if not held.sent:
            raise InputError(
                "it is a draft: nobody was asked yet",
                where="enquiry",
                remedy="`linkgraph period enquiry send` puts on record that it was sent.",
            )

    def _said_already(self, held: Enquiry, step: str) -> InputError:
        """Return the refusal of a step that was taken, with what takes it back."""
        ways = [
            f"linkgraph source withdraw {one.id} --reason ..."
            if is_stated(one.file)
            else f"{one.id} is a list: import it put right, then withdraw the former"
            for one in self._saying(held, step)
        ]
        return InputError(
            f"it was {step} already",
            where="enquiry",
            remedy="If that was a mistake, what takes it back:\n  " + "\n  ".join(ways),
        )

    def _saying(self, held: Enquiry, step: str) -> Iterator[Source]:
        """Yield the sources that say of an enquiry that a step was taken, or what it brought."""
        said: set[int] = set()
        for kind, column in (("Enquiry", "id"), ("EnquiryAnswer", "enquiry")):
            for table in self.ledger.tables(part="entity", names=[kind]):
                if kind == "Enquiry":
                    frame = table.frame.drop_nulls(step) if step in table.frame.columns else None
                else:
                    frame = table.frame if step == "answered" else None
                if frame is not None and held.id in frame[column].to_list():
                    said.add(table.source)
        yield from (row.source for row in self.ledger.sources() if row.seq in said)

    def _step(
        self, held: Enquiry, told: dict[str, str], sharing: Sharing | None, why: str = ""
    ) -> str:
        # What an earlier step said stays its own: it goes when that is withdrawn.
        entered = enquiry_entered(held.id, {"native_ids": (held.reference,), **told})
        kept = sharing or self.sharing_of(held.marks.sources)
        return self.enter([entered], kept, why=why)

    def _check_sources(self, sources: Collection[str]) -> None:
        known = {row.source.id for row in self.ledger.sources()}
        if not known.issuperset(sources):
            raise InputError(
                "there is no such source in force",
                where="source",
                remedy="`linkgraph source list` shows ids; import what the answer brought first.",
            )

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
