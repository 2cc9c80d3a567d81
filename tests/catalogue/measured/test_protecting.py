"""Nobody who is a victim, or may be one, is ranked; those near suspects are listed to be protected."""

import pytest

import linkgraph as lg
from linkgraph.errors import InputError
from linkgraph.statements.stated import Stated
from tests.builders import fill

STAYS = [
    ("2026-01-01", "2026-01-02"), ("2026-01-05", "2026-01-06"), ("2026-01-09", "2026-01-10"),
]  # fmt: skip


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "river", jurisdiction="NZ", agency="Joint cell")
    stays = [
        ("STAYED_AT", one, f"location:{n}", {"since": since, "until": until})
        for one in ("person:p", "person:q")
        for n, (since, until) in enumerate(STAYS)
    ]
    fill(made.ledger, "A", handling="H1", links=stays)
    fill(
        made.ledger, "B", originator="TH/Police", handling="H3",
        links=[("VICTIM_IN", "person:v", "casefile:1", {}),
               ("SUSPECT_IN", "person:s", "casefile:1", {}),
               ("ASSOCIATE_OF", "person:q", "person:s", {})],
    )  # fmt: skip
    yield made
    made.close()


def flagged(case, **params):
    answer = case.answer("person/red_flags", {"min_signs": 1} | params)
    return [row[0] for row in answer.rows]


def test_signs_are_found_with_reasons_that_name_who_names_them(case):
    answer = case.answer("person/red_flags", {"min_signs": 1})

    row = dict(zip(answer.columns, answer.rows[0], strict=True))
    assert row["person_id"] == "person:p"
    (reason,) = row["reasons"]
    assert reason.startswith("short stays in 3 places within 60 days (FINTRAC, operational alert")
    assert row["handling"] == "H1 CLEAR"
    assert len(answer.explain(1).paths) == 3


def test_a_stated_victim_is_ranked_no_more_and_again_when_withdrawn(case):
    assert flagged(case) == ["person:p", "person:q"]

    source = case.state("person:p", Stated(why="interviewed", role="victim"))
    assert flagged(case) == ["person:q"]
    case.withdraw(source, reason="error")

    assert flagged(case) == ["person:p", "person:q"]


def test_who_may_be_a_victim_is_not_ranked_until_a_person_decides(case):
    case.decide("person:q", "person:v", "unsure", why="alike")
    assert flagged(case) == ["person:p"]

    case.decide("person:q", "person:v", "different", why="other face")
    assert flagged(case) == ["person:p", "person:q"]


@pytest.mark.parametrize("role", ["witness", "informant", "protected"])
def test_others_under_protection_are_not_ranked_either(case, role):
    case.state("person:p", Stated(why="x", role=role))

    assert flagged(case) == ["person:q"]


def test_an_unknown_sign_is_told_with_those_that_are_known(case):
    with pytest.raises(InputError, match="no sign") as told:
        flagged(case, kinds="short stays,horoscope")

    assert "tickets for others" in told.value.remedy
    assert "horoscope" not in str(told.value)


def test_near_a_suspect_somebody_under_protection_is_listed_as_such(case):
    case.decide("person:q", "person:v", "unsure", why="alike")

    answer = case.answer("people/exposed")

    told = [row[:4] for row in answer.rows]
    assert told == [
        ("person:q", told[0][1], ("near 1 suspect", "to protect: victim, or may be one"), 1)
    ]
    assert answer.handling == "H3 CLEAR"
    assert "may not be used to choose whom to act on" in answer.caution


def test_a_suspect_who_is_a_victim_too_stands_near_nobody(case):
    case.state("person:s", Stated(why="x", role="victim"))

    assert case.answer("people/exposed", {"min_suspects": 1}).rows == ()


def test_an_unknown_kind_of_tie_is_told(case):
    with pytest.raises(InputError, match="no kind of tie"):
        case.answer("people/exposed", {"over": "money"})


def test_a_family_shows_no_sign_by_its_ties_to_the_victim(case):
    """A mother who lives with her children and pays their fares is no smuggler for that."""
    children = [f"person:child{n}" for n in range(3)]
    tied = [("FAMILY_OF", "person:m", one, {}) for one in children]
    fares = [("PAID_FOR", "person:m", one, {"booking": "B"}) for one in children]
    homes = [("LOCATED_AT", one, "location:home", {}) for one in ("person:m", *children)]
    fill(case.ledger, "home", links=[*tied, *fares, *homes])
    assert "person:m" in flagged(case)

    victims = [("VICTIM_IN", one, "casefile:1", {}) for one in children]
    source = fill(case.ledger, "heard", links=victims)

    assert "person:m" not in flagged(case)
    case.withdraw(source.id, reason="error")
    assert "person:m" in flagged(case)


def test_no_protected_account_is_ranked_as_one_that_money_passes_through(case):
    paid = {"currency": "NZD", "amount_minor": 500_000}
    links = [
        ("PAID", *ends, paid | {"at": f"2026-01-{2 * n + late + 1:02d}T00:00:00Z", "reference": f"{n}{late}"})
        for n in range(3)
        for late, ends in enumerate((("account:1", "account:2"), ("account:2", "account:3")))
    ]  # fmt: skip
    fill(case.ledger, "bank", links=[*links, ("HOLDS", "person:p", "account:2", {})])
    assert [row[0] for row in case.answer("money/pass_through").rows] == ["account:2"]

    case.state("person:p", Stated(why="interviewed", role="victim"))

    assert case.answer("money/pass_through").rows == ()


