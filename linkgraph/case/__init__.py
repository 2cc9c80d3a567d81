"""The library face: a case, opened, filled, asked, shown."""

from __future__ import annotations

from linkgraph.case.case import Case
from linkgraph.case.opening import create_case, open_case

__all__ = ["Case", "create_case", "open_case"]
