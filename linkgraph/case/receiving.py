"""A case's part that takes in what partners send: packages, and recalls of them."""

from __future__ import annotations

import contextlib
import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from linkgraph.case.clock import check_clock
from linkgraph.case.keyring import Keyring
from linkgraph.case.place import current_user
from linkgraph.errors import InputError, PackageEnded, PackageError
from linkgraph.share import UNNAMED, Recall, Receiver, opened, shielded_by
from linkgraph.statements.stated import is_stated

if TYPE_CHECKING:
    from linkgraph.ledger import Taken
    from linkgraph.share import OwnKey

__all__ = ["Arrived", "Receiving"]


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of a file that a partner sent.

    Attributes:
        kind: package or recall.
        package: Its id.
        giver: Who sent it.
        taken: Per source of a package what came of it.
        erased: Sources that are gone now: of a recall, or of packages that had expired.
        alike: Of a package, sources that came under another id than the case has the same
            originator's file of that name by; what both say may count twice.
        ours: Of a package, sources new to the case that are said to be its own agency's.
        shielded: Of a package, how many of the case's suspects only it says, or lets think, are
            to be protected: nobody ranks them or plans against them from now on.
    """

    kind: str
    package: str
    giver: str
    taken: tuple[Taken, ...]
    erased: tuple[str, ...]
    alike: tuple[tuple[str, str], ...] = ()
    ours: tuple[str, ...] = ()
    shielded: int = 0


class Receiving(Keyring, ABC):
    """What partners send."""

    folder: Path

    def share_receive(
        self, path: str | Path, *, passphrase: str = "", today: dt.date | None = None
    ) -> Arrived:
        """Take in what a partner sent: a package, or the recall of one.

        A package goes in whole or not at all, each source as its originator's. What other
        packages brought whose last day has passed is erased first.

        Args:
            path: The file.
            passphrase: Of the own key.
            today: The day that decides on expiry; today where left out.

        Raises:
            PackageError: It is not for this case, breaks its form, or nobody trusted signed it.
            PackageAltered: A part of it, named, is not as its giver signed it.
            PackageEnded: It expired, was recalled, or was received already.
            InputError: The machine's clock is behind what the case has on record, and this is
                no recall: to take back is right at any hour.
        """
        key, day = self.share_key(passphrase), today or dt.datetime.now(dt.UTC).date()
        place, receiver = self.receiver_of(path, key, day)
        if today is None:
            try:
                self.moment_now()
            except InputError:
                if (arrived := self._taken_back(place, receiver)) is not None:
                    return arrived
                raise
        erased = self.end_expired(day)
        with opened(place, receiver) as sent:
            if isinstance(sent, Recall):
                gone = self._recalled(sent)
                return Arrived("recall", sent.package, sent.giver, (), (*erased, *gone))
            taken = self.ledger.receive(sent, who=current_user())
            if any(one.state == "replaced" for one in taken):
                self.after_erasure()
            came = {one.source_id for one in taken if one.state != "held"}
            return Arrived(
                "package", sent.package, sent.giver, tuple(taken), tuple(erased),
                alike=self._alike(came),
                ours=self._ours(came),
                shielded=shielded_by(self.ledger, came),
            )  # fmt: skip

    def _ours(self, came: set[str]) -> tuple[str, ...]:
        """Return sources that came and are said to be the own agency's."""
        return tuple(
            row.source.id
            for row in self.ledger.sources()
            if row.source.id in came and row.source.originator == self.own
        )

    def _taken_back(self, place: Path, receiver: Receiver) -> Arrived | None:
        """Return what came of a file where it is a recall; None where it is none, or not good."""
        with contextlib.suppress(PackageError, PackageEnded), opened(place, receiver) as sent:
            if isinstance(sent, Recall):
                gone = tuple(self._recalled(sent))
                return Arrived("recall", sent.package, sent.giver, (), gone)
        return None

    def _alike(self, came: set[str]) -> tuple[tuple[str, str], ...]:
        """Return sources that came, each with another of the case of one originator and file name.

        An extract has an id of its own, so that nobody can test guesses of what was left out:
        whoever has the whole file too has its payments and calls without a reference twice.
        Of several others of that name the first is told; what people stated and files whose
        names were left out are called alike without being so.
        """
        held: dict[tuple[str, str], str] = {}
        new: list[tuple[str, tuple[str, str]]] = []
        for row in self.ledger.sources():
            named = str(row.source.originator), row.source.file.casefold()
            if row.source.id in came:
                new.append((row.source.id, named))
            elif not is_stated(row.source.file) and row.source.file != UNNAMED:
                held.setdefault(named, row.source.id)
        return tuple((one, held[named]) for one, named in new if named in held)

    def moment_now(self) -> dt.datetime:
        """Return the moment by the machine's clock, which decides on what has ended.

        Raises:
            InputError: It is behind, as for ``check_clock``.
        """
        return check_clock(self.ledger)

    def receiver_of(self, path: str | Path, key: OwnKey, day: dt.date) -> tuple[Path, Receiver]:
        """Return where a partner's file lies, and who opens it.

        Raises:
            InputError: There is no such file, or it is a folder.
        """
        place = Path(path)
        if place.is_dir():
            raise InputError(
                "this is a folder, not a file",
                where=place.name,
                remedy="Name the file that the partner sent.",
            )
        if not place.is_file():
            raise InputError("there is no such file", where=place.name)
        known = {one.signing: one for one in self.trusted_keys()}
        return place, Receiver(
            own=self.own, key=key, trusted=known.get, today=day, folder=self.folder
        )

    def _recalled(self, sent: Recall) -> list[str]:
        gone = self.ledger.recall(
            sent.package, sent.giver, who=current_user(), reason=f"recalled by {sent.giver}"
        )
        if gone:
            self.after_erasure()
        return gone

    def end_expired(self, today: dt.date | None = None) -> list[str]:
        """Erase what packages brought whose last day has passed; return the sources' ids."""
        day = today or dt.datetime.now(dt.UTC).date()
        gone = self.ledger.end_expired(day.isoformat(), who=current_user())
        if gone:
            self.after_erasure()
        return gone

    @abstractmethod
    def after_erasure(self) -> None:
        """Take what was erased from the ledger out of the graphs too."""
