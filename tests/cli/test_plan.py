"""``linkgraph plan`` on a case written as data."""

import csv
import io
import json
import os

import pytest

import linkgraph as lg
from linkgraph.cli import plan as cli_plan
from linkgraph.plan import Asked, JointPlan
from tests.builders import fill
from tests.case.test_flow_plans import MONEY
from tests.case.test_planning import CHAIN

MEANS = ["--capacity", "MY:arrest=1", "--capacity", "NZ:arrest=1", "--least-tie", "0.3"]


@pytest.fixture
def folder(tmp_path):
    case = lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell")
    fill(case.ledger, "A", links=CHAIN)
    case.close()
    return tmp_path / "case"


@pytest.fixture
def kept(call, folder, tmp_path):
    path = tmp_path / "plan.json"
    code, out, err = call("plan", "targets", *MEANS, "-c", folder, "-o", path, "-f", "csv", "--objective", "pairwise")  # fmt: skip
    assert code == 0, err
    return path, out, err


def test_targets_are_told_and_kept_for_their_owner_alone(kept):
    path, out, err = kept

    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["entity_id"], row["country"]) for row in rows] == [("person:s1", "MY"), ("person:s3", "NZ")]  # fmt: skip
    assert "pairwise: 0 left of 10" in err
    assert "proved" in err
    assert "Caution" in err
    told = json.loads(path.read_text(encoding="utf-8"))
    assert {"entity_id", "country", "lead", "support", "resource", "identifiers", "records"} <= told["targets"][0].keys()  # fmt: skip
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["plan.toml", "plan.xlsx", "plan", "json"])
def test_a_plan_is_not_kept_under_a_name_that_promises_another_form(call, folder, tmp_path, name):
    code, _, err = call("plan", "targets", *MEANS, "-c", folder, "-o", tmp_path / name)

    assert code == 2
    assert ".json" in err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(("hour", "said"), [("2020-01-01T00:00Z", True), ("2999-01-01T00:00Z", False)])  # fmt: skip
def test_a_zero_hour_that_has_passed_is_said(call, folder, hour, said):
    code, _, err = call("plan", "targets", *MEANS, "--zero-hour", hour, "-c", folder)

    assert code == 0, err
    assert ("the zero hour has passed" in err) is said


def test_what_is_left_on_average_is_told(call, folder):
    code, _, err = call("plan", "targets", *MEANS, "--success", "0.5", "--expected", "-c", folder)

    assert code == 0, err
    assert "left on average" in err
    assert "in the worst tenth of 1000 draws" in err


@pytest.mark.parametrize(("left", "said"), [(160.0, True), (60.0, False)])
def test_where_nothing_lessens_the_flow_the_reason_is_told(capsys, left, said):
    told = {"before": {"flow": 160.0}, "left": {"flow": left}, "bound": None, "note": "too large"}
    plan = JointPlan(asked=Asked(countries=("MY",), capacities=()), targets=(), figures=told, used=(),
                     left_out={}, kept_out={}, case="", made="")  # fmt: skip

    cli_plan._show(plan, "csv")

    assert ("lessens the flow" in capsys.readouterr().err) is said


def test_accounts_are_targets_of_a_plan_against_money(call, tmp_path):
    case = lg.create_case(tmp_path / "money", jurisdiction="NZ", agency="Joint cell")
    fill(case.ledger, "A", links=MONEY)
    case.close()
    path = tmp_path / "money.json"

    code, out, err = call("plan", "targets", "--objective", "flow", "--capacity", "MY:freeze=1", "-o", path, "-c", tmp_path / "money", "-f", "csv")  # fmt: skip

    assert code == 0, err
    (row,) = csv.DictReader(io.StringIO(out))
    assert (row["kind"], row["country"]) == ("account", "MY")
    assert "flow: 60 left of 160" in err
    for command in (["compare"], ["tip-off"], ["gaps"], ["check"]):
        assert call("plan", *command, path, "-c", tmp_path / "money")[0] == 0
    code, out, _ = call("plan", "explain", path, row["entity_id"], "-c", tmp_path / "money")
    assert code == 0
    assert "left without this target: 160 flow" in out


def test_a_plan_is_asked_for_as_another_was(call, kept, folder, tmp_path):
    path, _, _ = kept
    again = tmp_path / "again.json"

    assert call("plan", "targets", "--like", path, "-c", folder, "-o", again)[0] == 0
    one, other = (json.loads(p.read_text(encoding="utf-8")) for p in (path, again))
    assert one["targets"] == other["targets"]


