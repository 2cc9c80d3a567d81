"""The graph that questions run on: a projection of the ledger into an engine."""

from __future__ import annotations

__all__: list[str] = []
