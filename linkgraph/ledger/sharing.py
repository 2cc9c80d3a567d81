"""The ledger's part that keeps what passes between partners: keys, gifts, packages, recalls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from linkgraph.errors import InputError, LedgerError, PackageEnded
from linkgraph.ledger import tables
from linkgraph.ledger.clock import CLOCK_CHECKED, latest_moment
from linkgraph.ledger.gifts import Gift, Told, add_gift, broken_gift, read_gifts
from linkgraph.ledger.history import add_entry, current_version
from linkgraph.ledger.receiving import (
    Incoming,
    Received,
    Taken,
    end_package,
    givers,
    read_received,
    take_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from linkgraph.ledger.connection import LedgerFile

__all__ = ["Partnering", "Trusted"]


@dataclass(frozen=True, slots=True)
class Trusted:
    """A partner's keys that the case trusts.

    Attributes:
        owner: Country and agency.
        signing: Public key of its signatures, hex.
        encryption: age recipient.
        at: Since when, UTC.
        who: Who put it on record.
        why: How the fingerprint was compared.
    """

    owner: str
    signing: str
    encryption: str
    at: str
    who: str
    why: str


class Partnering:
    """What passes between partners."""

    _file: LedgerFile

    # Keys -------------------------------------------------------------------

    def trust(  # noqa: PLR0913
        self, owner: str, signing: str, encryption: str, *, who: str, reason: str, fingerprint: str
    ) -> int:
        """Put a partner's public keys on record as trusted; return the version.

        Trusting the same keys again adds nothing.

        Raises:
            InputError: No reason is given.
        """
        if not reason.strip():
            raise InputError("trust needs a reason", remedy="Give it with --reason.")
        keys = {"owner": owner, "signing": signing, "encryption": encryption}
        with self._file.writing() as connection:
            held = _key_rows(connection, **keys)
            if held:
                return int(held[0].version)
            why = f"{reason.strip()} (fingerprint {fingerprint})"
            version = add_entry(connection, who=who, action="trusted", subject=owner, reason=why)
            connection.execute(tables.partner_key.insert(), keys | {"version": version})
        return version

    def distrust(self, signing: str, *, who: str, reason: str) -> int:
        """Put on record that a partner's keys are trusted no more.

        Raises:
            InputError: No such key is trusted, or no reason is given.
        """
        if not reason.strip():
            raise InputError("this needs a reason", remedy="Give it with --reason.")
        with self._file.writing() as connection:
            held = _key_rows(connection, signing=signing)
            if not held:
                raise InputError(
                    "no such key is trusted", remedy="`linkgraph share key list` shows them."
                )
            version = add_entry(
                connection, who=who, action="distrusted", subject=held[0].owner, reason=reason
            )
            connection.execute(
                update(tables.partner_key)
                .where(tables.partner_key.c.signing == signing)
                .values(ended=version)
            )
        return version

    def trusted(self) -> list[Trusted]:
        """Return the partners' keys in force, oldest first."""
        with self._file.reading() as connection:
            return [
                Trusted(r.owner, r.signing, r.encryption, r.at, r.who, r.reason)
                for r in _key_rows(connection)
            ]

    # Gifts ------------------------------------------------------------------

    def log_gift(self, told: Told, *, who: str, seen: int | None = None, accepted: str = "") -> int:
        """Put what was given or recalled into the gift log; return the version.

        Args:
            told: What the line says.
            who: Who gives.
            seen: The version that the gift was made from.
            accepted: Why it goes although something in it had to be weighed.

        Raises:
            LedgerError: Something was done to the case since ``seen``; nothing was written.
        """
        with self._file.writing() as connection:
            if seen is not None and current_version(connection) != seen:
                raise LedgerError(
                    "the case changed while this was made for a partner; nothing was given",
                    remedy="Run the command again.",
                )
            if accepted:
                add_entry(
                    connection, who=who, action="accepted warnings", subject=told.package,
                    reason=accepted,
                )  # fmt: skip
            return add_gift(connection, told, who=who)

    def gifts(self) -> list[Gift]:
        """Return the gift log, oldest first."""
        with self._file.reading() as connection:
            return read_gifts(connection)

    def check_gifts(self) -> list[str]:
        """Return the first place where the gift log was changed; empty where it is whole."""
        with self._file.reading() as connection:
            return broken_gift(connection)

    # Packages ---------------------------------------------------------------

    def receive(self, incoming: Incoming, *, who: str) -> list[Taken]:
        """Take a partner's package in, whole or not at all.

        Raises:
            PackageEnded: It was received already, or its giver recalled it.
            LinkgraphError: What its tables raise; nothing was written.
        """
        with self._file.writing(large=True) as connection:
            _refuse_ended(connection, incoming)
            taken = take_in(connection, incoming, who=who)
        if any(one.state == "replaced" for one in taken):
            self._file.erase_traces()
        return taken

    def recall(self, package: str, giver: str, *, who: str, reason: str) -> list[str]:
        """Honour a giver's recall: erase what the package brought, and never take it in again.

        Returns:
            Ids of the sources erased; empty where the package never came, or is gone already.
        """
        with self._file.writing(large=True) as connection:
            columns = tables.recalled.c
            known = connection.execute(
                select(columns.seq).where(columns.package == package, columns.giver == giver)
            ).first()
            if known is not None:
                return []
            version = add_entry(
                connection, who=who, action="heard recall", subject=package, reason=reason
            )
            connection.execute(
                tables.recalled.insert(),
                {"package": package, "giver": giver, "version": version},
            )
            held = [one.giver for one in read_received(connection) if one.package == package]
            gone = (
                end_package(connection, package, who=who, reason="recalled by its giver")
                if giver in held
                else []
            )
        if gone:
            self._file.erase_traces()
        return gone

    def end_expired(self, today: str, *, who: str) -> list[str]:
        """Erase what packages brought whose last day has passed; return the sources' ids."""
        if not self.expired(today):
            return []
        gone: list[str] = []
        with self._file.writing(large=True) as connection:
            for one in _expired(connection, today):
                gone += end_package(
                    connection, one.package, who=who, reason="the package has expired"
                )
        if gone:
            self._file.erase_traces()
        return gone

    def expired(self, today: str) -> list[Received]:
        """Return the packages whose last day has passed and whose sources are still there."""
        with self._file.reading() as connection:
            return _expired(connection, today)

    def received(self) -> list[Received]:
        """Return the packages that came, oldest first."""
        with self._file.reading() as connection:
            return read_received(connection)

    def latest_moment(self) -> str:
        """Return how late it is at least, by all that the case has on record; UTC, or empty."""
        with self._file.reading() as connection:
            return latest_moment(connection)

    def check_clock(self, *, who: str, reason: str) -> int:
        """Put on record that the machine's clock is right, whatever stands there; return the version.

        Raises:
            InputError: No reason is given.
        """
        if not reason.strip():
            raise InputError("this needs a reason", remedy="Give it with --reason.")
        with self._file.writing() as connection:
            return add_entry(connection, who=who, action=CLOCK_CHECKED, reason=reason.strip())

    def givers(self) -> dict[str, tuple[str, str]]:
        """Return source id to the giver and the package that the case has it from."""
        with self._file.reading() as connection:
            return givers(connection)


def _key_rows(connection: Connection, **told: str) -> list[Any]:
    columns = tables.partner_key.c
    query = (
        select(tables.partner_key, tables.entry.c.at, tables.entry.c.who, tables.entry.c.reason)
        .join(tables.entry, tables.entry.c.version == columns.version)
        .where(columns.ended.is_(None))
        .where(*(columns[name] == value for name, value in told.items()))
        .order_by(columns.seq)
    )
    return list(connection.execute(query))


def _expired(connection: Connection, today: str) -> list[Received]:
    return [one for one in read_received(connection) if not one.ended and one.expires < today]


def _refuse_ended(connection: Connection, incoming: Incoming) -> None:
    columns = tables.recalled.c
    recalled: Iterable[str] = connection.execute(
        select(columns.giver).where(columns.package == incoming.package)
    ).scalars()
    if incoming.giver in set(recalled):
        raise PackageEnded(
            "its giver recalled this package",
            where="package id",
            remedy="Erase the file; ask its giver what has changed.",
        )
    if any(one.package == incoming.package for one in read_received(connection)):
        raise PackageEnded(
            "this package was received already; nothing was added",
            where="package id",
            remedy="`linkgraph source list` shows what it brought.",
        )
