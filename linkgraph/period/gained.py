"""What a question gives on two sides' material together and on neither's alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["By", "ConsentNeeded", "GainRecord", "JointFinding", "JointGain"]

By = Literal["originator", "seen"]


@dataclass(frozen=True, slots=True)
class GainRecord:
    """A record on which a joint finding rests.

    Attributes:
        side: Whose it is: the first side's, the second's, or ``both`` where both have it.
        originator: Who gave it.
        source: Id of its source.
        file: Name of the source's file.
        locator: Its place in it.
        says: Kind or link type of what it says.
        id: Of the entity or link that it speaks of.
    """

    side: str
    originator: str
    source: str
    file: str
    locator: str
    says: str
    id: str


@dataclass(frozen=True, slots=True)
class ConsentNeeded:
    """Whose word it takes before one side may have a finding.

    Attributes:
        audience: The side that would get it.
        originator: Who has to agree.
        source: Id of the source in question.
        lacks: ``releasable_to`` where the source names the side not at all, ``consent``
            where its handling asks for the originator's consent as well.
    """

    audience: str
    originator: str
    source: str
    lacks: str


@dataclass(frozen=True, slots=True)
class JointFinding:
    """A row that only both sides together give.

    Attributes:
        what: ``new`` where neither side has it; ``more`` where one has, and together it
            says more.
        columns: The question's columns, handling, originators and sources among them.
        records: What it rests on, by side, source and place.
        needs_both: Whether it rests on records that only the one and records that only the
            other has. Where not, it is new since a side had less to compare with.
        consents: What it takes to share it with each side.
        refused: Whether it rests on somebody protected who refuses to be part of what is shared:
            no consent of an originator lets that go.
    """

    what: Literal["new", "more"]
    columns: Mapping[str, Any]
    records: tuple[GainRecord, ...]
    needs_both: bool
    consents: tuple[ConsentNeeded, ...]
    refused: bool = False


@dataclass(frozen=True, slots=True)
class JointGain:
    """What a question gives on two sides' material together and on neither's alone.

    An inside matter: it holds what both sides' sources say.

    Attributes:
        question: The question's id.
        sides: Both, as they were named.
        by: Whether a side is what it gave (``originator``) or what it may see (``seen``).
        rows: Rows of the first side, of the second, and of both together.
        findings: New ones first, then in the order of the joint answer.
        caution: What a row does not prove.
        handling: Strictest handling of the findings; empty where there is none.
        originators: All of the findings', sorted.
    """

    question: str
    sides: tuple[str, str]
    by: By
    rows: tuple[int, int, int]
    findings: tuple[JointFinding, ...]
    caution: str
    handling: str
    originators: tuple[str, ...]

    def to_pandas(self) -> pd.DataFrame:
        """Return one row a finding: ``what``, ``needs_both``, the question's columns, consents, refused."""
        import pandas as pd

        rows = [
            {
                "what": one.what,
                "needs_both": one.needs_both,
                **one.columns,
                "consent_of": sorted({need.originator for need in one.consents}),
                "refused": one.refused,
            }
            for one in self.findings
        ]
        return pd.DataFrame(rows)

    def records_to_pandas(self) -> pd.DataFrame:
        """Return one row a record of a finding, the finding's number first."""
        import pandas as pd

        names = list(GainRecord.__dataclass_fields__)
        rows = [
            {"finding": number, **{name: getattr(record, name) for name in names}}
            for number, one in enumerate(self.findings, 1)
            for record in one.records
        ]
        return pd.DataFrame(rows, columns=["finding", *names])
