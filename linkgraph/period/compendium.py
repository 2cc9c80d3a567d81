"""The compendium of cross-border cases: plans and what they taught, found by words in any script."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkgraph.period.cautions import DRAFTS
from linkgraph.values.countries import country_name
from linkgraph.values.names import romanise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from linkgraph.period.model import InvestigationPlan, Lesson, Period
    from linkgraph.period.release import Releasing

__all__ = ["Compendium", "CompendiumCase", "make_compendium"]

_SHORT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CompendiumCase:
    """One cross-border case: a plan and what it taught.

    Attributes:
        plan: The plan.
        period: The period it belongs to; None where its readers may not see that.
        lessons: Those of the plan, by day and text.
    """

    plan: InvestigationPlan
    period: Period | None
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compendium:
    """Cross-border cases as one audience may have them, checked as a ``PeriodRelease`` is.

    Attributes:
        case_name: The case's name as its holders gave it.
        audience: Whom it is for; the case's own agency where it was made for inside.
        own: Whether it is for the case's own agency.
        made: When, UTC.
        search: The words that were looked for; empty for all, and in what leaves.
        handling: Strictest handling of all that it rests on; empty where it holds nothing.
        originators: All of them, sorted.
        cautions: What a reader must know.
        cases: By period and reference.
    """

    case_name: str
    audience: str
    own: bool
    made: str
    search: str
    handling: str
    originators: tuple[str, ...]
    cautions: tuple[str, ...]
    cases: tuple[CompendiumCase, ...]

    def to_pandas(self) -> pd.DataFrame:
        """Return one row a case: the plan's main columns, and its lessons as a list of texts."""
        import pandas as pd

        columns = ["period", "plan", "title", "countries", "crime", "syndicate", "objective",
                   "ready", "lessons", "handling", "originators"]  # fmt: skip
        rows = [
            {
                "period": one.plan.period,
                "plan": one.plan.reference,
                "lessons": [lesson.text for lesson in one.lessons],
                "handling": one.plan.marks.handling,
                "originators": one.plan.marks.originators,
                **{name: getattr(one.plan, name)
                   for name in ("title", "countries", "crime", "syndicate", "objective", "ready")},
            }
            for one in self.cases
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)


def make_compendium(releasing: Releasing, search: str = "") -> Compendium:
    """Return the cross-border cases that an audience may see.

    Args:
        releasing: What it may see, and what in it must not leave.
        search: Words in any script and case; a case is found where it holds all of them,
            each at least as part of a word (of two letters or fewer: as a word), spelled as they are or in Latin letters. Looked
            for in what the audience gets, so that finding tells it nothing else.

    Raises:
        ReleaseError: Held back: what the audience may not see speaks against something in it.
    """
    cases = [one for one in _cases(releasing) if _holds(one, search)]
    request = releasing.request
    made = Compendium(
        case_name=releasing.case_name(),
        audience=str(request.audience or request.own),
        own=request.audience is None,
        made=request.made.strftime("%Y-%m-%dT%H:%M:%SZ"),
        # What was looked for may name whom the audience must not know.
        search=search if request.audience is None else "",
        handling="",
        originators=(),
        # It holds no enquiry.
        cautions=tuple(one for one in releasing.cautions() if one != DRAFTS),
        cases=tuple(cases),
    )
    if not cases:
        return made
    marks = releasing.marks_over(made)
    return replace(made, handling=marks.handling, originators=marks.originators)


def _cases(releasing: Releasing) -> Iterator[CompendiumCase]:
    told = releasing.told
    periods = {one.reference: one for one in reversed(told.periods)}
    for plan in sorted(told.plans, key=lambda one: (one.period, one.reference)):
        lessons = [
            one for one in told.lessons if (one.period, one.plan) == (plan.period, plan.reference)
        ]
        period = periods.get(plan.period)
        yield CompendiumCase(
            plan=releasing.plan(plan),
            period=None if period is None else releasing.words.written(period),
            lessons=tuple(map(releasing.words.written, lessons)),
        )


def _holds(one: CompendiumCase, search: str) -> bool:
    held = " ".join(_texts(one))
    forms = f" {_plain(held)} ", f" {romanise(held)} "
    return all(_stands(_plain(word), romanise(word), forms) for word in search.split())


def _stands(plain: str, latin: str, forms: tuple[str, str]) -> bool:
    if plain.isascii() and len(plain) <= _SHORT:
        # A country's code stands inside half of all words.
        return f" {latin} " in forms[1] if latin else plain in forms[0]
    return plain in forms[0] or (bool(latin) and latin in forms[1])


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _texts(one: CompendiumCase) -> Iterator[str]:
    plan = one.plan
    yield from (plan.period, plan.reference, plan.title, plan.objective, plan.syndicate, plan.crime)
    yield from (plan.victim_management, plan.protection)
    for held in (plan.resources, plan.risks, plan.languages, _countries(plan)):
        yield from held
    for question in plan.questions:
        yield from (question.asks, question.question)
    for task in plan.tasks:
        yield from (task.id, task.title, task.owner)
        yield from (word.text for word in task.words)
    yield from (basis.name for basis in plan.legal_bases)
    yield from (lesson.text for lesson in one.lessons)
    if one.period:
        yield one.period.title


def _countries(plan: InvestigationPlan) -> Iterable[str]:
    for code in plan.countries:
        yield from (code, country_name(code))