def test_a_plan_is_checked_against_the_case_as_it_is_now(call, kept, folder):
    path, _, _ = kept
    assert call("plan", "check", path, "-c", folder) == (0, "", "Nothing has changed since the plan was made.\n")  # fmt: skip

    case = lg.open_case(folder)
    fill(case.ledger, "B", links=[("WITNESS_IN", "person:s3", "casefile:w", {})])
    case.close()
    code, out, _ = call("plan", "check", path, "-c", folder, "-f", "csv")

    assert code == 5
    assert "person:s3,is protected by a role now: never act" in out


def test_a_target_and_one_left_out_are_explained(call, kept, folder):
    path, _, _ = kept

    assert call("plan", "explain", path, "person:s1", "-c", folder)[1].partition(": ")[2].startswith("MY leads (residence)")  # fmt: skip
    assert call("plan", "explain", path, "person:s0", "-c", folder)[1] == "Not a target: MY:arrest is drawn on in full by others.\n"  # fmt: skip
    code, _, err = call("plan", "explain", path, "person:nobody", "-c", folder)
    assert code == 2
    assert "nobody" not in err.replace("nobody plans", "")


@pytest.mark.parametrize(
    "words",
    [
        ["--capacity", "NZ:arrest=-1"],
        ["--capacity", "XX:arrest=1"],
        [],
        [*MEANS, "--seconds", "0"],
        [*MEANS, "--zero-hour", "noon"],
        [*MEANS, "--must", "person:nobody"],
        [*MEANS, "--objective", "beauty"],
        ["--capacity", "TH:arrest=3"],
        [*MEANS, "--must", "person:s0", "--must", "person:s1"],
        [*MEANS, "--must", "person:s0", "--must-not", "person:s0"],
        [*MEANS, "--lift", "person:s0"],
        [*MEANS, "--success", "0"],
        [*MEANS, "--success", "person:s0=often"],
        [*MEANS, "--success", "person:nobody=0.5"],
        [*MEANS, "--objective", "flow"],
        [*MEANS, "--objective", "flow", "--objective", "pairwise"],
        [*MEANS, "--objective", "flow", "--flow-from", "person:s0", "--flow-to", "person:s1"],
    ],
)
def test_what_cannot_be_planned_ends_2_and_writes_nothing(call, folder, tmp_path, words):
    path = tmp_path / "plan.json"

    code, out, err = call("plan", "targets", *words, "-c", folder, "-o", path)

    assert code == 2
    assert out == ""
    assert err
    assert "person:s" not in err
    assert list(tmp_path.iterdir()) == [folder]


def test_an_empty_case_has_nobody_in_reach(call, tmp_path):
    lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell").close()

    code, _, err = call("plan", "targets", *MEANS, "-c", tmp_path / "case")

    assert code == 2
    assert "Traceback" not in err


def test_a_broken_file_is_no_plan(call, folder, tmp_path):
    path = tmp_path / "bad.json"
    path.write_text("{", encoding="utf-8")

    assert call("plan", "check", path, "-c", folder)[0] == 2
    assert call("plan", "targets", "--like", path, "-c", folder)[0] == 2


def test_joint_action_is_compared_with_acting_apart(call, kept, folder):
    code, out, err = call("plan", "compare", kept[0], "-c", folder, "-f", "csv")

    assert code == 0, err
    rows = {row["way"]: row for row in csv.DictReader(io.StringIO(out))}
    assert float(rows["all at one zero hour"]["left"]) == 0
    assert "each alone, on its own view" in rows
    assert all(float(row["pairwise"]) == float(row["left"]) for row in rows.values())
    assert "pairwise left after survivors add 0 to 6 ties: " in err
    assert "pairwise left then by the plan best after 6 of them: " in err
    assert "added" not in err


def test_each_end_is_told_of_every_way_to_act(call, folder, tmp_path):
    path = tmp_path / "two-ends.json"
    ends = ["--objective", "pairwise", "--objective", "largest"]
    call("plan", "targets", *MEANS, *ends, "-c", folder, "-o", path)

    _, out, err = call("plan", "compare", path, "-c", folder, "-f", "csv")

    before = json.loads(path.read_text(encoding="utf-8"))["figures"]["before"]
    assert before.keys() == {"pairwise", "largest"}
    for row in csv.DictReader(io.StringIO(out)):
        shares = sum(float(row[name]) / most for name, most in before.items())
        assert float(row["left"]) == pytest.approx(shares, abs=1e-3)
    assert "left: largest and pairwise, as shares of what there is now, weighed and added." in err
    assert "largest left after survivors add" in err


def test_who_is_warned_is_told(call, kept, folder):
    code, out, err = call("plan", "tip-off", kept[0], "--order", "NZ,MY", "--gap", "4000", "-c", folder, "-f", "csv")  # fmt: skip

    assert code == 0, err
    assert [row["entity_id"] for row in csv.DictReader(io.StringIO(out))] == ["person:s1"]
    assert "Caution" in err
    assert "Nobody is likely warned" not in err
    at_once = call("plan", "tip-off", kept[0], "--gap", "0", "-c", folder, "-f", "csv")
    assert "Nobody is likely warned by contacts on file." in at_once[2]
    assert call("plan", "tip-off", kept[0], "--order", "NZ,TH", "-c", folder)[0] == 2
    assert call("plan", "tip-off", kept[0], "--gap", "-1", "-c", folder)[0] == 2


