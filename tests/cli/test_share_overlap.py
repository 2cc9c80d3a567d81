"""``linkgraph share overlap`` between two case folders."""

import json

import pytest

from linkgraph.case import open_case
from tests.builders import fill
from tests.partners import acquaint, agency

OWN = {"NZ": "+64211234567", "MY": "+60199999999"}


@pytest.fixture
def folders(tmp_path, monkeypatch):
    monkeypatch.setenv("LINKGRAPH_KEYS", str(tmp_path / "keys"))
    cases = [agency(tmp_path, name) for name in ("NZ/Police", "MY/Police")]
    for case, other in zip(cases, reversed(cases), strict=True):
        acquaint(case, other)
        fill(case.ledger, "S", originator=str(case.own), handling="H1", tlp="GREEN",
             releasable_to=[other.own.country],
             entities=[(f"phone:{one}", {"number": one})
                       for one in ("+60123456789", OWN[case.own.country])])  # fmt: skip
    for case in cases:
        case.close()
    return [case.folder for case in cases]


def test_the_four_steps_end_in_a_draft_on_both_sides(call, folders, tmp_path):
    nz, my = folders
    q, a, h = (tmp_path / name for name in "qah")

    steps = [
        call("share", "overlap", "ask", "--to", "MY/Police", "-o", q, "-c", nz),
        call("share", "overlap", "answer", q, "-o", a, "-c", my),
        call("share", "overlap", "open", a, "-o", h, "-c", nz, "-f", "jsonl"),
        call("share", "overlap", "note", h, "-c", my, "-f", "jsonl"),
    ]

    assert [code for code, _, _ in steps] == [0, 0, 0, 0]
    for _, out, err in steps[2:]:
        assert json.loads(out) == {"identifier": "phone:+60123456789"}
        assert "1 of 2 identifier(s) in common; enquiry ovl-" in err
    for folder in folders:
        with open_case(folder) as case:
            assert len(case.enquiries()) == 1


def test_a_method_that_leaks_says_so_and_asks_nothing(call, folders, tmp_path):
    code, _, err = call("share", "overlap", "ask", "--to", "MY/Police", "--method", "keyed",
                        "-o", tmp_path / "q", "-c", folders[0])  # fmt: skip

    assert code == 2
    assert "--accept-leak" in err
    assert not (tmp_path / "q").exists()


def test_an_answer_to_nothing_has_the_exit_code_of_packages(call, folders, tmp_path):
    (tmp_path / "a").write_bytes(b"nothing")

    code, _, _ = call("share", "overlap", "open", tmp_path / "a", "-o", tmp_path / "h", "-c", folders[0])  # fmt: skip

    assert code == 6
    assert not (tmp_path / "h").exists()


def test_what_holds_an_answer_back_is_shown_inside_with_the_remedy(call, folders, tmp_path):
    nz, my = folders
    q, a = (tmp_path / name for name in "qa")
    call("share", "overlap", "ask", "--to", "MY/Police", "-o", q, "-c", nz)
    phone = f"phone:{OWN['MY']}"
    with open_case(my) as case:
        fill(case.ledger, "W", originator="LK/CID", links=[
            ("USES", "person:w", phone, {}), ("WITNESS_IN", "person:w", "casefile:c", {})])  # fmt: skip

    code, _, err = call("share", "overlap", "answer", q, "-o", a, "-c", my)
    told = call("share", "overlap", "check", "--to", "NZ/Police", "-c", my, "-f", "jsonl")

    assert (code, a.exists()) == (4, False)
    assert "share overlap check --to" in err
    assert phone not in err
    row = json.loads(told[1])
    assert (row["identifier"], row["of"], row["originators"]) == (phone, "person:w", "LK/CID")
    assert call("share", "overlap", "check", "--to", "NZ/Police", "--kinds", "accounts", "-c", my)[1] == ""  # fmt: skip
