"""A case's part that follows enquiries: sent, answered, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.case.enquiring import Enquiring
from linkgraph.errors import InputError
from linkgraph.period.entering import answer_entered, enquiry_entered, is_asked_by
from linkgraph.period.told import day_told
from linkgraph.statements.entered import Sharing
from linkgraph.statements.stated import is_stated
from linkgraph.values.dates import comes_before

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from linkgraph.period.model import Enquiry
    from linkgraph.statements import Source

__all__ = ["Following"]


class Following(Enquiring):
    """What becomes of enquiries."""

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
            InputError: It is another agency's, was sent already, its answer is due before it was
                sent, or a day is none.
        """
        held = self.enquiry(reference)
        self._refuse_anothers(held, "sends")
        if held.sent:
            raise self._said_already(held, "sent")
        sent, due = day_told(sent, "sent"), day_told(due, "due") if due else ""
        wanted = due or held.due
        if wanted and comes_before(wanted, sent):
            raise InputError(
                "its answer is due before it was sent", where="due", remedy="Give --due anew."
            )
        return self._step(held, {"sent": sent} | ({"due": due} if due else {}), sharing)

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
        if not held.sent:
            raise InputError(
                "it is a draft: nobody was asked yet",
                where="enquiry",
                remedy="`linkgraph period enquiry send` puts on record that it was sent.",
            )
        if held.answered and not self._only_partners_say(held, "answered"):
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
        if brought:
            # An id of a source is a digest of what it holds: whoever may see that an answer
            # came need not be able to tell what came. It comes first, so that whoever is
            # stopped between the two can do it again.
            self.enter([answer_entered(held.id, self.own, brought)], Sharing())
        return self._step(held, {"answered": answered}, sharing)

    def close_enquiry(
        self, reference: str, closed: str, *, why: str, sharing: Sharing | None = None
    ) -> str:
        """Put on record that an enquiry needs no answer any more; return the source's id.

        It is overdue no longer, and still counts as sent.

        Args:
            reference: Its number, or its id where several agencies use the number.
            closed: The day, ISO.
            why: The reason, for the list of sources; it names nobody.
            sharing: Who may see that it is closed; as the enquiry where left out.

        Raises:
            UnknownName: There is no such enquiry.
            InputError: It is another agency's, a draft, was answered or closed already, was sent
                after that day, or no reason is given.
        """
        held = self.enquiry(reference)
        self._check_closing(held, why)
        closed = day_told(closed, "closed")
        if comes_before(closed, held.sent):
            raise InputError(
                "it was closed before it was sent", where="closed", remedy="Compare both days."
            )
        return self._step(held, {"closed": closed}, sharing, why)

    def _check_closing(self, held: Enquiry, why: str) -> None:
        if not why.strip():
            raise InputError("closing an enquiry needs a reason", remedy="Give it with --why.")
        self._refuse_anothers(held, "closes")
        if not held.sent:
            raise InputError(
                "it is a draft: nobody was asked yet",
                where="enquiry",
                remedy="`linkgraph source withdraw` takes a draft back.",
            )
        for step in ("answered", "closed"):
            if getattr(held, step):
                raise self._said_already(held, step)

    def _refuse_anothers(self, held: Enquiry, does: str) -> None:
        # Such a word would be on record, and count for nothing.
        if not is_asked_by(self.own, held):
            raise InputError(
                f"only the agency that asks {does} its enquiry",
                where="enquiry",
                remedy="Draft one of your own, put an answer on record, or have that agency do it.",
            )

    def _only_partners_say(self, held: Enquiry, step: str) -> bool:
        """Tell whether an own enquiry has a step by other agencies' word alone: the own one then holds."""
        said = {one.originator for one in self._saying(held, step)}
        return is_asked_by(self.own, held) and self.own not in said

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
        which = {
            "native_ids": (held.reference,),
            "from_country": held.from_country,
            "to_country": held.to_country,
        }
        entered = enquiry_entered(held.id, which | told)
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
