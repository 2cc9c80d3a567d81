"""A case's part that finds which identifiers a partner holds too, without showing the rest."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from linkgraph.case.enquiring import Enquiring
from linkgraph.case.place import current_user
from linkgraph.case.sharing import Packaging
from linkgraph.errors import InputError, PackageEnded, PackageError, ReleaseError, StoreError
from linkgraph.folder import private, unfinished
from linkgraph.ledger import Told
from linkgraph.period.model import Enquiry
from linkgraph.share import audience_named
from linkgraph.share.comparable import COMPARED, comparable
from linkgraph.share.held_back import held_back
from linkgraph.share.keyed import LEAK
from linkgraph.share.overlap import (
    Asked,
    asked_about,
    asking,
    hits_in,
    message_file,
    read_hits,
    read_message,
    replying,
    told_hits,
)
from linkgraph.statements import Originator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkgraph.share import OwnKey, PublicKey
    from linkgraph.share.held_back import HeldBack
    from linkgraph.share.overlap import Message

__all__ = ["MOST_ASKED", "MOST_PROBES", "Overlap", "Overlapping"]

# More than a case's own identifiers would be a search of all numbers there are.
MOST_ASKED = 1 << 18
# An eighth of what is asked about is made up.
_MOST_ITEMS = MOST_ASKED - MOST_ASKED // 8
MOST_PROBES = 3
_DAY = dt.timedelta(days=1)
_STATES = "overlaps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What came of one step of a comparison.

    Attributes:
        id: The comparison's.
        partner: With whom.
        count: How many identifiers of one's own were compared.
        hits: Ids that both hold, sorted; empty until the step that finds them.
        enquiry: Number of the enquiry drafted about them; empty where there is none.
    """

    id: str
    partner: str
    count: int
    hits: tuple[str, ...] = ()
    enquiry: str = ""


