"""How records are encoded: what both sides must have alike."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

from linkgraph.errors import InputError

__all__ = ["FILTER_BITS", "HARDENINGS", "SALTS", "WEIGHTS", "Hardening", "Salt", "Settings"]

Hardening = Literal["diffusion", "fold", "none"]
Salt = Literal["none", "birth-year"]
HARDENINGS: tuple[str, ...] = get_args(Hardening)
SALTS: tuple[str, ...] = get_args(Salt)

# Bits of the filter before hardening; a power of two, so that a hash has no favourites.
FILTER_BITS = 4096
_AFTER: dict[str, int] = {"diffusion": 2048, "fold": 2048, "none": 4096}

# Bits that one token of a field sets: its weight. Whole values weigh more than letters
# of them, since one of a million shares them and not one of a hundred.
WEIGHTS = {
    "name": 8,
    "alias": 4,
    "birth_date": 10,
    "birth_digit": 4,
    "document": 16,
    "document_gram": 3,
    "phone": 16,
    "sex": 4,
    "nationality": 4,
    "address": 3,
    "place": 3,
    "postcode": 4,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that stand in an encoding's header.

    Attributes:
        hardening: ``diffusion``: each bit is six of the filter's bits, chosen by the
            key, XORed; ``fold``: two halves XORed; ``none``: the filter as it is.
        salt: ``birth-year``: every token is hashed together with the year of birth, so
            that no letters can be compared across years; a wrong year then hides a match.
        weights: Version of the fields and their weights.
    """

    hardening: Hardening = "diffusion"
    salt: Salt = "none"
    weights: int = 1

    @property
    def bits(self) -> int:
        """Bits of one encoded record."""
        return _AFTER[self.hardening]

    def told(self) -> dict[str, Any]:
        """Return them as they stand in a header."""
        return asdict(self)

    def text(self) -> str:
        """Return them as one text, the same for the same settings."""
        return json.dumps(self.told(), sort_keys=True, separators=(",", ":"))

    @classmethod
    def read(cls, told: Any) -> Settings:
        """Return the settings that a header tells.

        Raises:
            InputError: They are none that this version knows.
        """
        known = {one.name for one in fields(cls)}
        if (
            not isinstance(told, dict)
            or set(told) != known
            or told["hardening"] not in HARDENINGS
            or told["salt"] not in SALTS
            or told["weights"] != 1
        ):
            raise InputError(
                "its settings are none that this version of linkgraph knows",
                remedy="Use one version of linkgraph on both sides.",
            )
        return cls(**told)

    def differing(self, other: Settings) -> list[str]:
        """Return the names of the settings in which two differ, in order."""
        return [
            one.name for one in fields(self) if getattr(self, one.name) != getattr(other, one.name)
        ]
