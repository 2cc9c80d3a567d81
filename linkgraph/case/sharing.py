"""A case's part that gives packages to partners, takes theirs in, and keeps the log of both."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from linkgraph.case.place import LEDGER_FILE, current_user
from linkgraph.errors import InputError, ReleaseError
from linkgraph.ledger import Told
from linkgraph.share import (
    STALE_DAYS,
    PublicKey,
    Recall,
    Receiver,
    Wanted,
    audience_named,
    open_key,
    opened,
    pack,
    packed_parts,
    read_public_key,
    sealed_file,
    survey,
)
from linkgraph.statements import Originator

if TYPE_CHECKING:
    from collections.abc import Collection

    from linkgraph.ledger import Ledger, Taken, Trusted
    from linkgraph.share import Basis, Item, OwnKey

__all__ = ["Arrived", "Given", "Sharing"]


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


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of a file that a partner sent.

    Attributes:
        kind: package or recall.
        package: Its id.
        giver: Who sent it.
        taken: Per source of a package what came of it.
        erased: Sources that are gone now: of a recall, or of packages that had expired.
    """

    kind: str
    package: str
    giver: str
    taken: tuple[Taken, ...]
    erased: tuple[str, ...]


class Sharing:
    """What passes between this case's agency and its partners."""

    folder: Path
    own: Originator
    ledger: Ledger

    # Keys -------------------------------------------------------------------

    def share_key(self, passphrase: str = "") -> OwnKey:
        """Return the own agency's keys.

        Raises:
            InputError: There are none, or the passphrase is missing or wrong.
        """
        return open_key(str(self.own), passphrase=passphrase)

    def share_trust(self, path: str | Path, *, fingerprint: str, reason: str) -> PublicKey:
        """Put a partner's public key on record as trusted.

        Args:
            path: The file that the partner sent.
            fingerprint: As the partner read it out by telephone; spaces do not count.
            reason: Who compared it with whom, when.

        Raises:
            InputError: The fingerprint is another's, or the file is no public key.
        """
        key = read_public_key(Path(path))
        if "".join(fingerprint.split()) != key.fingerprint.replace(" ", ""):
            raise InputError(
                "the fingerprint read out is not that of this key",
                where=Path(path).name,
                remedy="Do not use it: ask its owner, by telephone, whom it came from.",
            )
        self.ledger.trust(
            key.owner, key.signing, key.encryption,
            who=current_user(), reason=reason, fingerprint=key.fingerprint,
        )  # fmt: skip
        return key

    def share_distrust(self, fingerprint: str, *, reason: str) -> PublicKey:
        """Put on record that a partner's key is trusted no more.

        Raises:
            InputError: No key of this fingerprint is trusted, or no reason is given.
        """
        digits = "".join(fingerprint.split())
        known = {key.fingerprint.replace(" ", ""): key for key in self._trusted()}
        if digits not in known:
            raise InputError(
                "no key of this fingerprint is trusted",
                remedy="`linkgraph share key list` shows them.",
            )
        self.ledger.distrust(known[digits].signing, who=current_user(), reason=reason)
        return known[digits]

    def share_keys(self) -> list[tuple[PublicKey, Trusted]]:
        """Return the partners' keys that the case trusts, each with who put it on record."""
        return list(zip(self._trusted(), self.ledger.trusted(), strict=True))

    def _trusted(self) -> list[PublicKey]:
        return [PublicKey(k.owner, k.signing, k.encryption) for k in self.ledger.trusted()]

    def _key_for(self, audience: Originator) -> PublicKey:
        """Return the newest key of an audience: its own, else the only one within it."""
        known = self._trusted()
        exact = [key for key in known if key.owner == str(audience)]
        within = [key for key in known if audience.covers(Originator.parse(key.owner))]
        if exact:
            return exact[-1]
        if len({key.owner for key in within}) == 1:
            return within[-1]
        if within:
            raise InputError(
                "several agencies of this audience have a key",
                remedy=f"Name one: {', '.join(sorted({key.owner for key in within}))}",
            )
        raise InputError(
            "no key of this audience is trusted",
            remedy="Get its public key and compare the fingerprint; then `linkgraph share key trust`.",
        )

    # Giving -----------------------------------------------------------------

    def share_basis(self, plan: str) -> Basis:  # noqa: ARG002
        """Return what an investigation plan says of sharing, by its reference.

        Raises:
            InputError: The case holds no such plan.
        """
        raise InputError(
            "the case holds no investigation plan of this reference",
            remedy="Give what the plan says in a file, with --basis.",
        )

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
        """
        moment = made or dt.datetime.now(dt.UTC)
        wanted = self._wanted(
            audience, basis, moment, moment.date(), without=without, stale_days=stale_days
        )
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
            ReleaseError: Nothing may go, something is to be weighed and ``accept`` is empty, or
                all of it is held back for somebody whom only something withheld protects.
            InputError: No key, a date that has passed or lies behind the legal basis.
        """
        moment = made or dt.datetime.now(dt.UTC)
        seen = self.ledger.version
        key = self.share_key(passphrase)
        wanted = self._wanted(
            audience, basis, moment, expires, without=without, stale_days=stale_days,
            secret=key.secret,
        )  # fmt: skip
        receiver = self._key_for(wanted.audience)
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
        return Wanted(
            own=self.own,
            audience=audience_named(audience, self.ledger),
            basis=basis,
            made=moment,
            expires=expires,
            package=f"pkg-{secrets.token_hex(8)}",
            secret=secret,
            without=frozenset(without),
            stale_days=stale_days,
        )

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
        receiver = self._key_for(Originator.parse(given.partner))
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

    # Receiving --------------------------------------------------------------

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
        """
        day = today or dt.datetime.now(dt.UTC).date()
        place = Path(path)
        if not place.is_file():
            raise InputError("there is no such file", where=place.name)
        known = {key.signing: key for key in self._trusted()}
        receiver = Receiver(
            own=self.own,
            key=self.share_key(passphrase),
            trusted=known.get,
            today=day,
            beside=self.folder / LEDGER_FILE,
        )
        erased = self.end_expired(day)
        with opened(place, receiver) as sent:
            if isinstance(sent, Recall):
                gone = self._recalled(sent)
                return Arrived("recall", sent.package, sent.giver, (), (*erased, *gone))
            taken = self.ledger.receive(sent, who=current_user())
            if any(one.state == "replaced" for one in taken):
                self.after_erasure()
            return Arrived("package", sent.package, sent.giver, tuple(taken), tuple(erased))

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

    def after_erasure(self) -> None:
        """Take what was erased from the ledger out of the graphs too."""
        raise NotImplementedError


def _check_days(wanted: Wanted) -> None:
    if wanted.expires < wanted.made.date():
        raise InputError("the package's last day has passed", remedy="Give a later --expires.")
    legal = wanted.occasion.legal
    if legal and legal.expires and wanted.expires.isoformat() > legal.expires:
        raise InputError(
            "the package would outlive the agreement that it goes on",
            remedy=f"Give an --expires no later than {legal.expires}.",
        )
