"""A case's part that knows the agency's own keys and the partners' that it trusts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from linkgraph.case.place import current_user
from linkgraph.errors import InputError
from linkgraph.share import PublicKey, open_key, read_public_key
from linkgraph.statements import Originator

if TYPE_CHECKING:
    from linkgraph.ledger import Ledger, Trusted
    from linkgraph.share import OwnKey

__all__ = ["Keyring"]


class Keyring:
    """The agency's own keys, and the partners' on record."""

    own: Originator
    ledger: Ledger

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
        known = {key.fingerprint.replace(" ", ""): key for key in self.trusted_keys()}
        if digits not in known:
            raise InputError(
                "no key of this fingerprint is trusted",
                remedy="`linkgraph share key list` shows them.",
            )
        self.ledger.distrust(known[digits].signing, who=current_user(), reason=reason)
        return known[digits]

    def share_keys(self) -> list[tuple[PublicKey, Trusted]]:
        """Return the partners' keys that the case trusts, each with who put it on record."""
        return list(zip(self.trusted_keys(), self.ledger.trusted(), strict=True))

    def trusted_keys(self) -> list[PublicKey]:
        """Return the partners' keys that the case trusts, oldest first."""
        return [PublicKey(k.owner, k.signing, k.encryption) for k in self.ledger.trusted()]

    def key_for(self, audience: Originator) -> PublicKey:
        """Return the newest key of an audience: its own, else the only one within it."""
        known = self.trusted_keys()
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
