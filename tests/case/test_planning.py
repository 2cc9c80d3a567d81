"""Plans of cases written as data, and of the made-up case of six countries."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import linkgraph as lg
from linkgraph.case import planning
from linkgraph.errors import InputError, PlanError
from linkgraph.ledger import Judgement
from linkgraph.plan import Asked, Objective, capacities_of, read_plan
from linkgraph.plan.problem import Problem, Tie
from tests.builders import fill
from tests.views.test_board import data_of
from tests.views.test_columns import ids_of

KESTREL = Path(__file__).resolve().parents[3] / "shared" / "data" / "kestrel"
S = [f"person:s{n}" for n in range(6)]


def suspect(one, country="MY", n=0):
    number = f"phone:+6510{n}"
    return [
        ("SUSPECT_IN", one, "casefile:c", {}),
        ("USES", one, number, {}),
        ("RESIDES_IN", one, f"country:{country}", {}),
    ]


def calls(one, other, times=30):
    return [
        ("CALLED", one, other, {"at": f"2026-01-{1 + n % 28:02d}T0{n % 9}:00:00Z"})
        for n in range(times)
    ]  # fmt: skip


def phone(n):
    return f"phone:+6510{n}"


# A chain of suspects, each tied to the next, the middle ones in two countries.
CHAIN = [
    *(link for n, one in enumerate(S[:5]) for link in suspect(one, "MY" if n < 3 else "NZ", n)),
    *(link for n in range(4) for link in calls(phone(n), phone(n + 1))),
]


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell")
    yield made
    made.close()


def asked(*means, **told):
    capacities = capacities_of(means or ("MY:arrest=1", "NZ:arrest=1"))
    given_ = {"objectives": (Objective("pairwise"),), "seconds": 20.0, "least_tie": 0.3} | told
    return Asked(
        countries=tuple(dict.fromkeys(one.country for one in capacities)),
        capacities=capacities,
        **given_,
    )


def chosen(plan):
    return {one.entity_id: one.country for one in plan.targets}


@pytest.mark.parametrize(("people", "rounds"), [(2, 1), (250, 1), (251, 6), (600, 6), (601, 1)])
def test_a_network_that_is_not_proved_at_once_is_searched_more_than_once(
    monkeypatch, people, rounds
):
    ties = tuple(Tie(f"n{n}", f"n{n + 1}") for n in range(people - 1))
    nodes = tuple(f"n{n}" for n in range(people + 9))
    problem = Problem(nodes=nodes, ties=ties, candidates=())
    seen = []

    def solved(_, how, __):
        seen.append(how.rounds)
        return "a plan"

    monkeypatch.setattr(planning, "solve", solved)

    assert planning.planned(problem, asked()) == ("a plan", {})
    assert seen == [rounds]


def test_each_country_acts_within_its_means_where_it_has_reach(case):
    fill(case.ledger, "A", links=CHAIN)

    plan = case.plan(asked())

    assert sorted(chosen(plan).values()) == ["MY", "NZ"]
    assert chosen(plan) == {"person:s1": "MY", "person:s3": "NZ"}
    assert plan.figures["left"] == {"pairwise": 0}
    assert plan.figures["proved"]


def test_a_target_tells_its_records_identifiers_and_basis(case):
    fill(case.ledger, "A", links=CHAIN)

    (one, _) = case.plan(asked()).targets

    assert one.identifiers == (phone(1),)
    assert one.basis == ("residence",)
    assert one.resource == {"arrest": 1}
    assert {file for file, _ in one.records} == {"A.csv"}
    assert one.sources == (case.ledger.sources()[0].source.id,)


def test_a_victim_is_no_target_whatever_else_files_say(case):
    fill(case.ledger, "A", links=CHAIN)
    fill(case.ledger, "B", links=[("VICTIM_IN", "person:s1", "casefile:v", {})])

    plan = case.plan(asked())

    assert "person:s1" not in plan.to_json()
    assert plan.kept_out == {"victim": 1}
    with pytest.raises(InputError, match="protected by a role"):
        case.plan(asked(must=("person:s1",)))
    with pytest.raises(InputError, match="protected by a role"):
        case.plan(asked(must=("person:s1",), lifted={"person:s1": "no"}))


def test_a_possible_match_of_a_victim_is_no_target_until_a_person_decides(case):
    fill(case.ledger, "A", links=CHAIN)
    fill(case.ledger, "B", links=[("VICTIM_IN", "person:v", "casefile:v", {})])
    case.decide("person:s1", "person:v", "unsure", why="alike")

    assert "person:s1" not in chosen(case.plan(asked()))

    case.decide("person:s1", "person:v", "different", why="met both")

    assert "person:s1" in chosen(case.plan(asked()))


def test_a_witness_is_a_target_only_where_a_person_lifts_that_on_record(case):
    fill(case.ledger, "A", links=CHAIN)
    fill(case.ledger, "B", links=[("WITNESS_IN", "person:s1", "casefile:w", {})])

    assert "person:s1" not in chosen(case.plan(asked()))

    plan = case.plan(asked(lifted={"person:s1": "leads the syndicate"}))

    assert "person:s1" in chosen(plan)
    last = case.ledger.history()[-1]
    assert (last.action, last.reason) == ("lifted", "leads the syndicate")


@pytest.mark.parametrize("role", ["INFORMANT_IN", "PROTECTED_IN"])
def test_informants_and_protected_people_cannot_be_lifted(case, role):
    fill(case.ledger, "A", links=CHAIN)
    fill(case.ledger, "B", links=[(role, "person:s1", "casefile:w", {})])

    with pytest.raises(InputError, match="no witness"):
        case.plan(asked(lifted={"person:s1": "no"}))
    assert "person:s1" not in chosen(case.plan(asked()))


@pytest.mark.parametrize("one", ["person:s2", "person:nobody", "phone:+65100"])
def test_nobody_is_put_back_whom_nothing_keeps_out(case, one):
    fill(case.ledger, "A", links=CHAIN)
    before = len(case.ledger.history())

    with pytest.raises(InputError, match="no witness"):
        case.plan(asked(lifted={one: "as agreed"}))

    assert len(case.ledger.history()) == before


@pytest.mark.parametrize("means", ["MY:arest=1", "MY:arrests=1", "MY:team=1"])
def test_means_that_acting_does_not_take_are_refused(case, means):
    fill(case.ledger, "A", links=CHAIN)

    with pytest.raises(InputError, match="none that acting takes"):
        case.plan(asked("NZ:arrest=1", means))


@pytest.mark.parametrize("means", ["MY:warrant=1", "MY:freeze=1", "MY:block=1"])
def test_arrests_are_never_without_limit_for_want_of_a_word(case, means):
    fill(case.ledger, "A", links=CHAIN)

    with pytest.raises(InputError, match="means to arrest"):
        case.plan(asked(means))


def test_ends_of_a_flow_that_nobody_asked_for_are_refused(case):
    fill(case.ledger, "A", links=CHAIN)

    with pytest.raises(InputError, match="flow is not asked for"):
        case.plan(asked(flow_from=("person:s1",)))


def test_nobody_is_a_candidate_whom_no_file_names_as_a_suspect(case):
    fill(case.ledger, "A", links=[*CHAIN, *calls(phone(1), "phone:+64999"), ("USES", "person:x", "phone:+64999", {})])  # fmt: skip

    assert "person:x" not in case.plan(asked()).left_out
    with pytest.raises(InputError, match="no candidate"):
        case.plan(asked(must=("person:x",)))


def test_who_is_left_out_is_told_why(case):
    fill(case.ledger, "A", links=[*CHAIN, *suspect("person:s5", "TH", 5)])

    out = case.plan(asked(must_not=("person:s0",))).left_out

    assert out["person:s5"] == "no reach or no means in the countries that take part"
    assert out["person:s2"] == "MY:arrest is drawn on in full by others"
    assert out["person:s0"] == "must not"


def test_limits_that_clash_are_named(case):
    fill(case.ledger, "A", links=CHAIN)

    with pytest.raises(PlanError, match="must clashes with MY:arrest"):
        case.plan(asked(must=("person:s0", "person:s1", "person:s2")))


def test_a_warrant_is_spent_only_where_none_is_out(case):
    links = [*CHAIN, ("WANTED_BY", "person:s1", "country:MY", {})]
    fill(case.ledger, "A", links=links)
    means = ("MY:arrest=1", "MY:warrant=0", "NZ:arrest=1", "NZ:warrant=1")

    plan = case.plan(asked(*means))

    assert {one.entity_id: dict(one.resource) for one in plan.targets} == {
        "person:s1": {"arrest": 1}, "person:s3": {"arrest": 1, "warrant": 1},
    }  # fmt: skip


def test_planners_may_say_where_somebody_is_and_what_he_weighs(case):
    fill(case.ledger, "A", links=CHAIN)
    value = (Objective("value"),)

    plan = case.plan(
        asked("NZ:arrest=1", reach={"person:s0": ("NZ",)}, worth={"person:s0": 0.9}, objectives=value)
    )  # fmt: skip

    assert chosen(plan) == {"person:s0": "NZ"}
    assert plan.targets[0].basis == ("planner",)


def test_weight_is_told_by_warrants_agencies_leadership_and_money_that_stays(case):
    paid = {"amount_minor": 500_000, "currency": "MYR", "at": "2026-01-01T00:00:00Z"}
    money = [
        ("HOLDS", "person:s0", "account:0", {}), ("HOLDS", "person:s1", "account:1", {}),
        ("PAID", "account:1", "account:0", paid),
    ]  # fmt: skip
    fill(case.ledger, "A", links=[*CHAIN, *money, ("WANTED_BY", "person:s2", "country:MY", {})])
    fill(case.ledger, "B", links=[("SUSPECT_IN", "person:s1", "casefile:b", {})])

    plan = case.plan(asked("MY:arrest=3", "NZ:arrest=2"))
    reasons = {one.entity_id: one.reasons for one in plan.targets}

    assert reasons.get("person:s0", ("money of the network stays with the person",)) == (
        "money of the network stays with the person",
    )
    assert all("person:" not in words for told in reasons.values() for words in told)


def test_an_organiser_outweighs_who_only_carries(case):
    led = [link for link in CHAIN if link[:2] != ("SUSPECT_IN", "person:s0")]
    organiser = ("SUSPECT_IN", "person:s0", "casefile:c", {"role_in_process": "Organiser"})
    mule = ("SUSPECT_IN", "person:s2", "casefile:m", {"role_in_process": "MoneyMule"})
    fill(case.ledger, "A", links=[*led, organiser, mule])

    plan = case.plan(asked("MY:arrest=1", objectives=(Objective("value"),)))

    assert chosen(plan) == {"person:s0": "MY"}
    assert plan.targets[0].reasons == ("a file names the part: Organiser",)


def test_a_chain_of_parts_is_broken_where_that_takes_one(case):
    parts = ["RecruiterOrIntermediary", "Transporter", "Harbourer", "ScamOperator", "MoneyMule"]
    links = [link for link in CHAIN if link[0] != "SUSPECT_IN"]
    named = [
        ("SUSPECT_IN", one, "casefile:c", {"role_in_process": part})
        for one, part in zip(S, parts, strict=False)
    ]
    fill(case.ledger, "A", links=[*links, *named])

    plan = case.plan(asked("MY:arrest=1", objectives=(Objective("roles"),)))

    assert plan.figures["before"] == {"roles": 1}
    assert plan.figures["left"] == {"roles": 0}


def test_flow_is_refused_until_its_ends_are_named(case):
    fill(case.ledger, "A", links=CHAIN)

    with pytest.raises(InputError, match="flow"):
        case.plan(asked(objectives=(Objective("flow"),)))


def test_targets_that_may_be_one_person_are_told(case):
    fill(case.ledger, "A", links=CHAIN)
    case.decide("person:s1", "person:s3", "unsure", why="alike")

    plan = case.plan(asked())

    assert plan.effects == {"possibly_one_person": [["person:s1", "person:s3"]]}

    case.ledger.judge_all(
        [Judgement("person:s1", "person:s3", "unsure", 0.9, "ready", ("name_only",), "ready")],
        who="ada",
    )
    case.decide("person:s1", "person:s3", "different", why="two faces")
    assert case.plan(asked()).effects == {"possibly_one_person": []}, "a person's word ends it"


def test_a_plan_comes_back_from_its_file_and_knows_what_changed(case, tmp_path):
    fill(case.ledger, "A", links=CHAIN)
    plan = case.plan(asked())
    path = tmp_path / "plan.json"
    path.write_text(plan.to_json(), encoding="utf-8")

    kept = read_plan(path)

    assert kept.targets == plan.targets
    assert kept.asked == plan.asked
    assert case.plan_changes(kept) == []

    fill(case.ledger, "B", links=[("VICTIM_IN", "person:s1", "casefile:v", {})])

    assert case.plan_changes(kept) == [
        ("", "the case has changed since the plan was made"),
        ("person:s1", "is protected by a role now: never act"),
    ]


def test_a_plan_is_told_of_withdrawn_sources(case):
    source = fill(case.ledger, "A", links=CHAIN).id
    plan = case.plan(asked())
    case.withdraw(source, reason="the originator asks")

    assert {words for _, words in case.plan_changes(plan)} == {
        "the case has changed since the plan was made",
        "no file in force names a suspect here any more",
    }


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"linkgraph_plan": 2}', '{"linkgraph_plan": 1}', "\x00", '{"linkgraph_plan": 1, "asked": {}, "targets": 3}'])  # fmt: skip
def test_a_file_that_is_no_plan_is_refused_by_its_name(tmp_path, text):
    path = tmp_path / "plan.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InputError):
        read_plan(path)


def test_a_plan_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="read"):
        read_plan(tmp_path / "none.json")


def test_an_earlier_plan_is_never_worsened(case):
    fill(case.ledger, "A", links=CHAIN)
    first = case.plan(asked(seconds=1.0))

    assert case.plan(asked(), [first]).figures["value"] <= first.figures["value"]


def test_frames_hold_a_row_a_target(case):
    fill(case.ledger, "A", links=CHAIN)

    frame = case.plan(asked()).to_pandas()

    assert frame["country"].tolist() == ["MY", "NZ"]


def test_what_is_left_on_average_is_told_where_actions_may_fail(case):
    fill(case.ledger, "A", links=CHAIN)

    sure = case.plan(asked())
    risky = case.plan(asked(success={"": 0.5}))

    assert "outlook" not in sure.effects
    told = risky.effects["outlook"]
    assert risky.figures["value"] == told["certain"] == 0
    assert 0 < told["expected"] < told["worst_tenth"] <= 10


def test_a_plan_may_aim_at_what_is_left_on_average(case):
    fill(case.ledger, "A", links=CHAIN)
    chances = {"person:s1": 0.1, "person:s3": 0.1}

    risky = case.plan(asked(success=chances))
    prudent = case.plan(asked(success=chances, expected=True))

    assert prudent.effects["outlook"]["expected"] < risky.effects["outlook"]["expected"]
    assert prudent.figures["value"] > risky.figures["value"]
    assert prudent.figures["bound"] == risky.figures["bound"]
    assert not prudent.figures["proved"]
    assert {u["country"]: u["used"] for u in prudent.used} == {"MY": 1, "NZ": 1}


roles = st.sampled_from([None, None, "VICTIM_IN", "WITNESS_IN", "INFORMANT_IN", "PROTECTED_IN"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.lists(roles, min_size=5, max_size=5), st.integers(0, 3), st.integers(0, 3))
def test_nobody_whom_a_role_protects_stands_anywhere_in_a_plan(tmp_path_factory, told, my, nz):
    made = lg.create_case(tmp_path_factory.mktemp("p") / "case", jurisdiction="NZ", agency="Cell")
    marks = [(role, one, "casefile:r", {}) for one, role in zip(S, told, strict=False) if role]
    fill(made.ledger, "A", links=[*CHAIN, *marks])
    try:
        plan = made.plan(asked(f"MY:arrest={my}", f"NZ:arrest={nz}"))
    except InputError:
        return
    finally:
        made.close()

    hidden = {one for one, role in zip(S, told, strict=False) if role}
    assert not hidden & {*chosen(plan), *plan.left_out}
    assert sum(country == "MY" for country in chosen(plan).values()) <= my
    assert sum(country == "NZ" for country in chosen(plan).values()) <= nz


@pytest.mark.skipif(not KESTREL.is_dir(), reason="the made-up case of six countries is not here")
def test_the_plan_of_the_made_up_case_targets_members_and_no_victim(tmp_path):
    import sys

    sys.path.insert(0, str(KESTREL))
    import score

    made = lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell")
    for path in sorted((KESTREL / "exports").glob("*/*")):
        if not path.name.endswith(".source.json") and path.suffix != ".md":
            made.import_file(path)
    made.resolve()
    means = [f"{country}:arrest=3" for country in ("NZ", "MY", "TH", "VN", "ID")]
    capacities = capacities_of(means)
    plan = made.plan(Asked(countries=tuple(c.country for c in capacities), capacities=capacities))
    made.close()
    truth = score.load_truth(KESTREL / "truth")
    rows = []
    for one in json.loads(plan.to_json())["targets"]:
        told = [r for at in one["records"] for r in truth.places.get((at["file"], at["locator"]), [])]  # fmt: skip
        listed = json.dumps([*told, *one["identifiers"]])
        rows.append((score._entity(truth, {"identifiers": listed}), one["country"]))
    figures = score.score_targets(truth, rows)

    assert figures["targets"] >= 12
    assert figures["member_share"] >= 0.8
    assert figures["safe"] == 1
    assert figures["reachable_share"] >= 0.8


def test_who_must_not_be_acted_on_stays_so_under_an_id_that_was_merged_away(case):
    fill(case.ledger, "A", links=[*CHAIN, *suspect("person:a0", "MY", 7)])
    case.decide("person:a0", "person:s1", "same", why="one face")
    assert case.entity_of("person:s1") == "person:a0"

    plan = case.plan(asked(must_not=("person:s1",)))

    assert plan.asked.must_not == ("person:a0",)
    assert "person:a0" not in {one.entity_id for one in plan.targets}
    led = case.plan(asked(must=("person:s1",), worth={"person:s1": 0.4, "person:a0": 0.6}))
    assert "person:a0" in {one.entity_id for one in led.targets}
    assert led.asked.worth == {"person:a0": 0.6}
    assert case.plan_reasons(led)


def test_an_id_that_nobody_has_spares_nobody_and_is_refused(case):
    fill(case.ledger, "A", links=CHAIN)

    with pytest.raises(InputError, match="not in the case") as told:
        case.plan(asked(must_not=("person:typo",)))

    assert "typo" not in str(told.value)
    assert case.plan(asked(must_not=("casefile:c",))).targets


def test_a_plan_as_the_last_expression_draws_the_network_around_its_targets(case):
    fill(case.ledger, "A", links=CHAIN)

    plan = case.plan(asked())
    bundle = plan._repr_mimebundle_()

    assert bundle["text/plain"].startswith("2 targets in 2 countries; ")
    data = data_of(plan.draw())
    chosen = {ids_of(data["entities"]["id"])[n] for n in data["selected"]}
    assert chosen == {one.entity_id for one in plan.targets}
    assert "<iframe sandbox=" in bundle["text/html"]
    assert json.loads(plan.to_json()).keys().isdisjoint({"draw"})


def test_a_plan_read_from_a_file_shows_its_targets_as_a_table(case, tmp_path):
    fill(case.ledger, "A", links=CHAIN)
    plan = case.plan(asked())
    (tmp_path / "plan.json").write_text(plan.to_json(), encoding="utf-8")

    read = read_plan(tmp_path / "plan.json")

    assert read == plan
    assert plan.targets[0].entity_id in read._repr_mimebundle_()["text/html"]
    assert "<iframe" not in read._repr_mimebundle_()["text/html"]