class Overlapping(Enquiring, Packaging):
    """Comparisons of identifiers with partners."""

    folder: Path

    def overlap_ask(  # noqa: PLR0913 - keyword only
        self,
        audience: str,
        output: str | Path,
        *,
        kinds: Sequence[str] = tuple(COMPARED),
        method: str = "psi",
        accept_leak: str = "",
        passphrase: str = "",
    ) -> Overlap:
        """Ask a partner which of this case's identifiers it holds too, showing it none.

        Args:
            audience: ``MY/Police``: an agency of another country whose key is trusted.
            output: Where the question is to stand.
            kinds: Of ``phones``, ``documents``, ``accounts``.
            method: ``psi``; or ``keyed``, which leaks.
            accept_leak: Why it leaks all the same; stays on record, so it names nobody.
            passphrase: Of the own key.

        Raises:
            InputError: Nothing may be compared with this audience, there is no key, or the
                method leaks and no reason is given.
        """
        if method == "keyed" and not accept_leak.strip():
            raise InputError(LEAK, where="keyed", remedy="Say with --accept-leak why it may be so.")
        partner, receiver = self._partner(audience)
        key, now = self.share_key(passphrase), self.moment_now()
        items = comparable(self.ledger, partner, now.date(), kinds)
        if not items:
            raise InputError(
                "no identifier may be compared with this audience",
                remedy="`linkgraph share consent` records that an originator agrees.",
            )
        if len(items) > _MOST_ITEMS:
            raise InputError(
                f"more than {_MOST_ITEMS} identifiers would be asked about",
                remedy="Ask about fewer kinds, with --kinds.",
            )
        id_ = f"ovl-{secrets.token_hex(8)}"
        kept, question = asking(
            id_=id_, method=method, kinds=kinds, items=items, partner=receiver.owner,
            secret=key.secret,
        )  # fmt: skip
        with message_file(Path(output), question, key, receiver, _stamp(now)) as content:
            self._keep(kept)
            self._log("asked", id_, receiver.owner, content, accept_leak)
        return Overlap(id=id_, partner=receiver.owner, count=len(items))

    def overlap_check(
        self, audience: str, *, kinds: Sequence[str] = tuple(COMPARED)
    ) -> tuple[HeldBack, ...]:
        """Return the identifiers for which nothing may be compared with a partner, by id.

        An inside thing: it tells what the case holds. Nothing is written, and no key is needed.

        Args:
            audience: As for ``overlap_ask``.
            kinds: Of ``phones``, ``documents``, ``accounts``.

        Returns:
            Empty where nothing is held back.
        """
        partner = audience_named(audience, self.ledger)
        return held_back(self.ledger, partner, self.moment_now().date(), kinds)

    def overlap_answer(
        self,
        path: str | Path,
        output: str | Path,
        *,
        most: int = MOST_ASKED,
        most_probes: int = MOST_PROBES,
        passphrase: str = "",
    ) -> Overlap:
        """Answer a partner's question; by ``keyed`` hashes the hits are known at once.

        Args:
            path: The question.
            output: Where the answer is to stand.
            most: The most identifiers that a question may ask about.
            most_probes: How often a partner is answered within 24 hours.
            passphrase: Of the own key.

        Raises:
            ReleaseError: It asks about too many, or too often.
            PackageEnded: It was answered already.
            PackageError: It is not for this case, or breaks its form.
        """
        key, now = self.share_key(passphrase), self.moment_now()
        # Of two who answer at once one starts again: both would pass the limit.
        seen = self.ledger.version
        question = self._read(path, "ask", key)
        partner, receiver = self._partner(question.sender)
        self._refuse_second("answered", question)
        self._refuse_too_much(question, most, most_probes, now)
        items = comparable(self.ledger, partner, now.date(), question.kinds)
        answer = replying(question, items)
        with message_file(Path(output), answer, key, receiver, _stamp(now)) as content:
            self._log("answered", question.id, receiver.owner, content, seen=seen)
        return Overlap(id=question.id, partner=receiver.owner, count=len(items))

    def overlap_open(
        self, path: str | Path, output: str | Path, *, passphrase: str = ""
    ) -> Overlap:
        """Find the hits in a partner's answer, draft an enquiry about them, and tell them.

        Args:
            path: The answer.
            output: Where the hits are to stand, for the partner.
            passphrase: Of the own key.

        Raises:
            PackageError: It answers no question of this case that is still open.
        """
        key, now = self.share_key(passphrase), self.moment_now()
        answer = self._read(path, "answer", key)
        kept = self._kept(answer)
        partner, receiver = self._partner(answer.sender)
        items = comparable(self.ledger, partner, now.date(), kept.kinds)
        hits = hits_in(kept, answer, items, key.secret)
        told = told_hits(answer, hits)
        with message_file(Path(output), told, key, receiver, _stamp(now)) as content:
            enquiry = self._draft(answer.id, partner, hits)
            self._log("opened", answer.id, receiver.owner, content)
        self._state(answer.id).unlink(missing_ok=True)
        return Overlap(id=answer.id, partner=receiver.owner, count=len(items), hits=tuple(hits), enquiry=enquiry)  # fmt: skip

    def overlap_note(self, path: str | Path, *, passphrase: str = "") -> Overlap:
        """Take in the hits of a comparison that this case answered, and draft an enquiry.

        Args:
            path: The message of hits.
            passphrase: Of the own key.

        Raises:
            PackageError: This case answered no such question, or one of the hits is none of
                what it compared.
            PackageEnded: They were noted already.
        """
        told = self._read(path, "hits", self.share_key(passphrase))
        self._refuse_second("noted", told)
        if not self._logged("answered", told):
            raise PackageError("this case answered no such question of this partner", where="id")
        partner, _ = self._partner(told.sender)
        items = set(comparable(self.ledger, partner, self.moment_now().date(), told.kinds))
        hits = sorted(set(read_hits(told)))
        if not items.issuperset(hits):
            raise PackageError(
                "it tells of hits that are none: this case does not hold them, or not any more",
                where="hits",
                remedy="Ask the partner; who makes up hits wants to learn from the answer.",
            )
        enquiry = self._draft(told.id, partner, hits)
        self._log("noted", told.id, told.sender, told.content)
        return Overlap(id=told.id, partner=told.sender, count=len(items), hits=tuple(hits), enquiry=enquiry)  # fmt: skip

    def forget_questions(self) -> None:
        """Give up comparisons that wait for an answer: what was erased might be among them."""
        for state in (self.folder / _STATES).glob("ovl-*.json"):
            state.unlink(missing_ok=True)

    def _partner(self, audience: str) -> tuple[Originator, PublicKey]:
        partner = audience_named(audience, self.ledger)
        receiver = self.key_for(partner)
        found = Originator.parse(receiver.owner)
        if found.country == self.own.country:
            raise InputError("a comparison is with an agency of another country", where="to")
        return found, receiver

    def _read(self, path: str | Path, step: str, key: OwnKey) -> Message:
        place, receiver = self.receiver_of(path, key, self.moment_now().date())
        return read_message(place, receiver, step)

    def _logged(self, kind: str, message: Message) -> bool:
        return any(
            (one.told.kind, one.told.package, one.told.partner)
            == (kind, message.id, message.sender)
            for one in self.ledger.gifts()
        )

    def _refuse_second(self, kind: str, message: Message) -> None:
        if self._logged(kind, message):
            raise PackageEnded(f"this was {kind} already", where="id")

    def _refuse_too_much(
        self, question: Message, most: int, most_probes: int, now: dt.datetime
    ) -> None:
        asked = asked_about(question)
        if asked > most:
            raise ReleaseError(
                "the question asks about more identifiers than this case answers",
                remedy="Nothing was answered. --most allows more; agree on it with the partner.",
            )
        lately = (now - _DAY).isoformat()
        answered = sum(
            one.told.kind == "answered" and one.told.partner == question.sender and one.at > lately
            for one in self.ledger.gifts()
        )
        if answered >= most_probes:
            raise ReleaseError(
                "this partner was answered as often as it may be within 24 hours",
                remedy="Nothing was answered. Wait, or allow more with --most-probes.",
            )

    def _draft(self, id_: str, partner: Originator, hits: Sequence[str]) -> str:
        """Draft an enquiry about hits; return its number, empty for no hits."""
        if not hits:
            return ""
        self.draft_enquiry(
            Enquiry(
                id="",
                reference=id_,
                channel="bilateral",
                from_country=self.own.country,
                from_agency=self.own.agency,
                to_country=partner.country,
                to_agency=partner.agency,
                asks="Both hold these identifiers. What is known of them, and what may be told?",
                subjects=tuple(hits),
            )
        )
        return id_

    def _log(  # noqa: PLR0913, PLR0917
        self,
        kind: str,
        id_: str,
        partner: str,
        content: str,
        accepted: str = "",
        seen: int | None = None,
    ) -> None:
        told = Told(kind=kind, package=id_, partner=partner, content=content)
        self.ledger.log_gift(told, who=current_user(), seen=seen, accepted=accepted.strip())

    # What waits for an answer ------------------------------------------------

    def _state(self, id_: str) -> Path:
        return self.folder / _STATES / f"{id_}.json"

    def _keep(self, kept: Asked) -> None:
        state = self._state(kept.id)
        told = {
            "id": kept.id, "method": kept.method, "kinds": list(kept.kinds),
            "partner": kept.partner, "items": kept.items, "key": kept.key.hex(),
        }  # fmt: skip
        fresh = unfinished(state)
        try:
            state.parent.mkdir(mode=0o700, exist_ok=True)
            private(fresh)
            fresh.write_text(json.dumps(told), encoding="utf-8")
            fresh.replace(state)
        except OSError as cause:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise StoreError(
                "what the answer will need could not be kept; nothing was asked",
                where=_STATES,
                remedy="Free some room in the case's folder.",
            ) from cause

    def _kept(self, answer: Message) -> Asked:
        try:
            told = json.loads(self._state(answer.id).read_text(encoding="utf-8"))
            kept = Asked(
                id=told["id"], method=told["method"], kinds=tuple(told["kinds"]),
                partner=told["partner"], items=told["items"], key=bytes.fromhex(told["key"]),
            )  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError) as cause:
            raise PackageError(
                "no question of this case waits for this answer: it was opened already, or given up"
                " since something was erased",
                where="id",
                remedy="Ask again: `linkgraph share overlap ask`.",
            ) from cause
        if kept.partner != answer.sender:
            raise PackageError("somebody else was asked", where="signer")
        return kept


def _stamp(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
