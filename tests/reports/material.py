"""Releases that reports are made from, small and written as data."""

import io
import zipfile
from dataclasses import replace

from linkgraph.period import (
    Enquiry,
    FocalPoint,
    InvestigationPlan,
    LegalBasis,
    Lesson,
    Marks,
    Period,
    Phase,
    PlanQuestion,
    Task,
    TaskProgress,
)
from linkgraph.period.released import PeriodRelease
from linkgraph.period.released_tally import ReleasedFigure, ReleasedLine, ReleasedTally
from linkgraph.reports import Material
from tests.views.hostile import CORPUS, hostile_release
from tests.views.releases import small

MARKS = Marks(handling="H1 GREEN", originators=("NZ/Immigration",), sources=("src-1",))
FRAME = {
    "case_name": "Kestrel",
    "audience": "MY",
    "own": False,
    "made": "2026-10-20T08:00:00Z",
    "handling": "H1 AMBER",
    "originators": ("MY/Police", "NZ/Immigration"),
}
EVERY = " ".join(CORPUS)


def line(number=1, **told):
    made = {
        "number": number, "counts": 1, "amount": "", "reference": f"NZ-A-{number}", "countries": ("MY", "NZ"),
        "day": "2026-05-03", "agency": "Police", "plan": "P1", "evidence": "report 7",
        "originator": "NZ/Police", "file": "outcomes.csv", "locator": str(number + 1),
        "handling": "H1 GREEN", "why": "",
    }  # fmt: skip
    return ReleasedLine(**(made | told))


def figure(mark="F1", **told):
    made = {
        "mark": mark, "kind": "arrests", "label": "Arrests", "total": "2",
        "by_country": {"MY": "1", "NZ": "2"}, "lines": (line(1), line(2)),
    }  # fmt: skip
    return ReleasedFigure(**(made | told))


def tally(**told):
    victims = figure(
        kind="victims_assisted", label="Victims assisted", total="17", lines=(),
        by_country={"MY": "withheld", "NZ": "withheld"},
        closed="Lines on victims assisted are not listed: they could be counted.",
    )  # fmt: skip
    arrests = figure("F2", total="2\u20133", doubts=("1 and 2 may be one: they concern the same",))
    made = FRAME | {
        "period": "JPA-2026", "k": 10, "within_days": 7, "countries": ("MY", "NZ"),
        "figures": (victims, arrests), "outside": 1, "cautions": ("Columns do not sum.",),
    }  # fmt: skip
    return ReleasedTally(**(made | told))


def enquiry(number=1, **told):
    made = {
        "id": f"enquiry:{number}", "reference": f"NZ-E-{number}", "period": "JPA-2026",
        "channel": "NCB", "from_country": "NZ", "to_country": "MY", "sent": "2026-09-01",
        "due": "2026-10-01", "blocks": ("P1/T1",), "marks": MARKS,
    }  # fmt: skip
    return Enquiry(**(made | told))


def progress(by, state, on, **told):
    return TaskProgress(by=by, state=state, on=on, marks=MARKS, **told)


def plan(**told):
    made = {
        "period": "JPA-2026", "reference": "P1", "title": "Boats from the north",
        "countries": ("MY", "NZ"), "objective": "Find who recruits", "crime": "trafficking",
        "victims_may_be_met": True, "questions": (PlanQuestion(asks="Who pays?"),),
        "tasks": (
            Task(id="T1", title="Ask the bank", country="MY", owner="FIU", due="2026-10-01", state="open"),
            Task(id="T2", title="Interview", country="NZ", state="done", due="2026-09-01",
                 planned="open", words=(progress("NZ/Police", "done", "2026-08-30"),)),
        ),
        "risks": ("Tip-off",), "protection": "Shelter in Penang", "languages": ("ms", "en"),
        "legal_bases": (LegalBasis(name="Memorandum of 2024", kind="memorandum",
                                   parties=("MY", "NZ"), expires="2027-01-01"),),
        "marks": MARKS,
    }  # fmt: skip
    return InvestigationPlan(**(made | told))


def period(**told):
    made = FRAME | {
        "cautions": ("A plan says what is to be looked into, never what anyone did.",),
        "period": Period(reference="JPA-2026", title="Joint period 2026", since="2026-03-01",
                         until="2026-12-31", countries=("MY", "NZ"), marks=MARKS),
        "phases": (Phase(period="JPA-2026", name="mid_term_update", since="2026-10-01",
                         until="2026-10-31", marks=MARKS),),
        "focal_points": (FocalPoint(period="JPA-2026", country="MY", agency="Police",
                                    name="Inspector A", contacts=("a@example.test",),
                                    languages=("ms",), marks=MARKS),),
        "plans": (plan(),),
        "enquiries": (enquiry(), enquiry(2, answered="2026-09-20")),
        "lessons": (Lesson(period="JPA-2026", plan="P1", kind="worked", text="One room",
                           on="2026-10-02", marks=MARKS),),
    }  # fmt: skip
    return PeriodRelease(**(made | told))


def case():
    return replace(small(), **FRAME)


def material(kind, **told):
    if kind == "case":
        return Material(release=told.get("release", case()))
    made = {"period": period()} | ({} if kind == "plan" else {"tally": tally()})
    return Material(**(made | told))


def hostile(kind):
    """Each hostile text in each place of what a report is made from."""
    if kind == "case":
        return Material(release=replace(hostile_release(), **FRAME, cautions=CORPUS))
    said = dict.fromkeys(
        ("reference", "agency", "plan", "evidence", "originator", "file", "why"), EVERY
    )
    told = tally(
        figures=(figure(label=EVERY, total=EVERY, lines=(line(**said),), doubts=CORPUS),),
        cautions=CORPUS,
        period=EVERY,
    )
    every = plan(
        title=EVERY, objective=EVERY, syndicate=EVERY, protection=EVERY, victim_management=EVERY,
        risks=CORPUS, resources=CORPUS, languages=CORPUS,
        questions=tuple(PlanQuestion(asks=text) for text in CORPUS),
        tasks=tuple(
            Task(id=text, title=text, country="MY", owner=text, state="open",
                 words=(progress(text, "open", text, text=text),))
            for text in CORPUS
        ),
        legal_bases=(LegalBasis(name=EVERY, kind=EVERY, parties=CORPUS),),
    )  # fmt: skip
    joint = period(
        case_name=EVERY, cautions=CORPUS, plans=(every,),
        focal_points=tuple(
            FocalPoint(period="JPA-2026", country="MY", agency=text, name=text, contacts=(text,),
                       languages=(text,), marks=MARKS)
            for text in CORPUS
        ),
        enquiries=(enquiry(reference=EVERY, from_agency=EVERY, channel=EVERY, blocks=CORPUS),),
        lessons=tuple(
            Lesson(period="JPA-2026", plan=text, kind="worked", text=text, on="", marks=MARKS)
            for text in CORPUS
        ),
    )  # fmt: skip
    return Material(period=joint, **({} if kind == "plan" else {"tally": told}))


def parts_of(packed):
    """Return the parts of a DOCX, by name."""
    with zipfile.ZipFile(io.BytesIO(packed)) as held:
        return {name: held.read(name) for name in held.namelist()}
