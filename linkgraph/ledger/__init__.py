"""The truth of a case: what was received and decided, in one SQLite file."""

from __future__ import annotations

from linkgraph.ledger.append import ImportResult
from linkgraph.ledger.decisions import Judgement
from linkgraph.ledger.digest import frame_digest, sum_digests
from linkgraph.ledger.explain import Evidence
from linkgraph.ledger.keeping import KeptQuestion, KeptRow
from linkgraph.ledger.ledger import Ledger
from linkgraph.ledger.reading import Part, SourceRow, StoredTable
from linkgraph.ledger.verdicts import Verdict

__all__ = [
    "Evidence",
    "ImportResult",
    "Judgement",
    "KeptQuestion",
    "KeptRow",
    "Ledger",
    "Part",
    "SourceRow",
    "StoredTable",
    "Verdict",
    "frame_digest",
    "sum_digests",
]
