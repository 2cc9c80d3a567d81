"""Figures on victims held against all that those who will read them were given before."""

import datetime as dt
import json

import pytest

from linkgraph.case import create_case
from linkgraph.errors import ReleaseError
from linkgraph.period import Period, readers
from linkgraph.period.counting import ground_inside
from linkgraph.period.suppression import HELD
from linkgraph.share import audience_named
from linkgraph.statements.entered import Sharing
from tests.builders import fill

MADE = dt.datetime(2016, 1, 15, tzinfo=dt.UTC)
OPEN = {"handling": "H0", "tlp": "GREEN", "releasable_to": ["MY", "TH", "PUBLIC"]}


@pytest.fixture
def case(tmp_path):
    with create_case(tmp_path / "case", jurisdiction="NZ", agency="Immigration") as made:
        yield made


def victims(case, name, count, kind="victims_assisted", *, country="TH", **told):
    row = {"outcome_kind": kind, "count": count, "day": "2015-10-05", "countries": [country]}
    named = {} if "day" in told else {"period": "JPA"}
    fill(case.ledger, name, entities=[(f"outcome:{name}", row | named | told)], **OPEN)


def given(case, audience, period="JPA", **told):
    """Return the figures on victims that are told: kind to total."""
    made = case.tally_release(period, audience=audience, made=MADE, **told)
    return {
        one.kind: one.total
        for one in made.figures
        if one.kind.startswith("victims") and one.total != "withheld"
    }


def on_record(case):
    return [one for one in case.ledger.history() if one.action == "gave figures"]


# What a country knows itself


def own_part(case):
    victims(case, "A", 3)
    victims(case, "B", 3, country="ID")
    victims(case, "C", 2, country="MY")
    first = [given(case, to, k=5) for to in ("MY", "TH", "MY/Police")]
    victims(case, "D", 10, country="MY")
    victims(case, "E", 1)
    return first


def test_a_country_that_knows_what_it_added_is_not_told_by_how_few_others_changed(case):
    first = own_part(case)

    assert first == [{"victims_assisted": "8"}] * 3
    assert given(case, "MY/Police", k=5) == {"victims_assisted": "8"}
    assert given(case, "TH", k=5) == {"victims_assisted": "19"}
    held = case.tally_release("JPA", audience="MY", made=MADE, k=5).held
    assert held["victims_assisted"] == HELD


def test_what_a_country_had_before_is_held_against_what_is_public_by_what_it_knows(case):
    own_part(case)

    with pytest.raises(ReleaseError, match="held back: MY reads what PUBLIC"):
        given(case, "PUBLIC", k=5)


def test_everybody_is_told_nothing_by_which_one_of_the_countries_would_know_few(case):
    victims(case, "A", 20)
    victims(case, "B", 20, country="ID")
    assert given(case, "PUBLIC") == {"victims_assisted": "40"}
    victims(case, "C", 10)
    victims(case, "D", 4, country="MY")

    assert given(case, "PUBLIC") == {"victims_assisted": "40"}
    victims(case, "E", 6, country="MY")
    assert given(case, "PUBLIC") == {"victims_assisted": "60"}


def test_a_country_that_has_none_knows_that_too(case):
    for name, count, country in [("A", 9, "ID"), ("B", 9, "MY"), ("C", 10, "TH")]:
        victims(case, name, count, country=country)
    fill(case.ledger, "none", **OPEN, entities=[
        ("outcome:none", {"outcome_kind": "arrests", "count": 1, "day": "2015-10-05",
                          "countries": ["NZ"], "period": "JPA"})])  # fmt: skip

    made = case.tally_release("JPA", audience="NZ", made=MADE)

    assert made.figures[0].by_country.get("TH") in {None, "withheld"}


def test_a_country_with_a_new_column_holds_figures_until_it_has_many_and_that_is_told(case):
    victims(case, "A", 14)
    victims(case, "B", 12, country="MY")
    given(case, "MY")
    arrest = {"outcome_kind": "arrests", "count": 1, "day": "2015-10-05", "countries": ["ID"]}
    fill(case.ledger, "C", entities=[("outcome:c", arrest | {"period": "JPA"})], **OPEN)
    victims(case, "D", 40)
    victims(case, "E", 40, country="MY")

    held = case.tally_release("JPA", audience="MY", made=MADE)

    assert held.figures[0].total == "26"
    assert "had no column then" in held.held["victims_assisted"]
    victims(case, "F", 10, country="ID")
    assert given(case, "MY") == {"victims_assisted": "116"}


