"""Enquiries: what state they are in on a day, and which period they belong to."""

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.period import ENQUIRY_STATES
from linkgraph.period.enquiries import belongs_to, enquiries_in, overdue_on
from linkgraph.statements.entered import entered_batch
from linkgraph.statements.stated import stated_by
from tests.builders import fill, make_source
from tests.period.periods import OWN, PERIOD, a_plan, an_enquiry, enquiry_entries, enter

ON = dt.date(2026, 5, 10)


def say_of_ours(ledger, one, originator="MY/Police", name="B", **marks):
    """Take in what another agency says of an enquiry of the own one; return its source."""
    source = make_source(name, originator=originator, **marks)
    batch = entered_batch(enquiry_entries(one, OWN))
    ledger.append(source, [batch], who="tester", action="entered")
    return source


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({}, "draft"),
        ({"due": "2026-05-01"}, "draft"),
        ({"sent": "2026-05-11"}, "draft"),
        ({"sent": "2026-05-10"}, "open"),
        ({"sent": "2026-04-01", "due": "2026-05-10"}, "open"),
        ({"sent": "2026-04-01", "due": "2026-05-09"}, "overdue"),
        ({"sent": "2026-04-01", "due": "2026-05"}, "open"),
        ({"sent": "2026-04-01", "due": "2026-04"}, "overdue"),
        ({"sent": "2026-04-01", "due": "2025"}, "overdue"),
        ({"sent": "2026-04-01", "due": "2026-05-01", "answered": "2026-05-10"}, "answered"),
        ({"sent": "2026-04-01", "due": "2026-05-01", "answered": "2026-05-11"}, "overdue"),
        ({"sent": "2026-04-01", "due": "2026-05-01", "closed": "2026-05-10"}, "closed"),
        ({"sent": "2026-04-01", "due": "2026-05-01", "closed": "2026-05-11"}, "overdue"),
        ({"sent": "2026-04-01", "answered": "2026-05-09", "closed": "2026-05-02"}, "answered"),
        ({"sent": "2026-04-01", "closed": "2026-05-01", "answered": "2026-05-10"}, "answered"),
        ({"closed": "2026-05-01"}, "draft"),
    ],
)  # fmt: skip
def test_its_state_is_as_it_was_on_the_day(told, state):
    assert an_enquiry(**told).state_on(ON) == state


days = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)).map(str) | st.just("")


