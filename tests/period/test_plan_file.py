"""Plans as files: what people write is read, what is wrong is refused with its place."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import LinkgraphError
from linkgraph.period import InvestigationPlan, LegalBasis, PlanQuestion, Task
from linkgraph.period.plan_file import read_plan_file, read_plan_text, template
from linkgraph.period.plan_toml import plan_toml
from linkgraph.statements.entered import Sharing
from tests.period.periods import a_plan, a_question, a_task

LEAST = """\
reference = "P1"
period = "JPA"
title = "Pier watch"
countries = ["NZ", "my"]
objective = "Who pays the crews"
crime = "smuggling"
"""


def test_the_least_that_makes_a_plan():
    plan, sharing = read_plan_text(LEAST, "p1.toml")

    assert plan == replace(a_plan(), legal_bases=())
    assert sharing == Sharing()


def test_the_template_is_a_plan_with_the_strictest_handling():
    plan, sharing = read_plan_text(template(), "template")

    assert (plan.reference, plan.countries, plan.tasks[0].due) == ("P1", ("MY", "NZ"), "2026-10-31")
    assert (sharing.handling, sharing.tlp, sharing.releasable_to) == ("H3", "RED", ())
    assert read_plan_text(template().replace("\n", "\r\n"), "template").plan == plan


TASK = '[[tasks]]\nid = "T1"\ntitle = "x"\ncountry = "MY"\n'
BASIS = '[[legal_bases]]\nname = "x"\nkind = "law"\nparties = ["MY"]\n'


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        (LEAST.replace('"NZ"', '"XX"'), "countries[1]", "no such country"),
        (LEAST.replace('["NZ", "my"]', '"NZ"'), "countries", "not a list"),
        (LEAST.replace('["NZ", "my"]', '["NZ", "NZ"]'), "countries", "two countries"),
        (LEAST.replace('["NZ", "my"]', '["NZ", 7]'), "countries[2]", "not a text"),
        (LEAST.replace('"smuggling"', '"theft"'), "crime", "not one of smuggling, trafficking, both"),
        (LEAST.replace('"P1"', '"P 1"'), "reference", "no reference"),
        (LEAST.replace('"P1"', '"P/1"'), "reference", "no reference"),
        (LEAST.replace('"Pier watch"', '""'), "title", "missing"),
        (LEAST.replace('"Pier watch"', "3"), "title", "not a text"),
        (LEAST.replace('"Pier watch"', r'"a\u0007b"'), "title", "control character"),
        (LEAST.replace('title = "Pier watch"\n', ""), "title", "missing"),
        (LEAST + 'risk = ["x"]\n', "p1.toml", "no key named 'risk'"),
        (LEAST + 'zzzzqqqq = ["x"]\n', "p1.toml", "the key at place 7 is none of ours"),
        (LEAST + "victims_may_be_met = 1\n", "victims_may_be_met", "not true or false"),
        (LEAST + 'tasks = ["x"]\n', "tasks[1]", "not a table"),
        (LEAST + TASK + TASK, "tasks[2], id", "two have this reference"),
        (LEAST + TASK.replace("MY", "TH"), "tasks[1], country", "does not take part"),
        (LEAST + TASK + "due = 2026\n", "tasks[1], due", "not a day"),
        (LEAST + TASK + 'due = "2026-02-30"\n', "tasks[1], due", "no day"),
        (LEAST + TASK + 'due = "2026-02"\n', "tasks[1], due", "no day"),
        (LEAST + TASK + "due = 2026-02-03T10:00:00\n", "tasks[1], due", "not a day"),
        (LEAST + TASK + 'state = "soon"\n', "tasks[1], state", "not one of open, doing"),
        (LEAST + TASK + 'owned = "x"\n', "tasks[1]", "no key named 'owned'"),
        (LEAST + BASIS + "since = 2026-05-02\nexpires = 2026-05-01\n", "legal_bases[1], expires", "before it begins"),
        (LEAST + '[[questions]]\nasks = "x"\nparameters = 3\n', "questions[1], parameters", "not a table"),
        (LEAST + TASK + "due = 2026-09-31\n", "line 11, column 7", "this day does not exist"),
        (LEAST + TASK + "due = 31-09-2026\n", "line 11, column", "not written as a day"),
        (LEAST + 'x = "2026-09-31"\ny = = 1', "line 8", "no TOML"),
        (LEAST + '"(at line 9, column 3)" = 1\n["(at line 9, column 3)"]\n', "line 8", "no TOML"),
        (LEAST + "x = = 1", "line 7", "no TOML"),
        (LEAST + f"n = {'9' * 5000}\n", "p1.toml", "no TOML"),
        ("a = " + "[" * 5000, "p1.toml", "no TOML"),
        (LEAST + "a." * 50_000 + "a = 1", "p1.toml", "no TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_its_place_and_a_remedy(text, place, says):
    with pytest.raises(LinkgraphError) as refused:
        read_plan_text(text, "p1.toml")

    error = refused.value
    assert error.exit_code == 2
    assert place in error.where
    assert says in error.what
    assert error.remedy
    assert "zzzz" not in str(error)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"x" * 1_000_001])
def test_a_file_that_is_no_text_or_too_large_is_refused(tmp_path, content):
    (tmp_path / "p1.toml").write_bytes(content)

    with pytest.raises(LinkgraphError, match=r"UTF-8|too large"):
        read_plan_file(tmp_path / "p1.toml")


def test_a_file_that_is_not_there_is_refused_and_one_with_a_mark_read(tmp_path):
    with pytest.raises(LinkgraphError, match="cannot be read"):
        read_plan_file(tmp_path / "p1.toml")

    (tmp_path / "p1.toml").write_bytes(b"\xef\xbb\xbf" + LEAST.encode())

    assert read_plan_file(tmp_path / "p1.toml").plan.reference == "P1"


def test_days_and_moments_among_parameters_are_kept_as_text():
    text = (
        LEAST
        + '[[questions]]\nasks = "x"\nquestion = "q"\nparameters = { on = 2026-05-01, at = [10:00:00] }\n'
    )

    (question,) = read_plan_text(text, "p1.toml").plan.questions

    assert question.parameters == {"on": "2026-05-01", "at": ["10:00:00"]}


# What cannot be typed without harm is refused, so it is not drawn here.
line = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=12
)
lines = st.lists(line, max_size=3, unique=True).map(tuple)
day = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)).map(str) | st.just("")
values = st.recursive(
    st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | line,
    lambda held: st.lists(held, max_size=2) | st.dictionaries(line, held, max_size=2),
    max_leaves=4,
)
plans = st.builds(
    InvestigationPlan,
    period=line, reference=st.from_regex(r"[A-Z][0-9]{1,3}", fullmatch=True), title=line,
    countries=st.just(("MY", "NZ")), objective=st.tuples(line, line).map("\n".join),
    syndicate=line | st.just(""), crime=st.sampled_from(["smuggling", "trafficking", "both"]),
    victims_may_be_met=st.booleans(), subjects=lines, resources=lines, risks=lines,
    victim_management=line | st.just(""), protection=line | st.just(""), languages=lines,
    questions=st.lists(
        st.builds(
            PlanQuestion, asks=line, question=line | st.just(""),
            parameters=st.dictionaries(line, values, max_size=3),
        ),
        max_size=2,
    ).map(tuple),
    tasks=st.lists(
        st.builds(
            Task, id=st.from_regex(r"T[0-9]{1,3}", fullmatch=True), title=line,
            country=st.sampled_from(["MY", "NZ"]), owner=line | st.just(""), due=day,
            state=st.sampled_from(["open", "done"]),
        ),
        max_size=3, unique_by=lambda one: one.id,
    ).map(tuple),
    legal_bases=st.lists(
        st.builds(
            LegalBasis, name=line, kind=st.just("law"), parties=st.just(("MY", "NZ")),
            since=st.just("1980-01-01") | st.just(""), expires=day,
        ),
        max_size=2,
    ).map(tuple),
)  # fmt: skip


@given(plans, st.sampled_from(["", "H1"]), lines)
def test_a_plan_that_is_written_and_read_again_is_the_same(plan, handling, readers):
    plan = composed(plan)
    sharing = composed(Sharing(handling=handling, releasable_to=readers))

    assert read_plan_text(plan_toml(plan, sharing), "again") == (plan, sharing)


def composed(value):
    """Return texts as they are kept: Unicode form NFC, each of a list once."""
    import unicodedata

    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, tuple):
        return (
            tuple(dict.fromkeys(map(composed, value)))
            if all(isinstance(v, str) for v in value)
            else tuple(map(composed, value))
        )
    if hasattr(value, "__dataclass_fields__"):
        return replace(
            value,
            **{n: composed(getattr(value, n)) for n in value.__dataclass_fields__
               if n not in {"marks", "parameters"}},
        )  # fmt: skip
    return value


def test_what_is_empty_is_not_written():
    text = plan_toml(a_plan(tasks=(a_task(),), questions=(a_question(),)), Sharing())

    assert "syndicate" not in text
    assert "handling" not in text
    assert "parameters" not in text


changes = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.sampled_from(
            ["drop", "double", "blank", "number", "list", "table", "text", "cut", "sign"]
        ),
    ),
    min_size=1,
    max_size=4,
)


def changed(text, place, how):
    rows = text.split("\n")
    place %= len(rows)
    key = rows[place].partition("=")[0].strip() or "x"
    rows[place : place + 1] = {
        "drop": [],
        "double": [rows[place]] * 2,
        "blank": [""],
        "number": [f"{key} = 12"],
        "list": [f"{key} = [1, 'qorvax']"],
        "table": [f"{key} = {{ a = 1, qorvax = 'qorvax' }}"],
        "text": [f"{key} = 'qorvax'"],
        "cut": [rows[place][: len(rows[place]) // 2]],
        "sign": [rows[place] + '"'],
    }[how]
    return "\n".join(rows)


@given(changes)
def test_however_a_file_is_broken_it_is_read_or_refused_and_never_quoted(broken):
    text = template()
    for place, how in broken:
        text = changed(text, place, how)

    found = read_or_refused(text)

    if isinstance(found, LinkgraphError):
        assert found.exit_code == 2
        assert found.where.startswith("p1.toml")
        assert found.remedy
        assert "qorvax" not in str(found)
        return
    assert len(found.countries) >= 2
    assert len({task.id for task in found.tasks}) == len(found.tasks)
    assert read_plan_text(plan_toml(found, Sharing()), "again").plan == found


def read_or_refused(text):
    try:
        return read_plan_text(text, "p1.toml").plan
    except LinkgraphError as error:
        return error
