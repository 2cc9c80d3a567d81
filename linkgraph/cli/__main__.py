"""``python -m linkgraph.cli``."""

from __future__ import annotations

from linkgraph.cli import main

__all__: list[str] = []

main()
