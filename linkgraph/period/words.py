"""What people wrote, kept from naming whom its readers must not know."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from linkgraph.errors import ReleaseError
from linkgraph.period.model import Task
from linkgraph.period.released import WITHHELD
from linkgraph.schema import load_schema
from linkgraph.share.hinting import Hints

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed import DataclassInstance

    from linkgraph.period.model import PlanQuestion
    from linkgraph.share.naming import Naming

__all__ = ["Words", "held_back", "is_id"]

Row = TypeVar("Row", bound="DataclassInstance")
# Ids, which are checked by themselves; all other texts are looked at, also where a code or a
# country belongs: a source may have been made by anybody.
_ASIDE = {"id", "subjects", "answer_sources", "digest", "parameters"}
_TASK_ID = "id"
# Where people write as they like: there a part of a name may mean somebody. Elsewhere stand codes,
# references and officials, whom a victim's given name must not strike.
_FREE = {"asks", "blocks", "crime", "evidence", "file", "locator", "objective", "protection",
         "resources", "risks", "syndicate", "text", "title", "victim_management"}  # fmt: skip
_DAY = re.compile(r"\d{4}(-\d\d){0,2}(T[\d:]{8}Z)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Words:
    """Whom no text that leaves may name.

    Attributes:
        silent: A text that names one of them is left out.
        struck: Where a text names one of them, all of it is held back.
        hints: What may mean one of the first where people wrote as they liked: it is left
            out there.
    """

    silent: Naming
    struck: Naming
    hints: Hints = field(default_factory=Hints)
    _known: dict[tuple[str, bool], bool] = field(default_factory=dict, repr=False, compare=False)

    def written(self, row: Row) -> Row:
        """Return a row in which no text names whom it must not.

        Raises:
            ReleaseError: One names somebody of whom the audience must not learn.
        """
        told: dict[str, Any] = {}
        for one in fields(row):
            name, value = one.name, getattr(row, one.name)
            if name in _ASIDE and not (name == _TASK_ID and isinstance(row, Task)):
                continue
            free = name in _FREE
            if isinstance(value, str) and self.names(value, free=free):
                told[name] = WITHHELD
            elif isinstance(value, tuple) and all(isinstance(text, str) for text in value):
                told[name] = tuple(
                    WITHHELD if self.names(text, free=free) else text for text in value
                )
        return replace(row, **told)

    def question(self, one: PlanQuestion) -> PlanQuestion:
        """Return a question to answer, without the ids that its parameters name."""
        kept = {
            name: value
            for name, value in one.parameters.items()
            if not any(
                is_id(text) or self.names(text, free=True) for text in _texts_in([name, value])
            )
        }
        return replace(self.written(one), parameters=kept)

    def names(self, text: str, *, free: bool = False) -> bool:
        """Tell whether a text has to be left out.

        Args:
            text: The text.
            free: Whether somebody wrote it as they liked, so that part of a name is enough.

        Raises:
            ReleaseError: It names somebody of whom the audience must not learn.
        """
        # What thousands of rows say over and over is looked at once.
        if (text, free) not in self._known:
            # The digits of a day are no number of anybody.
            day = bool(_DAY.fullmatch(text))
            if not day and self.struck.stands_in(text):
                raise held_back()
            named = self.silent.stands_in(text) or (free and self.hints.stands_in(text))
            self._known[text, free] = not day and named
        return self._known[text, free]


def held_back() -> ReleaseError:
    """Return the refusal, which tells nobody why."""
    return ReleaseError(
        "held back: the case holds of somebody in it what this audience may not see",
        remedy="`linkgraph period held` tells inside which part it is: reword it, or ask the originators"
        " concerned for their decision; nothing was released.",
    )


def is_id(text: str) -> bool:
    """Tell whether a text begins as ids of entities do."""
    head, colon, _ = text.partition(":")
    return bool(colon) and head in _prefixes()


def _prefixes() -> set[str]:
    schema = load_schema()
    return {kind.prefix for kind in schema.kinds.values()} | set(
        schema.enumerations["document_kind"]
    )


def _texts_in(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield str(name)
            yield from _texts_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts_in(one)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