@given(days, days, days, days, st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
def test_what_is_overdue_was_sent_and_is_neither_answered_nor_closed(
    sent, due, answered, closed, day
):
    one = an_enquiry(sent=sent, due=due, answered=answered, closed=closed)

    assert one.state_on(day) in ENQUIRY_STATES
    late = overdue_on([one], day)
    assert (late == [one]) == (one.state_on(day) == "overdue")
    if late:
        assert sent
        assert sent <= str(day)
        assert due < str(day)
        assert not answered or answered > str(day)
        assert not closed or closed > str(day)


def test_those_due_first_come_first():
    told = [
        an_enquiry(f"E-{n}", sent="2026-01-01", due=f"2026-0{due}-01")
        for n, due in enumerate((4, 2, 3))
    ]

    assert [one.reference for one in overdue_on(told, ON)] == ["E-1", "E-2", "E-0"]


@pytest.mark.parametrize(
    ("told", "belongs"),
    [
        ({"period": "JPA"}, True),
        ({"period": " jpa "}, True),
        ({"period": "other", "blocks": ("P1",), "sent": "2026-04-01"}, False),
        ({"period": "", "blocks": ("P1/T1",)}, True),
        ({"period": "", "blocks": ("P9",)}, False),
        ({"period": "", "sent": "2026-03-01"}, True),
        ({"period": "", "sent": "2026-02-28"}, False),
        ({"period": "", "sent": "2027-01-01"}, False),
        ({"period": "", "sent": "2026-04-01", "to_country": "VN"}, False),
        ({"period": ""}, False),
    ],
)
def test_which_period_an_enquiry_belongs_to(told, belongs):
    assert belongs_to(an_enquiry(**told), PERIOD, [a_plan()]) is belongs


def test_a_plan_of_another_period_brings_its_enquiries_there_alone():
    blocked = an_enquiry(period="", blocks=("P1/T1",), sent="2025-04-01")

    assert not belongs_to(blocked, PERIOD, [a_plan(period="other")])
    assert belongs_to(blocked, PERIOD, [a_plan(period="other"), a_plan()])


def test_the_own_agencys_later_word_holds_and_what_it_leaves_out_stays(ledger):
    enter(ledger, "Z", an_enquiry(asks="Who holds the account?", due="2026-04-30"))
    enter(ledger, "A", an_enquiry(asks="Who pays into it?", due=""))

    (found,) = enquiries_in(ledger, ledger.sources())

    assert (found.asks, found.due) == ("Who pays into it?", "2026-04-30")


def test_its_later_word_holds_although_the_package_with_the_earlier_came_last(ledger, monkeypatch):
    enter(ledger, "newer", an_enquiry(due="2026-05-31"))
    enter(ledger, "older", an_enquiry(due="2026-04-30", asks="Who holds the account?"))
    newer, older = (row.source.id for row in ledger.sources())
    givers = {newer: (str(OWN), "pkg-2"), older: (str(OWN), "pkg-1")}
    received = [SimpleNamespace(package=f"pkg-{n}", made=f"2026-04-0{n}") for n in (1, 2)]
    monkeypatch.setattr(type(ledger), "givers", lambda _: givers)
    monkeypatch.setattr(type(ledger), "received", lambda _: received)

    (found,) = enquiries_in(ledger, ledger.sources())

    assert (found.due, found.asks) == ("2026-05-31", "Who holds the account?")
    assert found.marks.sources == tuple(sorted([newer, older]))


def test_imported_ones_are_read_like_entered_ones(ledger):
    fill(
        ledger, "A", originator="MY/NCB",
        entities=[("enquiry:1", {"native_ids": ["R-9"], "from_country": "MY", "to_country": "NZ",
                                 "sent": "2026-04-01"}),
                  ("enquiry:2", {"native_ids": ["R-8"], "sent": "2026-04-01"}),
                  ("enquiry:3", {"native_ids": ["R-7"], "from_country": "MY"})],
        links=[("CONCERNS", "enquiry:1", "phone:+641111111", {})],
    )  # fmt: skip
    enter(ledger, "B", an_enquiry(subjects=("phone:+642222222",)))

    found = enquiries_in(ledger, ledger.sources())

    assert [(one.reference, one.subjects) for one in found] == [
        ("R-9", ("phone:+641111111",)), ("E-1", ("phone:+642222222",)),
    ], "one of which nobody says who asks whom is none"  # fmt: skip
    assert found[0].marks.originators == ("MY/NCB",)
    assert enquiries_in(ledger, ()) == ()


def test_another_agency_can_say_of_our_enquiry_that_it_was_answered_and_nothing_else(ledger):
    ours = an_enquiry(sent="2026-03-01", due="2026-04-30", asks="Who holds the account?")
    enter(ledger, "A", PERIOD, ours)
    forged = an_enquiry(
        sent="2026-03-09",
        due="2026-12-31",
        answered="2026-04-02",
        asks="Nothing",
        from_country="TH",
    )
    say_of_ours(ledger, forged)

    (found,) = enquiries_in(ledger, ledger.sources())

    assert (found.sent, found.due, found.asks, found.from_country) == (
        "2026-03-01", "2026-04-30", "Who holds the account?", "NZ",
    )  # fmt: skip
    assert found.answered == "2026-04-02"
    assert found.marks.originators == ("MY/Police", "NZ/Joint cell")


@pytest.mark.parametrize(("given", "answered"), [(False, "2026-04-02"), (True, "")])
def test_what_people_of_another_case_stated_is_not_what_people_stated_here(
    ledger, monkeypatch, given, answered
):
    enter(ledger, "A", an_enquiry(sent="2026-03-01"))
    source = make_source(stated_by("an officer"), originator="INTERPOL")
    answer = entered_batch(enquiry_entries(an_enquiry(answered="2026-04-02"), OWN))
    ledger.append(source, [answer], who="tester", action="entered")
    givers = {source.id: ("TH/DSI", "pkg-1")} if given else {}
    monkeypatch.setattr(type(ledger), "givers", lambda _: givers)

    (found,) = enquiries_in(ledger, ledger.sources())

    assert found.answered == answered


@pytest.mark.parametrize(
    ("by", "given_by", "answered"),
    [
        ("MY/Police", "", "2026-04-02"),
        ("MY/Police", "MY/NCB", "2026-04-02"),
        ("MY/Police", "TH/DSI", ""),
        ("TH/DSI", "", ""),
        ("INTERPOL", "", ""),
        ("INTERPOL", str(OWN), "2026-04-02"),
        (str(OWN), "TH/DSI", ""),
        (str(OWN), "MY/NCB", "2026-04-02"),
    ],
)  # fmt: skip
def test_that_it_was_answered_counts_from_whom_we_asked_alone(
    ledger, monkeypatch, by, given_by, answered
):
    """Whoever takes an enquiry off the list of those overdue lets it be forgotten."""
    enter(ledger, "A", an_enquiry(sent="2026-03-01", due="2026-04-30"))
    forged = an_enquiry(sent="2026-03-01", answered="2026-04-02")
    source = say_of_ours(ledger, forged, originator=by, handling="H3", tlp="RED")
    givers = {source.id: (given_by, "pkg-1")} if given_by else {}
    monkeypatch.setattr(type(ledger), "givers", lambda _: givers)

    (found,) = enquiries_in(ledger, ledger.sources())

    assert found.answered == answered
    assert (found.marks.handling == "H3 RED") is bool(answered)


def test_nobody_else_closes_our_enquiry(ledger):
    enter(ledger, "A", an_enquiry(sent="2026-03-01", due="2026-04-30"))
    say_of_ours(ledger, an_enquiry(sent="2026-03-01", closed="2026-03-02"))

    (found,) = enquiries_in(ledger, ledger.sources())

    assert found.closed == ""


def test_nobody_else_says_whom_our_enquiry_is_about(ledger):
    enter(ledger, "A", an_enquiry(sent="2026-03-01", subjects=("phone:+641111111",)))
    theirs = an_enquiry(sent="2026-03-01", answered="2026-04-02", subjects=("phone:+642222222",))
    say_of_ours(ledger, theirs)

    (found,) = enquiries_in(ledger, ledger.sources())

    assert (found.subjects, found.answered) == (("phone:+641111111",), "2026-04-02")


def test_our_own_word_on_the_day_of_an_answer_stays(ledger):
    enter(ledger, "A", an_enquiry(sent="2026-03-01", answered="2026-04-10"))
    say_of_ours(ledger, an_enquiry(sent="2026-03-01", answered="2026-04-02"))

    (found,) = enquiries_in(ledger, ledger.sources())

    assert found.answered == "2026-04-10"


def test_nobody_else_says_whom_our_enquiry_is_about_or_how_it_is_to_be_handled(ledger):
    enter(ledger, "A", an_enquiry(subjects=("person:m",)), handling="H1", tlp="GREEN")
    (before,) = enquiries_in(ledger, ledger.sources())
    added = [("CONCERNS", before.id, "person:evil", {})]
    fill(ledger, "B", links=added, originator="MY/Police", handling="H3", tlp="RED")

    assert enquiries_in(ledger, ledger.sources()) == (before,)


def test_what_is_passed_on_in_our_name_changes_our_enquiry_no_more_than_that(ledger, monkeypatch):
    enter(ledger, "A", an_enquiry(asks="Who holds the account?"))
    forged = an_enquiry(sent="2026-03-09", answered="2026-04-02", asks="Nothing")
    passed = enter(ledger, "B", forged, an_enquiry("E-2", asks="Ours, and lost here"))
    say_of_ours(ledger, an_enquiry("E-2", asks="Another's"), originator="TH/DSI", name="C")
    monkeypatch.setattr(type(ledger), "givers", lambda _: {passed.id: ("MY/Police", "pkg-1")})

    found = {one.reference: one for one in enquiries_in(ledger, ledger.sources())}

    assert (found["E-1"].asks, found["E-1"].sent) == ("Who holds the account?", "")
    assert found["E-1"].answered == "2026-04-02"
    assert found["E-2"].asks == "Ours, and lost here"
