"""What every peer's script does around its own work: read, time, write.

The scripts run in the peers' own environment, so this imports nothing of linkgraph.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

__all__ = ["main"]


def main(score: Callable[[pd.DataFrame, str], pd.DataFrame]) -> None:
    """Score the records of a Parquet file; write left, right, score to another.

    Arguments of the command line: settings, records, result. The time that counts is
    from records in memory to scored pairs in memory.
    """
    import pandas as pd

    settings, records, result = sys.argv[1:4]
    table = pd.read_parquet(records)
    begun = time.perf_counter()
    pairs = score(table, settings)
    seconds = time.perf_counter() - begun
    pairs[["left", "right", "score"]].to_parquet(result, index=False)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "pairs": len(pairs)}))