def test_what_a_country_had_a_part_in_then_is_on_record_in_numbers(case):
    victims(case, "A", 20)
    victims(case, "B", 12, countries=["MY", "TH"])
    given(case, "MY")

    (entry,) = on_record(case)
    assert json.loads(entry.reason)["parts"] == {"victims_assisted": {"MY": [12, {"TH": 12}]}}


# Other readers


@pytest.mark.parametrize(
    ("first", "then"), [("MY", "PUBLIC"), ("MY/Police", "PUBLIC"), ("MY/Police", "MY")]
)
def test_what_a_reader_had_before_is_held_against_what_more_may_read(case, first, then):
    victims(case, "A", 14)
    given(case, first)
    victims(case, "B", 2)

    with pytest.raises(ReleaseError, match=f"held back: {first} reads what {then} is given"):
        given(case, then)

    assert len(on_record(case)) == 1


def test_for_all_countries_that_read_a_table_no_more_is_solved_than_for_one(case):
    for name, country in [("A", "TH"), ("B", "ID"), ("C", "MY")]:
        victims(case, name, 20, country=country)
    given(case, "PUBLIC")
    tally = case.tally("JPA")
    to = audience_named("PUBLIC", case.ledger)
    of = readers.Readers.of(case.ledger, to)
    ground = ground_inside(case.ledger, case.own, MADE.date())

    known = of.known(of.occasion(ground, tally))["victims_assisted"]

    assert [one.country for one in known] == ["", "ID", "MY", "TH"]
    assert len({id(one.audit.work) for one in known}) == 1


def test_readers_who_have_the_same_are_solved_once_and_others_each(case, monkeypatch):
    victims(case, "A", 14)
    given(case, "MY")
    given(case, "TH")
    victims(case, "B", 30)
    given(case, "NZ/Police")
    solved = []
    known = readers._knowledge
    monkeypatch.setattr(
        readers,
        "_knowledge",
        lambda one, country, *of: solved.append((one.name, country)) or known(one, country, *of),
    )

    given(case, "PUBLIC")

    # Thailand has a part in it: it takes that out.
    everybody = [("PUBLIC", ""), ("PUBLIC", "TH")]
    assert solved == [*everybody, ("MY", ""), ("NZ/Police", ""), ("TH", "TH")]


def test_of_readers_who_have_the_same_one_is_enough_to_hold_figures_back(case):
    victims(case, "A", 14)
    given(case, "MY")
    given(case, "TH")
    victims(case, "B", 2)

    with pytest.raises(ReleaseError, match="held back: MY reads"):
        given(case, "PUBLIC")


def test_whoever_gives_is_told_that_there_is_no_such_period(case):
    case.add_period(
        Period(reference="JPA", title="", since="2015-09-28", until="2015-10-28",
               countries=("MY", "TH")),
        Sharing(**OPEN),
    )  # fmt: skip

    assert "period" not in case.tally_release("JPA", audience="MY", made=MADE).held
    assert "mistyped" in case.tally_release("JPB", audience="MY", made=MADE).held["period"]


def test_the_same_as_a_reader_had_may_be_made_public(case):
    victims(case, "A", 14)
    given(case, "MY")

    assert given(case, "PUBLIC") == {"victims_assisted": "14"}


def test_many_more_than_a_reader_had_may_be_made_public(case):
    victims(case, "A", 14)
    given(case, "MY")
    victims(case, "B", 20)

    assert given(case, "PUBLIC") == {"victims_assisted": "34"}


def test_fewer_figures_for_the_public_than_would_tell_may_be_given(case):
    victims(case, "A", 14)
    given(case, "MY")
    victims(case, "B", 2)

    assert given(case, "PUBLIC", k=20) == {}


def test_what_only_the_other_may_see_does_not_change_what_is_public(case):
    victims(case, "A", 14)
    fill(
        case.ledger, "own", handling="H0", tlp="GREEN", releasable_to=["MY"],
        entities=[("outcome:own", {"outcome_kind": "victims_assisted", "count": 15,
                                   "day": "2015-10-05", "countries": ["TH"], "period": "JPA"})],
    )  # fmt: skip

    assert given(case, "MY") == {"victims_assisted": "29"}
    assert given(case, "PUBLIC") == {"victims_assisted": "14"}


