"""Link analysis of people-smuggling and trafficking syndicates across jurisdictions."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from linkgraph import analysis, plan
    from linkgraph.case import Case, create_case, open_case
    from linkgraph.catalogue import list_questions

__all__ = ["Case", "__version__", "analysis", "create_case", "list_questions", "open_case", "plan"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Load the library face when it is first used, so that ``--help`` stays quick."""
    if name in {"Case", "create_case", "open_case"}:
        from linkgraph import case

        return getattr(case, name)
    if name == "list_questions":
        from linkgraph.catalogue import list_questions

        return list_questions
    if name in {"analysis", "plan"}:
        return import_module(f"linkgraph.{name}")
    raise AttributeError(name)