def test_gaps_are_told(call, kept, folder):
    code, out, err = call("plan", "gaps", kept[0], "-c", folder, "-f", "csv")

    assert code == 0, err
    assert {row["entity_id"] for row in csv.DictReader(io.StringIO(out)) if row["what"] == "target"} == {"person:s1", "person:s3"}  # fmt: skip


def test_a_plan_is_released_to_an_audience_for_its_owner_to_hand_on(call, kept, folder, tmp_path):
    path = tmp_path / "for-malaysia.json"
    case = lg.open_case(folder)
    for row in case.ledger.sources():
        assert row.source.originator.country == "NZ"
    case.close()

    code, out, err = call("plan", "release", kept[0], "--to", "NZ", "-o", path, "-c", folder)

    assert code == 0, err
    assert out == f"{path}\n"
    assert "2 targets for NZ, 2 of them among the 2 of the plan" in err
    assert [one["entity_id"] for one in json.loads(path.read_text(encoding="utf-8"))["targets"]] == ["person:s1", "person:s3"]  # fmt: skip
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
    assert call("plan", "check", path, "-c", folder)[0] == 2


def test_a_release_that_is_held_back_ends_4_and_writes_nothing(call, kept, folder, tmp_path):
    path = tmp_path / "for-nz.json"
    case = lg.open_case(folder)
    fill(case.ledger, "B", links=[("VICTIM_IN", "person:s3", "casefile:w", {})], originator="LK/CID", handling="H3", tlp="RED")  # fmt: skip
    case.close()

    code, out, err = call("plan", "release", kept[0], "--to", "NZ", "-o", path, "-c", folder)

    assert (code, out) == (4, "")
    assert "held back" in err
    for trace in ("LK", "victim", "person:s"):
        assert trace not in err
    assert not path.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["--to", "Nowhere"],
        ["--to", "TH"],
        ["--to", "NZ", "--countries", "TH"],
        ["--to", "NZ", "--tell", "lifted"],
        [],
    ],
)
def test_what_cannot_be_released_ends_2_and_writes_nothing(call, kept, folder, tmp_path, words):
    path = tmp_path / "out.json"

    assert call("plan", "release", kept[0], *words, "-o", path, "-c", folder)[0] == 2
    assert not path.exists()


def test_a_plan_is_not_kept_where_no_folder_is(call, folder, tmp_path):
    path = tmp_path / "none" / "plan.json"

    code, _, err = call("plan", "targets", *MEANS, "-c", folder, "-o", path)

    assert code == 2
    assert "Traceback" not in err


def test_actions_of_other_agencies_that_come_close_are_told(call, folder, tmp_path):
    path = tmp_path / "plan.json"
    words = ["--zero-hour", "2026-12-04T21:00Z", "--objective", "pairwise"]
    assert call("plan", "targets", *MEANS, *words, "-c", folder, "-o", path)[0] == 0
    with lg.open_case(folder) as case:
        fill(
            case.ledger, "TH", originator="TH/Police",
            entities=[("action:1", {"at": "2026-12-06T21:00:00Z"}),
                      ("action:2", {"at": "2026-12-05T21:00:00Z"}),
                      ("action:3", {"at": "2026-12-05T21:00:00Z"}),
                      ("action:4", {"at": "2026-11-01T00:00:00Z", "until": "2026-12-31T00:00:00Z"})],
            links=[("CONCERNS", "action:1", "person:s1", {}),
                   ("LOCATED_AT", "action:2", "location:pier", {}),
                   ("LOCATED_AT", "person:s3", "location:pier", {}),
                   ("CONCERNS", "action:3", "person:nobody", {}),
                   ("CONCERNS", "action:4", "person:s3", {})],
        )  # fmt: skip

    code, out, err = call("plan", "deconflict", path, "-c", folder, "-f", "csv")

    assert code == 0
    rows = [(r["entity_id"], r["agency"], r["action_id"], r["close_in"], r["hours"]) for r in csv.DictReader(io.StringIO(out))]  # fmt: skip
    assert rows == [
        ("person:s3", "TH/Police", "action:4", "subject, time", "0.0"),
        ("person:s1", "TH/Police", "action:1", "subject, time", "48.0"),
        ("person:s3", "TH/Police", "action:2", "place, time", "24.0"),
    ]
    assert "is not seen" in err
    assert call("plan", "deconflict", path, "--within", "12", "-c", folder, "-f", "csv")[1].count("\n") == 3  # fmt: skip
