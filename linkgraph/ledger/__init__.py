"""The truth of a case: what was received and decided, in one SQLite file."""

from __future__ import annotations

from linkgraph.ledger.append import ImportResult
from linkgraph.ledger.decisions import Judgement
from linkgraph.ledger.digest import frame_digest, sum_digests
from linkgraph.ledger.explain import Evidence
from linkgraph.ledger.gifts import Gift, Told
from linkgraph.ledger.keeping import KeptQuestion, KeptRow
from linkgraph.ledger.ledger import Ledger
from linkgraph.ledger.reading import Left, Part, SourceRow, StoredTable
from linkgraph.ledger.receiving import Incoming, IncomingSource, IncomingTable, Received, Taken
from linkgraph.ledger.sharing import Trusted
from linkgraph.ledger.verdicts import Verdict

__all__ = [
    "Evidence",
    "Gift",
    "ImportResult",
    "Incoming",
    "IncomingSource",
    "IncomingTable",
    "Judgement",
    "KeptQuestion",
    "KeptRow",
    "Ledger",
    "Left",
    "Part",
    "Received",
    "SourceRow",
    "StoredTable",
    "Taken",
    "Told",
    "Trusted",
    "Verdict",
    "frame_digest",
    "sum_digests",
]