def test_no_protected_person_is_told_as_who_serves_a_corridor(case):
    trip = {"mode": "air", "origin_country": "VN", "destination_country": "SG",
            "departed": "2026-01-05T00:00:00Z"}  # fmt: skip
    family = ("person:p", "person:kid1", "person:kid2")
    links = [
        *(("TRAVELLED_ON", one, "trip:1", {"booking": "B"}) for one in family),
        *(("BOOKED_FOR", "person:p", one, {"booking": "B"}) for one in family[1:]),
    ]
    fill(case.ledger, "carrier", entities=[("trip:1", trip)], links=links)
    told = case.answer("travel/corridors", {"min_legs": 1})
    assert told.rows[0][told.columns.index("facilitators")] == ("person:p",)

    case.state("person:p", Stated(why="interviewed", role="victim"))

    told = case.answer("travel/corridors", {"min_legs": 1})
    assert told.rows[0][told.columns.index("facilitators")] == ()


RANKED = {
    "money/paid_by_many": ({"min_payers": 1}, ["account_id"]),
    "money/pays_many": ({"min_payees": 1}, ["account_id"]),
    "border/cross_border_links": ({"min_links": 1}, ["from_id", "to_id"]),
    "calls/shared_cell": ({"min_times": 1}, ["phone_a", "phone_b"]),
}


@pytest.fixture
def dealings(case):
    """One person, p, who calls from the same cell as two others, and whom and who they pay."""
    heard = {"cell": "cell A", "at": "2026-01-05T10:00:00Z"}
    phones, accounts = (
        {one: f"{kind}{one}" for one in "pqr"} for kind in ("phone:+6010", "account:")
    )
    links = [
        *(("USES", f"person:{one}", phone, {}) for one, phone in phones.items()),
        *(("HOLDS", f"person:{one}", account, {}) for one, account in accounts.items()),
        *(("CALLED", phones[one], phones[other], heard | {"reference": one + other})
          for one, other in ("pq", "qp", "rq", "qr", "qr")),
        *(("PAID", accounts[one], accounts[other], {"at": "2026-01-05T10:00:00Z", "amount_minor": 1,
                                                    "currency": "NZD", "reference": one + other})
          for one, other in ("pq", "qp", "rq", "qr")),
        *(("IN_JURISDICTION", accounts[one], f"country:{place}", {})
          for one, place in (("p", "NZ"), ("q", "MY"), ("r", "TH"))),
    ]  # fmt: skip
    fill(case.ledger, "dealings", links=links)
    return phones | {f"account of {one}": account for one, account in accounts.items()}


def named(case, question, params, columns):
    answer = case.answer(question, params)
    picked = [answer.columns.index(column) for column in columns]
    return {row[n] for row in answer.rows for n in picked}


@pytest.mark.parametrize("question", RANKED)
@pytest.mark.parametrize("role", ["victim", "witness"])
def test_what_a_protected_person_holds_or_uses_is_in_no_ranking(case, dealings, question, role):
    own = {dealings["p"], dealings["account of p"]}
    assert named(case, question, *RANKED[question]) & own

    case.state("person:p", Stated(why="interviewed", role=role))

    told = named(case, question, *RANKED[question])
    assert told
    assert not told & own


@pytest.mark.parametrize("question", ["calls/pattern", "calls/shared_cell"])
def test_asked_about_by_id_a_protected_number_is_told_last(case, dealings, question):
    params = {"ids": "person:q"} | ({"min_times": 1} if question == "calls/shared_cell" else {})
    before = case.answer(question, params).rows
    assert len(before) == 2

    first = case.answer(question, params).rows[0]
    one = next(one for one in "pr" if dealings[one] in first[:2])
    case.state(f"person:{one}", Stated(why="interviewed", role="victim"))

    after = case.answer(question, params).rows
    assert [row[:2] for row in after] == [row[:2] for row in reversed(before)]


def test_of_what_several_countries_know_the_protected_come_last_by_id(case):
    told = {"VN": "zyx", "TH": "zyx", "MY": "zy"}
    for country, ids in told.items():
        named_ = [(f"person:{one}", {"names": [one]}) for one in ids]
        fill(case.ledger, country, originator=f"{country}/Police", entities=named_)

    def known():
        rows = case.answer("border/known_to_two_originators").rows
        return [row[0] for row in rows if row[0] in {"person:x", "person:y", "person:z"}]

    assert known() == ["person:y", "person:z", "person:x"]

    case.state("person:y", Stated(why="interviewed", role="victim"))
    case.state("person:z", Stated(why="interviewed", role="informant"))

    assert known() == ["person:x", "person:y", "person:z"]


@pytest.mark.parametrize("act", [
    ("EXPLOITED", "person:s", "person:q", {}),
    ("TRANSPORTED", "person:s", "person:q", {"exploitation": "forced_labour"}),
    ("CONTROLLED", "person:s", "person:q", {"controls": ["debt_bondage"]}),
], ids=["exploited", "for_an_exploitation", "by_a_means_of_control"])  # fmt: skip
@pytest.mark.parametrize(("question", "asked"), [
    ("people/exposed", {"hops": 2}), ("network/new_suspects", {"show_protected": True}),
], ids=["exposed", "new_suspects"])  # fmt: skip
def test_the_source_of_what_was_done_to_a_victim_counts_where_her_family_is_listed(
    case, question, asked, act
):
    """The row stands there for that alone, so that it may go no further than that source."""
    fill(case.ledger, "C", originator="VN/Police", handling="H2", tlp="RED", links=[act])
    fill(case.ledger, "D", links=[("FAMILY_OF", "person:m", "person:q", {})])
    fill(case.ledger, "E", links=[("ASSOCIATE_OF", "person:m", "person:s", {})])

    answer = case.answer(question, asked)

    (row,) = [row for row in answer.rows if "family of a victim" in str(row)]
    told = dict(zip(answer.columns, row, strict=True))
    assert "person:m" in row
    assert told["handling"].endswith("RED")
