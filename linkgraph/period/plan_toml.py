"""An investigation plan written as the file that people edit."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from linkgraph.period.model import Task

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkgraph.period.model import InvestigationPlan
    from linkgraph.statements.entered import Sharing

__all__ = ["plan_toml"]

_KEYS = ("reference", "period", "title", "countries", "objective", "syndicate", "crime",
         "subjects", "resources", "risks", "languages", "victims_may_be_met",
         "victim_management", "protection")  # fmt: skip
_PARTS = {
    "questions": ("asks", "question", "parameters"),
    "tasks": ("id", "title", "country", "owner", "due", "state"),
    "legal_bases": ("name", "kind", "parties", "since", "expires"),
}


def plan_toml(plan: InvestigationPlan, sharing: Sharing) -> str:
    """Return a plan as TOML; read again it is the same plan for the same readers.

    How far others said that a task is stands beside it as a remark: as a state of the file it
    would be a word of whoever sets the file again, and outdo what they have said since.

    Args:
        plan: The plan.
        sharing: Who may see it.
    """
    return "\n".join(_lines(plan, sharing)) + "\n"


def _lines(plan: InvestigationPlan, sharing: Sharing) -> Iterator[str]:
    yield from _filled({name: getattr(plan, name) for name in _KEYS})
    yield from _filled({
        "handling": sharing.handling, "tlp": sharing.tlp, "releasable_to": sharing.releasable_to
    })  # fmt: skip
    for part, names in _PARTS.items():
        for one in getattr(plan, part):
            yield from ("", f"[[{part}]]")
            yield from _part(one, {name: getattr(one, name) for name in names})


def _part(one: Any, told: dict[str, Any]) -> Iterator[str]:
    if isinstance(one, Task) and one.words:
        yield from _said(one)
        del told["state"]
    yield from _filled(told)


def _said(task: Task) -> Iterator[str]:
    # As texts of TOML, which hold no end of a line: they come from anybody.
    said = ", ".join(map(_toml, (task.state, task.said_by, task.said_on)))
    yield f"# how far it is, by whose word, on which day: {said}"
    yield "# a state written here would be a word of yours, of today"


def _filled(told: Mapping[str, Any]) -> Iterator[str]:
    for name, value in told.items():
        if value not in ("", (), {}):
            yield f"{name} = {_toml(value)}"


def _toml(value: Any) -> str:
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        held = ", ".join(f"{_toml(str(name))} = {_toml(one)}" for name, one in value.items())
        return f"{{ {held} }}"
    if isinstance(value, float) and not math.isfinite(value):
        return repr(value)
    # JSON's texts, numbers and truths are TOML's.
    return json.dumps(value, ensure_ascii=False)
