"""Targeting on a board: what it counts is what Python counts, what it saves `plan check` reads."""

import json
import random

import pytest
from playwright.sync_api import expect

import linkgraph as lg
from linkgraph.case.problems import pose
from linkgraph.case.targeting import targeting_of
from linkgraph.plan import read_plan
from linkgraph.plan.effect import gauge_of
from tests.browser.pages import Opened, axe_violations, picture, saved, show_pane
from tests.builders import fill
from tests.case.test_planning import CHAIN, S, asked
from tests.cli.conftest import call  # noqa: F401 - a fixture
from tests.views.releases import case_of

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(chromium_page, tmp_path):
    return Opened(chromium_page, tmp_path)


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell")
    fill(made.ledger, "A", links=[*CHAIN, ("VICTIM_IN", S[5], "casefile:c", {}), ("SUSPECT_IN", S[5], "casefile:c", {})])  # fmt: skip
    yield made
    made.close()


def left(page):
    told = [page.locator(f"#left-{name}").text_content() for name in ("parts", "largest", "pairs")]
    return [int(one.replace(",", "")) for one in told]


def mark(page, one, country):
    caption = f"Person {one[-6:]}"
    page.locator("#targets tr", has_text=caption).locator("select").select_option(country)


def test_a_plan_goes_to_the_board_is_changed_there_and_checked(opened, case, call):  # noqa: F811
    plan = case.plan(asked())
    page = opened.open(case.board(plan=plan))
    assert left(page)[2] == plan.figures["left"]["pairwise"] == 0

    page.get_by_role("button", name="Unmark all").click()
    assert left(page) == [1, 5, 10]
    mark(page, S[2], "MY")
    mark(page, S[0], "MY")
    expect(page.locator('.mean[data-country="MY"]')).to_contain_text("too many")
    expect(page.locator("#compared")).to_contain_text("Taken out: Person son:s1, Person son:s3")
    page.fill("#zero-hour", "2026-12-04T21:00Z")
    page.press("#zero-hour", "Enter")
    expect(page.locator("#targets .times")).to_contain_text("MY Sat, 05 Dec 2026, 05:00")
    file = saved(page, "#save-plan")

    kept = read_plan(file)
    assert {(one.entity_id, one.country) for one in kept.targets} == {(S[0], "MY"), (S[2], "MY")}
    assert kept.asked.zero_hour.isoformat() == "2026-12-04T21:00:00+00:00"
    assert call("plan", "check", file, "-c", case.folder)[0] == 0
    assert opened.trouble == []


def test_what_is_left_is_what_a_plan_says_is_left(opened, case):
    told = asked("MY:arrest=5", "NZ:arrest=5")
    page = opened.open(case.board(asked=told))
    gauge = gauge_of(pose(case.ground(), told).problem)
    rng = random.Random(3)  # noqa: S311
    for _ in range(4):
        chosen = rng.sample(S[:5], rng.randint(0, 4))
        page.get_by_role("button", name="Unmark all").click()
        for one in chosen:
            mark(page, one, "MY" if int(one[-1]) < 3 else "NZ")
        figures = gauge.left(chosen).figures
        assert left(page)[2] == figures["pairwise"]


def test_nobody_protected_can_be_marked(opened, case):
    page = opened.open(case.board(asked=asked()))

    assert page.locator("#targets select").count() == 5
    expect(page.locator("#targets .forbidden summary")).to_contain_text("1")
    made = case.release()
    assert S[5] not in {one.id for one in targeting_of(case, made, asked()).candidates}


def test_a_loaded_plan_is_marked_and_one_of_strangers_is_told(opened, case, tmp_path):
    plan = case.plan(asked())
    page = opened.open(case.board(asked=asked()))
    file = tmp_path / "plan.json"
    told = json.loads(plan.to_json())
    told["targets"].append(told["targets"][0] | {"entity_id": "person:stranger"})
    file.write_text(json.dumps(told), encoding="utf-8")

    page.set_input_files("#load-plan", file)

    expect(page.locator("#targets .warn[role=status]")).to_contain_text("1 target of this plan")
    assert left(page)[2] == 0
    file.write_text("{", encoding="utf-8")
    page.set_input_files("#load-plan", file)
    expect(page.locator("#targets .warn[role=status]")).to_contain_text("cannot be read")


def test_the_network_is_tinted_by_what_a_loaded_plan_leaves(opened, case, tmp_path):
    file = tmp_path / "plan.json"
    file.write_text(case.plan(asked()).to_json(), encoding="utf-8")
    page = opened.open(case.board(asked=asked()))
    page.click("#targeting")
    page.set_input_files("#load-plan", file)
    expect(page.locator("#targets .warn[role=status]")).to_contain_text("loaded")

    loaded = picture(page)
    # To leave the mode and come back reckons everything anew.
    page.click("#targeting")
    page.click("#targeting")

    assert picture(page) == loaded


def test_a_plan_file_marks_nobody_for_a_country_that_cannot_act(opened, case, tmp_path):
    page = opened.open(case.board(asked=asked()))
    file = tmp_path / "plan.json"
    told = json.loads(case.plan(asked()).to_json())
    odd = ["constructor", "__proto__", "toString", "", None, ["MY"], "FR"]
    told["targets"] = [None, 3, *({"entity_id": S[0], "country": one} for one in odd)]
    told["asked"]["zero_hour"] = "2026-02-31T10:00+00:00"
    file.write_text(json.dumps(told), encoding="utf-8")

    page.set_input_files("#load-plan", file)

    expect(page.locator("#targets .warn[role=status]")).to_contain_text("9 targets of this plan")
    assert left(page) == [1, 5, 10]
    assert page.input_value("#zero-hour") == ""
    assert opened.trouble == []


@pytest.mark.parametrize("odd", ["2026-02-31T10:00Z", "2026-12-04T24:00Z", "2026-12-04T21:00"])
def test_a_zero_hour_that_no_calendar_has_is_refused(opened, case, odd):
    page = opened.open(case.board(asked=asked()))
    page.fill("#zero-hour", odd)
    page.press("#zero-hour", "Enter")

    expect(page.locator("#targets .warn[role=status]")).to_contain_text("A zero hour is")
    expect(page.locator("#targets .times")).to_contain_text("Not set")


def test_the_mode_shows_parts_and_whom_a_warning_reaches(opened, case):
    page = opened.open(case.board(asked=asked()))
    page.click("#targeting")
    mark(page, S[1], "MY")

    expect(page.locator("#targets")).to_contain_text("Would be warned and is not acted on: 2")
    assert page.get_attribute("#targeting", "aria-pressed") == "true"
    assert axe_violations(page) == []
    page.click("#undo")
    assert left(page) == [1, 5, 10]


def test_a_release_without_a_plan_can_be_tried_out_too(opened):
    page = opened.board(case_of(200))
    show_pane(page, "targets")
    before = left(page)

    page.locator("#targets select").first.select_option(index=1)

    assert left(page) != before
    assert page.locator("#save-plan").count() == 0
