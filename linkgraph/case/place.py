"""Where a case keeps its ledger, and who works on it."""

from __future__ import annotations

import getpass
import os

__all__ = ["LEDGER_FILE", "current_user"]

LEDGER_FILE = "ledger.sqlite"


def current_user() -> str:
    """Return who is named by LINKGRAPH_USER, else by the system."""
    try:
        return os.environ.get("LINKGRAPH_USER") or getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
