"""Records as they are compared: one row for each person or organization that a file states."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import polars as pl

from linkgraph.schema import load_schema
from linkgraph.values.name_forms import fold, name_words, skeleton

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkgraph.ledger import Ledger
