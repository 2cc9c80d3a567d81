"""Every error linkgraph raises on purpose.

    LinkgraphError
    ├── InputError            the caller's data or request is wrong     (exit 2)
    │   ├── ValueRejected     one value breaks the rule of its kind
    │   ├── UnknownName       a name that no registry holds
    │   ├── MappingError      a mapping file breaks its form
    │   ├── SourceError       a file cannot be taken in as a source
    │   ├── QuestionError     a .cypher file breaks the catalogue's form
    │   ├── CaseError         there is no usable case where one was named
    │   └── PlanError         what a plan must keep to cannot be kept
    ├── StoreError            something that keeps data failed          (exit 3)
    │   ├── LedgerError       the ledger's file
    │   └── EngineError       a graph engine
    ├── ReleaseError          a handling rule or the guard forbids it   (exit 4)
    └── PackageError          what a partner sent cannot be taken in    (exit 6)
        ├── PackageAltered    a part of it is not as its giver signed it
        └── PackageEnded      it is not, or no longer, for this case    (exit 7)

A message says what was wrong, where it stood and what to do next. It never
carries a name, a document number or a question's parameter: logs travel
further than case files do.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CaseError",
    "EngineError",
    "InputError",
    "LedgerError",
    "LinkgraphError",
    "MappingError",
    "PackageAltered",
    "PackageEnded",
    "PackageError",
    "PlanError",
    "QuestionError",
    "ReleaseError",
    "SourceError",
    "StoreError",
    "UnknownName",
    "ValueRejected",
]


class LinkgraphError(Exception):
    """Base of all errors that linkgraph raises on purpose.

    Attributes:
        what: What was wrong, in words without personal data.
        where: The file, line, column or setting it stood in; empty if none.
        remedy: What to do next; empty if nothing helps.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(what)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f"\n  {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}{hint}"


class InputError(LinkgraphError):
    """The caller's data or request is wrong."""

    exit_code = 2


class ValueRejected(InputError):  # noqa: N818 - reads as a fact in an import report
    """One value breaks the rule of its kind.

    Attributes:
        code: The rule in one word, for counting: bad_date, broken_number,
            bad_value, missing.
    """

    def __init__(
        self, what: str, *, where: str = "", remedy: str = "", code: str = "bad_value"
    ) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.code = code


class UnknownName(InputError):  # noqa: N818 - reads as a fact in an error line
    """A name that no registry holds."""

    @classmethod
    def of(cls, kind: str, name: str, known: Iterable[str]) -> UnknownName:
        """Build the error, offering the nearest known name.

        The name itself is told only where it is nearly one of ours: what was typed in
        the wrong place may be somebody's.
        """
        known = sorted(known)
        near = get_close_matches(name, known, n=1)
        if near:
            return cls(f"no {kind} named {name!r}", remedy=f"Did you mean {near[0]!r}?")
        remedy = f"Known: {', '.join(known)}" if known else "There is none yet."
        return cls(f"no {kind} of that name", remedy=remedy)


class MappingError(InputError):
    """A mapping file breaks its form."""


class SourceError(InputError):
    """A file cannot be taken in as a source."""


class QuestionError(InputError):
    """A ``.cypher`` file breaks the catalogue's form."""


class CaseError(InputError):
    """There is no usable case where one was named."""


class PlanError(InputError):
    """What a plan must keep to cannot be kept.

    Attributes:
        clash: The constraints that clash, each as ``must``, ``must_not``, ``together``,
            ``candidates``, ``budget``, or a capacity as ``NZ:arrest``.
    """

    def __init__(
        self, what: str, *, where: str = "", remedy: str = "", clash: tuple[str, ...] = ()
    ) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.clash = clash


class StoreError(LinkgraphError):
    """Something that keeps data failed."""

    exit_code = 3


class LedgerError(StoreError):
    """The ledger's file failed, or is in use by another writer."""


class EngineError(StoreError):
    """A graph engine failed, or cannot be reached."""


class ReleaseError(LinkgraphError):
    """A handling rule or the victim guard forbids it."""

    exit_code = 4


class PackageError(LinkgraphError):
    """What a partner sent cannot be taken in: it is no package for us, or breaks its form."""

    exit_code = 6


class PackageAltered(PackageError):  # noqa: N818 - reads as a fact in an error line
    """A part of a package is not as its giver signed it."""


class PackageEnded(PackageError):  # noqa: N818 - reads as a fact in an error line
    """A package is whole and not for this case any more: expired, recalled, or received already."""

    exit_code = 7
