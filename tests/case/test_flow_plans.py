"""Plans against the money of a syndicate: people, accounts and links as targets."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import linkgraph as lg
from linkgraph.case.targeting import targeting_of
from linkgraph.errors import InputError, ReleaseError
from linkgraph.plan import Objective, read_plan
from tests.builders import fill
from tests.case.test_giving import OPEN, SECRET, asked_plan, outcome, released
from tests.case.test_planning import asked

FLOW = (Objective("flow"),)


def account(n):
    return f"account:{n}"


def held(person, n, country="MY", part=""):
    told = {"role_in_process": part} if part else {}
    return [
        ("SUSPECT_IN", person, "casefile:c", told),
        ("RESIDES_IN", person, f"country:{country}", {}),
        ("HOLDS", person, account(n), {}),
        ("IN_JURISDICTION", account(n), f"country:{country}", {"basis": "stated"}),
    ]


def paid(one, other, units):
    told = {"amount_minor": units * 100, "currency": "MYR", "at": "2026-01-01T00:00:00Z"}
    return ("PAID", one, other, told)


# Cash comes in at two collectors, passes two mules and reaches an organiser: 100 by one, 60 by
# the other.
MONEY = [
    *held("person:c1", 1, "MY", "CashCollector"), *held("person:c2", 2, "TH", "CashCollector"),
    *held("person:m1", 3, "MY"), *held("person:m2", 4, "TH"),
    *held("person:boss", 9, "AE", "Organiser"),
    paid(account(1), account(3), 100), paid(account(3), account(9), 100),
    paid(account(2), account(4), 60), paid(account(4), account(9), 60),
]  # fmt: skip


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell", name="Kestrel")
    yield made
    made.close()


def flow(*means, **told):
    return asked(*means, **({"objectives": FLOW} | told))


def chosen(plan):
    return {one.entity_id: (one.kind, one.country, dict(one.resource)) for one in plan.targets}


def test_what_can_reach_the_organiser_is_told_before_and_after(case):
    fill(case.ledger, "A", links=MONEY)

    plan = case.plan(flow("MY:arrest=1"))

    assert plan.figures["before"] == {"flow": 160}
    assert plan.figures["left"] == {"flow": 60}
    assert plan.figures["proved"]


def test_an_account_is_frozen_where_its_country_has_the_means(case):
    fill(case.ledger, "A", links=MONEY)

    plan = case.plan(flow("TH:freeze=1"))

    (one,) = plan.targets
    assert (one.kind, one.country, dict(one.resource)) == ("account", "TH", {"freeze": 1})
    assert one.entity_id in {account(2), account(4)}
    assert one.holders in {("person:c2",), ("person:m2",)}
    assert one.identifiers == (one.entity_id,)
    assert one.sources == (case.ledger.sources()[0].source.id,)
    assert plan.figures["left"] == {"flow": 100}


def test_a_link_is_blocked_where_either_bank_has_the_means(case):
    fill(case.ledger, "A", links=MONEY)

    plan = case.plan(flow("AE:block=1"))

    assert chosen(plan) == {f"{account(3)} -> {account(9)}": ("link", "AE", {"block": 1})}
    assert plan.figures["left"] == {"flow": 60}
    assert plan.targets[0].reasons == ("MYR 100.00 passed on record",)


def test_means_for_accounts_alone_make_nobody_free_to_arrest(case):
    fill(case.ledger, "A", links=MONEY)

    assert {one.kind for one in case.plan(flow("MY:freeze=1", "TH:freeze=1")).targets} == {
        "account"
    }


def test_people_accounts_and_links_go_into_one_plan(case):
    fill(case.ledger, "A", links=MONEY)

    plan = case.plan(flow("MY:freeze=1", "TH:arrest=1"))

    assert sorted(one.kind for one in plan.targets) == ["account", "person"]
    assert plan.figures["left"] == {"flow": 0}


def test_nobody_is_acted_on_through_whom_nothing_flows(case):
    fill(case.ledger, "A", links=[*MONEY, *held("person:idle", 7, "MY")])

    plan = case.plan(flow("MY:arrest=9", "TH:arrest=9", "AE:arrest=9"))

    assert plan.figures["left"] == {"flow": 0}
    assert len(plan.targets) == 1
    assert plan.left_out["person:idle"].startswith("no money on record")


def test_whoever_is_arrested_takes_along_what_he_alone_controls(case):
    two = [("HOLDS", "person:m1", account(5), {}), paid(account(2), account(5), 30), paid(account(5), account(9), 30)]  # fmt: skip
    fill(case.ledger, "A", links=[*MONEY, *two])

    plan = case.plan(flow("MY:arrest=1", must=("person:m1",)))

    assert plan.figures["before"] == {"flow": 190}
    assert plan.figures["left"] == {"flow": 60}


def test_an_account_of_two_stays_open_while_one_of_them_is_free(case):
    fill(case.ledger, "A", links=[*MONEY, ("HOLDS", "person:wife", account(3), {})])

    plan = case.plan(flow("MY:arrest=1", "MY:freeze=0", must=("person:m1",)))

    assert plan.figures["left"] == {"flow": 160}
    (one,) = case.plan(flow("MY:freeze=1", must=(account(3),))).targets
    assert one.reasons[-1] == "somebody who is no suspect holds it too"


@pytest.mark.parametrize("role", ["VICTIM_IN", "WITNESS_IN", "INFORMANT_IN", "PROTECTED_IN"])
def test_an_account_of_somebody_protected_is_never_a_target(case, role):
    shared = [("HOLDS", "person:v", account(3), {}), (role, "person:v", "casefile:v", {})]
    fill(case.ledger, "A", links=[*MONEY, *shared])

    plan = case.plan(flow("MY:freeze=3", "MY:block=3", "AE:block=3"))

    text = plan.to_json()
    assert account(3) not in {i for one in plan.targets for i in one.identifiers}
    assert "person:v" not in text
    with pytest.raises(InputError, match="no candidate"):
        case.plan(flow("MY:freeze=3", must=(account(3),)))


def test_money_through_a_victims_hands_is_not_counted(case):
    fill(case.ledger, "A", links=[*MONEY, ("VICTIM_IN", "person:m2", "casefile:v", {})])

    assert case.plan(flow("MY:freeze=1")).figures["before"] == {"flow": 100}


def test_planners_may_name_where_money_is_collected_and_for_whom(case):
    fill(case.ledger, "A", links=MONEY)

    plan = case.plan(flow("TH:arrest=1", flow_from=(account(2),), flow_to=(account(4),)))

    assert plan.figures["before"] == {"flow": 60}
    assert plan.figures["left"] == {"flow": 0}


def test_flow_and_worth_are_weighed_together_and_each_is_told(case):
    fill(case.ledger, "A", links=MONEY)
    both = (Objective("flow"), Objective("value", 5.0))

    plan = case.plan(flow("AE:arrest=1", "MY:arrest=1", objectives=both))

    assert plan.figures["left"].keys() == {"flow", "value"}
    assert plan.figures["left"]["flow"] == 0
    assert plan.figures["proved"]
    assert "person:boss" in chosen(plan)


@pytest.mark.parametrize(
    "links",
    [
        [],
        [*held("person:c1", 1, "MY", "CashCollector"), *held("person:x", 2)],
        [*held("person:c1", 1, "MY", "CashCollector"), *held("person:boss", 9, "AE", "Organiser")],
        [link for link in MONEY if "CashCollector" not in link[3].values()],
    ],
)
def test_where_nothing_flows_there_is_nothing_to_plan(case, links):
    fill(case.ledger, "A", links=links)

    with pytest.raises(InputError):
        case.plan(flow("MY:arrest=1"))


def test_flow_goes_with_worth_alone(case):
    fill(case.ledger, "A", links=MONEY)

    with pytest.raises(InputError, match="flow goes with value"):
        case.plan(flow("MY:arrest=1", objectives=(Objective("flow"), Objective("pairwise"))))


def test_a_plan_against_money_comes_back_and_knows_what_changed(case, tmp_path):
    fill(case.ledger, "A", links=MONEY)
    plan = case.plan(flow("MY:freeze=1"))
    path = tmp_path / "plan.json"
    path.write_text(plan.to_json(), encoding="utf-8")

    kept = read_plan(path)

    assert kept.targets == plan.targets
    assert case.plan_changes(kept) == []
    frozen = kept.targets[0].entity_id
    fill(case.ledger, "B", links=[("HOLDS", "person:w", frozen, {}), ("WITNESS_IN", "person:w", "casefile:w", {})])  # fmt: skip
    assert case.plan_changes(kept)[1] == (frozen, "may not be acted on any more, or no money passes here")  # fmt: skip
    with pytest.raises(InputError, match="any more"):
        case.plan_reasons(kept)


def test_a_board_shows_the_people_of_a_plan_against_money(case):
    fill(case.ledger, "A", links=MONEY)
    plan = case.plan(flow("MY:arrest=1", "TH:freeze=1", must=(account(4),)))
    assert {one.kind for one in plan.targets} == {"person", "account"}

    told = targeting_of(case, case.release(), plan.asked, plan)

    people = {one.entity_id: one.country for one in plan.targets if one.kind == "person"}
    assert told.targets == people
    assert {one.id for one in told.candidates} >= people.keys()
    assert told.plan["asked"] == plan.asked.to_dict()
    assert "<script" in case.board(plan=plan).html


def test_why_a_frozen_account_matters_is_told(case):
    fill(case.ledger, "A", links=MONEY)
    plan = case.plan(flow("MY:freeze=1"))

    (reason,) = case.plan_reasons(plan)

    assert reason.kept.value == 60
    assert reason.dropped.value == 160


def test_a_plan_against_money_leaves_like_any_other(case):
    fill(case.ledger, "A", links=MONEY, **OPEN)
    secret = [*held("person:m3", 6, "MY"), paid(account(1), account(6), 500), paid(account(6), account(9), 500)]  # fmt: skip
    fill(case.ledger, "B", links=secret, **SECRET)
    plan = case.plan(flow("MY:freeze=1"))

    made = released(case, plan)

    assert chosen(plan).keys() == {account(1)}
    assert made.figures["before"] == {"flow": 160}
    for trace in (account(6), "person:m3", "600", "500"):
        assert trace not in made.to_json()
    (one,) = json.loads(made.to_json())["targets"]
    assert one["kind"] == "account"
    assert one["originators"] == ["NZ/Police"]


@pytest.mark.parametrize("role", ["VICTIM_IN", "WITNESS_IN", "INFORMANT_IN"])
def test_an_account_that_somebody_protected_holds_in_secret_is_held_back(case, role):
    fill(case.ledger, "A", links=MONEY, **OPEN)
    plan = case.plan(flow("MY:freeze=1", must_not=(account(1),)))
    fill(case.ledger, "B", links=[("HOLDS", "person:v", account(3), {}), (role, "person:v", "casefile:v", {})], **SECRET)  # fmt: skip

    with pytest.raises(ReleaseError, match="held back"):
        released(case, plan, tell=["must_not"])


def test_people_leave_though_somebody_protected_shares_a_number_in_secret(case):
    fill(case.ledger, "A", links=MONEY, **OPEN)
    plan = case.plan(flow("MY:arrest=1", must_not=("person:c1",)))
    fill(case.ledger, "B", links=[("HOLDS", "person:v", account(3), {}), ("VICTIM_IN", "person:v", "casefile:v", {})], **SECRET)  # fmt: skip

    made = released(case, plan, tell=["must_not"])

    assert [one.entity_id for one in made.targets] == ["person:m1"]
    assert "person:v" not in made.to_json()


HELD = ("HOLDS", "person:v", account(1), {})


@pytest.mark.parametrize(
    ("seen", "withheld"),
    [
        ([HELD], [("VICTIM_IN", "person:v", "casefile:v", {})]),
        ([], [HELD, ("VICTIM_IN", "person:v", "casefile:v", {})]),
        ([HELD, ("INFORMANT_IN", "person:v", "casefile:v", {})], []),
    ],
)
def test_an_account_in_protected_hands_that_the_audience_does_not_see_holds_it_back(
    case, seen, withheld
):
    fill(case.ledger, "A", links=[*MONEY, *seen], **OPEN)
    plan = case.plan(flow("MY:freeze=1"))
    asked_for = flow("MY:freeze=1", must=(account(1),))
    fill(case.ledger, "B", links=[*withheld, paid(account(8), account(7), 1)], **SECRET)

    with pytest.raises(ReleaseError) as told:
        released(case, replace(plan, asked=asked_for), tell=["must"])
    assert "account" not in str(told.value)


def test_collection_points_stay_inside_unless_told(case):
    fill(case.ledger, "A", links=MONEY, **OPEN)
    plan = case.plan(flow("TH:freeze=1", flow_from=(account(2),)))

    assert released(case, plan).figures["before"] == {"flow": 160}
    told = released(case, plan, tell=["flow_from"])
    assert told.figures["before"] == {"flow": 60}
    assert told.asked["flow_from"] == (account(2),)


payments = st.lists(
    st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(1, 50)), max_size=12
)
marks = st.dictionaries(
    st.integers(1, 9), st.sampled_from(["VICTIM_IN", "WITNESS_IN", "INFORMANT_IN"]), max_size=3
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payments, marks, st.integers(0, 2), st.integers(0, 2))
def test_means_are_kept_to_and_nobody_protected_is_named(tmp_path_factory, told, roles, freeze, block):  # fmt: skip
    made = lg.create_case(tmp_path_factory.mktemp("f") / "case", jurisdiction="NZ", agency="Cell")
    people = [link for n in range(5, 9) for link in held(f"person:p{n}", n)]
    links = [*MONEY, *people, *(paid(account(a), account(b), v) for a, b, v in told if a != b)]
    hidden = {n: f"person:h{n}" for n in roles}
    for n, role in roles.items():
        links += [("HOLDS", hidden[n], account(n), {}), (role, hidden[n], "casefile:h", {})]
    fill(made.ledger, "A", links=links)
    try:
        plan = made.plan(flow(f"MY:freeze={freeze}", f"MY:block={block}"))
    except InputError:
        return
    finally:
        made.close()

    kinds = [one.kind for one in plan.targets]
    assert kinds.count("account") <= freeze
    assert kinds.count("link") <= block
    named = {i for one in plan.targets for i in (*one.identifiers, *one.holders)}
    assert named.isdisjoint({*hidden.values(), *map(account, roles)})
    assert plan.figures["left"]["flow"] <= plan.figures["before"]["flow"]


pieces = st.lists(
    st.tuples(st.sampled_from([OPEN, OPEN, SECRET]), st.sets(st.sampled_from(range(len(MONEY))))),
    min_size=1, max_size=3,
)  # fmt: skip


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces, st.sampled_from(["freeze", "arrest", "block"]))
def test_a_plan_against_money_leaves_no_trace_of_what_is_withheld(tmp_path_factory, told, resource):
    folder = tmp_path_factory.mktemp("f")
    whole, seen = (
        lg.create_case(folder / name, jurisdiction="NZ", agency="Cell", name="Kestrel")
        for name in ("whole", "seen")
    )
    for number, (marks_, chosen_) in enumerate([(OPEN, range(len(MONEY) - 2)), *told]):
        links = [MONEY[i] for i in sorted(chosen_)]
        cases = (whole, seen) if marks_ is OPEN else (whole,)
        for one in cases:
            fill(one.ledger, f"S{number}", links=links, **marks_)
    plan = asked_plan({"capacities": flow(f"MY:{resource}=1").capacities}, FLOW)

    one, two = outcome(whole, plan, []), outcome(seen, plan, [])

    assert isinstance(one, ReleaseError) or str(one) == str(two)
    for case in (whole, seen):
        case.close()
