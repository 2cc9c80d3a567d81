"""The kinds of report, each made from releases alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.errors import InputError, UnknownName
from linkgraph.reports.cautions import sorted_cautions
from linkgraph.reports.document import Document, Items, Section, Text
from linkgraph.reports.material import KINDS
from linkgraph.reports.planned import (
    chosen_plans,
    enquiry_annex,
    enquiry_section,
    focal_points,
    lesson_sections,
    period_section,
    plan_sections,
    plans_in_short,
    task_annex,
    task_section,
)
from linkgraph.reports.released_case import case_annex, case_sections, network_section
from linkgraph.reports.tallied import outcome_annex, outcome_section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from linkgraph.period.released import PeriodRelease
    from linkgraph.period.released_tally import ReleasedTally
    from linkgraph.reports.material import Material
    from linkgraph.share.model import Release

__all__ = ["make_document"]

_TITLES = {
    "plan": "Investigation plans",
    "mid-term": "Mid-term update",
    "debrief": "Debrief",
    "senior-officials": "Outcomes for Senior Officials",
    "case": "Case report",
}
_NOT_PROVED = "A report says what sources say and what agencies reported, never what anybody did."
_MORE = Text("How to read what stands before:")


def make_document(kind: str, material: Material) -> Document:
    """Return a report before it is written.

    Args:
        kind: ``plan``, ``mid-term``, ``debrief``, ``senior-officials`` or ``case``.
        material: Releases for one audience.

    Raises:
        UnknownName: There is no such kind, or no such plan.
        InputError: The material lacks what the kind is about.
        ReleaseError: The releases are for different audiences.
    """
    if kind not in KINDS:
        raise UnknownName.of("kind of report", kind, KINDS)
    body, annex = _PARTS[kind](material)
    sections = [*body]
    if not material.names_all:
        sections.append(Section("originators", "Originators", (Items(material.originators()),)))
    told = sorted_cautions(
        kind, material, material.cautions([_NOT_PROVED, *_too_early(kind, material)])
    )
    parts = [*annex]
    if parts:
        words = Text("What the figures rest on: each number leads to its rows.")
        more = (_MORE, Items(told.rest)) if told.rest else ()
        sections += [Section("annex", "Annex", (words, *more)), *parts]
    return Document(
        kind=kind,
        title=_TITLES[kind],
        subtitle=_subtitle(material),
        caveat=material.caveat(),
        facts=material.facts(),
        made=material.parts()[0].made,
        cautions=told.first if parts else (*told.first, *told.rest),
        sections=tuple(sections),
    )


def _too_early(kind: str, material: Material) -> Iterator[str]:
    """Yield that a report on what came of a period was made before that could be known."""
    if material.period is None or kind == "plan":
        return
    period, day = material.period.period, material.period.made[:10]
    if day < period.since:
        yield "This was made before the period began."
    elif day <= period.until and kind != "mid-term":
        yield "This was made before the period had ended: its figures are those so far."


def _subtitle(material: Material) -> str:
    if material.period is not None:
        return material.period.period.title or material.period.period.reference
    if material.tally is not None:
        return material.tally.period
    return material.parts()[0].case_name


def _period(material: Material) -> PeriodRelease:
    if material.period is None:
        raise InputError("this report is about a joint period", remedy="Name it.")
    return material.period


def _tally(material: Material) -> ReleasedTally:
    if material.tally is None:
        raise InputError("this report tells of outcomes", remedy="Give the tally of the period.")
    return material.tally


def _release(material: Material) -> Release:
    if material.release is None:
        raise InputError("this report is about a case", remedy="Give its release.")
    return material.release


_Parts = tuple["Iterable[Section]", "Iterable[Section]"]


def _plan(material: Material) -> _Parts:
    period = _period(material)
    plans = chosen_plans(period, material.plan)
    body = [period_section(period), focal_points(period), *plan_sections(plans)]
    if material.release is not None:
        body.append(network_section(material.release, "Whom the plans are about"))
    return body, []


def _mid_term(material: Material) -> _Parts:
    period, tally = _period(material), _tally(material)
    body = [
        period_section(period),
        plans_in_short(period),
        task_section(period),
        enquiry_section(period),
        outcome_section(tally, "Outcomes so far"),
    ]
    return body, [*outcome_annex(tally), *task_annex(period), *enquiry_annex(period)]


def _debrief(material: Material) -> _Parts:
    period, tally = _period(material), _tally(material)
    body = [
        period_section(period),
        outcome_section(tally),
        *lesson_sections(period),
        plans_in_short(period),
        task_section(period),
        enquiry_section(period),
    ]
    return body, [*outcome_annex(tally), *task_annex(period), *enquiry_annex(period)]


def _senior_officials(material: Material) -> _Parts:
    tally = _tally(material)
    body = [outcome_section(tally)]
    if material.period is not None:
        body = [period_section(material.period), *body, plans_in_short(material.period)]
    return body, outcome_annex(tally)


def _case(material: Material) -> _Parts:
    release = _release(material)
    return case_sections(release), case_annex(release)


_PARTS: dict[str, Callable[[Material], _Parts]] = {
    "plan": _plan,
    "mid-term": _mid_term,
    "debrief": _debrief,
    "senior-officials": _senior_officials,
    "case": _case,
}