def test_what_was_public_already_is_public_again_whoever_had_more_since(case):
    victims(case, "A", 14)
    given(case, "PUBLIC")
    victims(case, "B", 20)
    given(case, "MY")
    case.withdraw(case.ledger.sources()[-1].source.id, reason="an error")

    assert given(case, "PUBLIC") == {"victims_assisted": "14"}


def test_two_who_read_nothing_of_each_other_do_not_bind_each_other(case):
    victims(case, "A", 14)
    given(case, "MY/Police")
    victims(case, "B", 2)

    assert given(case, "TH") == {"victims_assisted": "16"}


def test_an_agency_is_the_same_reader_however_its_name_is_written(case):
    victims(case, "A", 14)
    given(case, "MY/Police")
    victims(case, "B", 2)

    assert given(case, "MY/ POLICE") == {"victims_assisted": "14"}


# Kinds


@pytest.mark.parametrize(
    ("identified", "told"),
    [
        (14, {"victims_assisted": "14", "victims_identified": "14"}),
        (16, {"victims_assisted": "14"}),
        (30, {"victims_assisted": "14", "victims_identified": "30"}),
    ],
)
def test_assisted_and_identified_differ_by_nobody_or_by_many(case, identified, told):
    victims(case, "A", 14)
    victims(case, "B", identified, "victims_identified")

    assert given(case, "MY") == told


def test_a_kind_is_held_against_what_was_given_of_the_other_before(case):
    victims(case, "A", 14)
    assert given(case, "MY") == {"victims_assisted": "14"}
    victims(case, "B", 15, "victims_identified")
    victims(case, "C", 20)

    assert given(case, "MY") == {"victims_assisted": "34"}


# Periods


def period(case, reference, since, until):
    case.add_period(
        Period(reference=reference, title="", since=since, until=until, countries=("MY", "TH")),
        Sharing(handling="H0", tlp="GREEN", releasable_to=("MY", "TH", "PUBLIC")),
    )


def test_of_two_periods_that_share_lines_few_between_them_do_not_follow(case):
    period(case, "WHOLE", "2015-10-01", "2015-10-31")
    period(case, "SHORT", "2015-10-01", "2015-10-30")
    victims(case, "A", 14, day="2015-10-05")
    victims(case, "B", 3, day="2015-10-31")

    assert given(case, "MY", "WHOLE") == {"victims_assisted": "17"}
    assert given(case, "MY", "SHORT") == {}


def test_periods_that_share_no_line_are_told_each(case):
    period(case, "FIRST", "2015-10-01", "2015-10-15")
    period(case, "THEN", "2015-10-16", "2015-10-31")
    victims(case, "A", 14, day="2015-10-05")
    victims(case, "B", 17, day="2015-10-20")

    assert given(case, "MY", "FIRST") == {"victims_assisted": "14"}
    assert given(case, "MY", "THEN") == {"victims_assisted": "17"}


@pytest.mark.parametrize("order", [("FIRST", "THEN", "WHOLE"), ("WHOLE", "FIRST", "THEN")])
def test_few_between_two_parts_do_not_follow_from_the_whole(case, order):
    period(case, "WHOLE", "2015-10-01", "2015-10-31")
    period(case, "FIRST", "2015-10-01", "2015-10-10")
    period(case, "THEN", "2015-10-20", "2015-10-31")
    victims(case, "A", 20, day="2015-10-05")
    victims(case, "B", 4, day="2015-10-15")
    victims(case, "C", 30, day="2015-10-25")

    *first, last = order
    assert all(given(case, "MY", one) for one in first)
    assert given(case, "MY", last) == {}


# By the columns of a standard


def test_a_public_table_for_statistics_is_held_against_one_that_a_reader_had(case):
    def people(name, number):
        ids = [f"person:{name}{n}" for n in range(number)]
        fill(
            case.ledger, name, **OPEN,
            entities=[(one, {"names": [f"Somebody {one}"], "sex": "female"}) for one in ids],
            links=[("VICTIM_IN", one, "casefile:c", {}) for one in ids],
        )  # fmt: skip

    people("a", 12)
    case.victim_table("MY", made=MADE)
    people("b", 2)

    with pytest.raises(ReleaseError, match="held back"):
        case.victim_table("PUBLIC", made=MADE)
    assert case.victim_table("TH", made=MADE).rows[0][-1] == 14
