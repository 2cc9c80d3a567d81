"""Contacts and shared cells: what is counted is what counting by hand gives."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis import heard
from linkgraph.catalogue import get_question
from linkgraph.catalogue.measured import calls_pattern, calls_shared_cell
from linkgraph.catalogue.surroundings import Surroundings
from linkgraph.values.instants import instant_to_epoch_s
from tests.catalogue.measured.graphs import graph_of

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
numbers = st.sampled_from(["+641", "+642", "+643", "+644"])
cells = st.sampled_from([None, "X", "Y"])
told_calls = st.lists(
    st.tuples(numbers, numbers, st.one_of(st.none(), st.integers(0, 400)), cells), max_size=12
).map(lambda told: [one for one in told if one[0] != one[1]])


def at(minutes):
    moment = (START + dt.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"at": moment, "at_s": instant_to_epoch_s(moment)}


def graph(told):
    return graph_of(
        [
            ("CALLED", f"phone:{a}", f"phone:{b}",
             ({} if minutes is None else at(minutes)) | ({"cell": cell} if cell else {}))
            for a, b, minutes, cell in told
        ]
    )  # fmt: skip


def ask(module, name, told, **params):
    bound = get_question(name).bind(params)
    surroundings = Surroundings(lambda: graph(told))
    columns = list(get_question(name).returns)
    return [
        dict(zip([*columns, "sources"], row, strict=True))
        for row in module.answer(surroundings, bound)
    ]


@given(told_calls)
def test_contacts_of_a_phone_are_counted_each_way(told):
    rows = ask(calls_pattern, "calls/pattern", told, ids=["phone:+641"])

    out = Counter(b for a, b, *_ in told if a == "+641")
    into = Counter(a for a, b, *_ in told if b == "+641")
    assert {row["contact_id"]: (row["out"], row["into"]) for row in rows} == {
        f"phone:{one}": (out[one], into[one]) for one in out.keys() | into.keys()
    }
    counts = [row["contacts"] for row in rows]
    assert counts == sorted(counts, reverse=True)


@given(told_calls, st.integers(0, 400))
def test_before_and_after_part_the_contacts_that_have_a_moment(told, minutes):
    moment = at(minutes)["at"]
    rows = ask(calls_pattern, "calls/pattern", told, ids=["phone:+641"], moment=moment)

    dated = Counter(
        (b if a == "+641" else a) for a, b, when, _ in told if "+641" in (a, b) and when is not None
    )
    for row in rows:
        assert row["before"] + row["after"] == dated[row["contact_id"].removeprefix("phone:")]


@given(told_calls, st.integers(1, 120))
def test_pairs_over_one_cell_are_those_found_by_hand(told, within):
    rows = ask(calls_shared_cell, "calls/shared_cell", told, within_minutes=within, min_times=1)

    heard = [(a, when, cell) for a, _, when, cell in told if when is not None and cell]
    met = {}
    for one, when, cell in heard:
        for other, later, there in heard:
            if one < other and cell == there and abs(when - later) <= within:
                met.setdefault((one, other), set()).add((cell, min(when, later) // 60))
    assert {(row["phone_a"], row["phone_b"]): row["times"] for row in rows} == {
        (f"phone:{a}", f"phone:{b}"): len(hours) for (a, b), hours in met.items()
    }


@given(told_calls, st.randoms())
def test_the_order_of_calls_changes_nothing(told, random):
    shuffled = list(told)
    random.shuffle(shuffled)

    def shape(given):
        rows = ask(calls_shared_cell, "calls/shared_cell", given, min_times=1)
        return [(r["phone_a"], r["phone_b"], r["times"], r["cells"], r["first_at"]) for r in rows]

    assert shape(told) == shape(shuffled)


def test_a_person_stands_for_all_numbers_that_it_is_said_to_use():
    told = graph_of(
        [
            ("USES", "person:p", "phone:+641", {"sources": "src-u"}),
            ("USES", "person:p", "phone:+642", {"sources": "src-u"}),
            ("CALLED", "phone:+641", "phone:+643", at(0)),
            ("CALLED", "phone:+643", "phone:+642", at(5)),
        ]
    )
    bound = get_question("calls/pattern").bind({"ids": "person:p"})

    (row,) = calls_pattern.answer(Surroundings(lambda: told), bound)

    assert row[:2] == ("person:p", "phone:+643")
    assert row[4] == ["phone:+641", "phone:+642"]
    assert "src-u" in str(row[-1]), "who uses the number is part of what the row rests on"


def test_a_rate_needs_a_day_on_either_side():
    told = [("+641", "+642", 0, None), ("+641", "+642", 100, None)]

    (row,) = ask(calls_pattern, "calls/pattern", told, ids=["phone:+641"], moment=at(50)["at"])

    assert (row["before"], row["after"]) == (1, 1)
    assert (row["before_per_day"], row["after_per_day"]) == (None, None)


def test_a_cell_that_a_crowd_was_heard_by_tells_nothing():
    told = [(f"+64{n}", "+1", 0, "X") for n in range(6)]

    assert ask(calls_shared_cell, "calls/shared_cell", told, min_times=1, max_phones=5) == []
    assert len(ask(calls_shared_cell, "calls/shared_cell", told, min_times=1, max_phones=6)) == 15


@given(told_calls)
def test_a_crowded_cell_gone_through_in_parts_gives_the_same(told):
    whole = ask(calls_shared_cell, "calls/shared_cell", told, min_times=1)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(heard, "_AT_ONCE", 2)
        parted = ask(calls_shared_cell, "calls/shared_cell", told, min_times=1)

    assert [shown(row) for row in parted] == [shown(row) for row in whole]


def shown(row):
    return {
        name: sorted(map(str, told)) if isinstance(told, list) and name != "sources" else told
        for name, told in row.items()
        if name != "sources"
    }
