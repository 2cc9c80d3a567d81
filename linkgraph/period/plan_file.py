"""Investigation plans as people write, edit and hand them round: TOML."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from linkgraph.errors import InputError
from linkgraph.period.model import InvestigationPlan, PlanQuestion, Task
from linkgraph.period.told import TableTold, reference_told
from linkgraph.share import LegalBasis
from linkgraph.share.short_toml import read_short_toml
from linkgraph.statements.entered import Sharing
from linkgraph.values.dates import comes_before

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PlanFile", "read_plan_file", "read_plan_text", "template"]

_LEAST_COUNTRIES = 2
_MOST_BYTES = 1 << 18


class PlanFile(NamedTuple):
    """What a plan's file says.

    Attributes:
        plan: The plan.
        sharing: Who may see it.
    """

    plan: InvestigationPlan
    sharing: Sharing


def read_plan_file(path: Path) -> PlanFile:
    """Return what a plan's file says.

    Raises:
        InputError: It cannot be read, is no TOML, or something in it is wrong; with its
            place and what to do.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError("this is too large for a plan", where=path.name)
        data = path.read_bytes()
    except OSError as cause:
        raise InputError(
            f"the plan cannot be read ({cause.strerror or 'no reason given'})", where=path.name
        ) from cause
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(
            "this is not UTF-8", where=path.name, remedy="Save the file as UTF-8."
        ) from None
    return read_plan_text(text, path.name)


def read_plan_text(text: str, where: str) -> PlanFile:
    """Return what a plan says as TOML; ``where`` is what to call it in messages."""
    data = text.replace("\r\n", "\n").encode()
    raw = read_short_toml(data, where, "`linkgraph period plan template` shows the form.")
    told = TableTold(raw, where)
    sharing = Sharing(
        handling=told.text("handling"),
        tlp=told.text("tlp"),
        releasable_to=told.texts("releasable_to"),
    )
    plan = _plan(told)
    told.done()
    return PlanFile(plan, sharing)


def _plan(told: TableTold) -> InvestigationPlan:
    reference = reference_told(told.text("reference", required=True), told.place("reference"))
    countries = told.countries("countries")
    if len(countries) < _LEAST_COUNTRIES:
        raise InputError(
            "a plan needs two countries or more",
            where=told.place("countries"),
            remedy='Write them as ["NZ", "MY"].',
        )
    return InvestigationPlan(
        period=told.text("period", required=True),
        reference=reference,
        title=told.text("title", required=True),
        countries=countries,
        objective=told.text("objective", required=True),
        syndicate=told.text("syndicate"),
        crime=told.code("crime", "crime"),
        victims_may_be_met=told.flag("victims_may_be_met"),
        subjects=told.texts("subjects"),
        resources=told.texts("resources"),
        risks=told.texts("risks"),
        victim_management=told.text("victim_management"),
        protection=told.text("protection"),
        languages=told.texts("languages"),
        questions=_questions(told),
        tasks=_tasks(told, countries),
        legal_bases=_legal_bases(told),
    )


def _questions(told: TableTold) -> tuple[PlanQuestion, ...]:
    made = []
    for one in told.tables("questions"):
        made.append(
            PlanQuestion(
                asks=one.text("asks", required=True),
                question=one.text("question"),
                parameters=_plain(one.table("parameters")),
            )
        )
        one.done()
    return tuple(made)


def _plain(value: Any) -> Any:
    """Return a value as JSON keeps it: days and moments as text."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _tasks(told: TableTold, countries: tuple[str, ...]) -> tuple[Task, ...]:
    made: dict[str, Task] = {}
    for one in told.tables("tasks"):
        key = reference_told(one.text("id", required=True), one.place("id"), taken=made)
        country = one.country("country")
        if country not in countries:
            raise InputError(
                "the task is of a country that does not take part in the plan",
                where=one.place("country"),
                remedy="Add the country to the plan's, or give the task to one of them.",
            )
        made[key] = Task(
            id=key,
            title=one.text("title", required=True),
            country=country,
            owner=one.text("owner"),
            due=one.day("due"),
            state=one.code("state", "task_state") if one.text("state") else "",
        )
        one.done()
    return tuple(made.values())


def _legal_bases(told: TableTold) -> tuple[LegalBasis, ...]:
    made = []
    for one in told.tables("legal_bases"):
        since, expires = one.day("since"), one.day("expires")
        if since and expires and comes_before(expires, since):
            raise InputError(
                "it expires before it begins",
                where=one.place("expires"),
                remedy="Compare since and expires.",
            )
        made.append(
            LegalBasis(
                name=one.text("name", required=True),
                kind=one.code("kind", "legal_kind"),
                parties=one.countries("parties"),
                since=since,
                expires=expires,
            )
        )
        one.done()
    return tuple(made)


def template() -> str:
    """Return a plan to fill in: whole, with made-up values and a word on each."""
    return _TEMPLATE


_TEMPLATE = '''\
# An investigation plan of a joint period. Fill it in, hand it round, then
#   linkgraph period plan set FILE --case CASE
# A plan that is set again replaces the one of its reference; the former stays on record.

reference = "P1"              # what commands call it
period = "JPA-2026"           # the joint period it belongs to
title = "A plan in a few words"
countries = ["MY", "NZ"]      # two or more, as codes
objective = """
What is to be reached."""
syndicate = ""                # its id or name
crime = "smuggling"           # smuggling, trafficking or both
subjects = []                 # ids of entities: `linkgraph entity find` shows them
resources = ["Two analysts for the whole period"]
risks = ["Witnesses may be pressed"]
languages = ["Malay", "English"]

# Where victims may be met (say so, or the crime is trafficking, or the case holds some near
# its subjects), a plan is not ready without these two.
victims_may_be_met = false
victim_management = ""        # who looks after them, where, for how long
protection = ""               # who is kept safe, and how

# Who may see the plan: without these, your own agency only.
handling = "H3"               # H0 to H3
tlp = "RED"                   # CLEAR to RED
releasable_to = []            # such as ["MY"]

[[questions]]
asks = "Who collects from many payers?"
question = "money/paid_by_many"          # of the catalogue; may be left out
parameters = { }

[[tasks]]
id = "T1"
title = "Trace the account holders"
country = "MY"
owner = "Immigration, intelligence desk"
due = 2026-10-31
state = "open"                # open, doing, blocked, done or dropped; may be left out

[[legal_bases]]
name = "Memorandum on information sharing"
kind = "memorandum"           # agreement, memorandum, law or other
parties = ["MY", "NZ"]
expires = 2028-12-31          # last day that it holds; leave it out where it has no end
'''
