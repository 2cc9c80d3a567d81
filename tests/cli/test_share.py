"""Packages by command, between two agencies' case folders."""

import json
from dataclasses import replace

import pytest

from linkgraph.case import Case, create_case, open_case
from linkgraph.case.receiving import Arrived
from linkgraph.ledger import Taken
from tests.builders import fill
from tests.partners import CHAIN, OPEN
from tests.period.periods import MEMORANDUM, PERIOD, a_focal_point, a_plan, enter

BASIS = """
reference = "JPA-2026/1"
purpose = "disrupt the syndicate"
subjects = ["person:s1"]
[[legal_basis]]
name = "MoU of 2024"
parties = ["NZ", "MY"]
"""
UNTIL = ("--expires", "2099-12-31")
SEEN = {"handling": "H1", "tlp": "GREEN", "releasable_to": ["MY", "NZ"]}


@pytest.fixture
def two(tmp_path, keys, call):
    """Folders of a case of NZ/Police with a source for MY, and of MY/PDRM; keys known to each other."""
    folders = {}
    for name in ("NZ/Police", "MY/PDRM"):
        folder = folders[name] = tmp_path / name[:2].lower()
        with create_case(folder, jurisdiction=name[:2], agency=name[3:]) as case:
            if name[:2] == "NZ":
                fill(case.ledger, "A", links=CHAIN, entities=[("person:s1", {"names": ["Somchai"]})], **OPEN)  # fmt: skip
        _, out, _ = call("share", "key", "make", "-c", folder)
        call("share", "key", "show", "-c", folder, "-o", tmp_path / f"{name[:2]}.pub")
        folders[f"print of {name}"] = out.strip()
    nz, my = folders["NZ/Police"], folders["MY/PDRM"]
    for folder, name in ((nz, "MY/PDRM"), (my, "NZ/Police")):
        told = ("--fingerprint", folders[f"print of {name}"], "--reason", "read out on 3 May")
        code, _, err = call("share", "key", "trust", tmp_path / f"{name[:2]}.pub", *told, "-c", folder)  # fmt: skip
        assert (code, err) == (0, f"the key of {name} is trusted\n")
    (tmp_path / "plan.toml").write_text(BASIS)
    return nz, my


def given(call, nz, to, *more):
    words = ("--to", "MY", "--basis", nz.parent / "plan.toml", *UNTIL, "-o", to, "-c", nz)
    return call("share", "release", *words, "--accept-warnings", "known to both", *more)


def rows(out):
    return [json.loads(line) for line in out.splitlines()]


def test_whoever_enters_a_refusal_is_told_in_which_packages_she_went(two, call, tmp_path):
    nz, _ = two
    why = ("--why", "told us on 3 May", "-c", nz)

    before = call("entity", "state", "person:s2", "--consent", "refused", *why)
    _, _, err = given(call, nz, tmp_path / "p.lgp")
    package = err.split(":")[0]
    refused = call(
        "entity", "state", "person:s1", "--consent", "refused", "--consent-to", "sharing", *why
    )
    agreed = call("entity", "state", "person:s1", "--consent", "given", *why)
    wrong = call("entity", "state", "person:s1", "--consent", "given", "--tlp", "GREEN", *why)

    assert (before[0], before[2]) == (0, "")
    assert (refused[0], refused[1][:4]) == (0, "src-")
    assert refused[2].startswith(f"Given before, of sources that speak of this person: {package}.")
    assert "share recall" in refused[2]
    assert (agreed[0], agreed[2]) == (0, "")
    assert wrong[0] == 2
    assert "stays inside" in wrong[2]


def test_a_package_goes_from_one_folder_to_the_other_and_back_by_recall(two, call, tmp_path):
    nz, my = two

    code, out, err = given(call, nz, tmp_path / "p.lgp")
    package = err.split(":")[0]
    received = call("share", "receive", tmp_path / "p.lgp", "-c", my)
    listed = call("source", "list", "-c", my)
    explained = call("entity", "explain", "person:s1", "-c", my)
    again = call("share", "receive", tmp_path / "p.lgp", "-c", my)
    recalled = call("share", "recall", package, "--reason", "wrong person", "-o", tmp_path / "r.lgp", "-c", nz)  # fmt: skip
    gone = call("share", "receive", tmp_path / "r.lgp", "-c", my)

    assert (code, out) == (0, f"{tmp_path / 'p.lgp'}\n")
    assert (received[0], [one["state"] for one in rows(received[1])]) == (0, ["new"])
    assert rows(listed[1])[0]["given_by"] == f"NZ/Police in {package}"
    assert rows(listed[1])[0]["originator"] == "NZ/Police"
    assert {one["given_by"] for one in rows(explained[1])} == {f"NZ/Police in {package}"}
    assert (again[0], "already" in again[2]) == (7, True)
    assert recalled[0] == 0
    assert (gone[0], [one["state"] for one in rows(gone[1])]) == (0, ["erased"])
    assert call("source", "list", "-c", my)[1] == ""


def test_a_source_that_nobody_gave_has_no_giver(two, call):
    assert rows(call("source", "list", "-c", two[0])[1])[0]["given_by"] == ""


def test_a_check_lists_and_writes_nothing(two, call):
    nz, _ = two
    with open_case(nz) as case:
        before = case.ledger.version
        fill(case.ledger, "B", links=CHAIN, originator="LK/CID")

    code, out, err = call("share", "check", "--to", "MY", "--basis", nz.parent / "plan.toml", "-c", nz)  # fmt: skip

    one, two_ = rows(out)
    assert (code, one["goes"], two_["goes"], two_["consent"]) == (0, "yes", "no", "LK/CID")
    assert two_["fails"].startswith("handling: ")
    assert "single_originator" in one["warnings"]
    assert err == "1 of 2 source(s) may go, 1 of them to be weighed. For inside only.\n"
    with open_case(nz) as case:
        assert case.ledger.version == before + 1


def test_what_is_to_be_weighed_ends_four_without_a_reason(two, call, tmp_path):
    nz, _ = two
    words = (
        "--to",
        "MY",
        "--basis",
        nz.parent / "plan.toml",
        *UNTIL,
        "-o",
        tmp_path / "p",
        "-c",
        nz,
    )

    code, out, err = call("share", "release", *words)

    assert (code, out) == (4, "")
    assert "--accept-warnings" in err
    assert not (tmp_path / "p").exists()


def test_a_release_names_either_a_plan_or_a_basis(two, call, tmp_path):
    nz, _ = two
    words = ("--to", "MY", *UNTIL, "-o", tmp_path / "p", "-c", nz)

    neither = call("share", "release", *words)
    both = call("share", "release", *words, "--basis", "x", "--investigation-plan", "y")
    unknown = call("share", "release", *words, "--investigation-plan", "y")

    assert [code for code, *_ in (neither, both, unknown)] == [2, 2, 2]
    assert "investigation plan" in unknown[2]


def test_what_was_changed_ends_six_and_names_the_part(two, call, tmp_path):
    nz, my = two
    given(call, nz, tmp_path / "p")
    data = bytearray((tmp_path / "p").read_bytes())
    data[-5] ^= 1
    (tmp_path / "p").write_bytes(bytes(data))

    code, _, err = call("share", "receive", tmp_path / "p", "-c", my)

    assert code == 6
    assert err.startswith("linkgraph: encryption: ")
    assert call("source", "list", "-c", my)[1] == ""


def test_a_file_that_is_not_there_ends_two(two, call):
    assert call("share", "receive", "none", "-c", two[1])[0] == 2
    assert "this is a folder" in call("share", "receive", two[0], "-c", two[1])[2]


def test_the_log_shows_and_verifies(two, call, tmp_path):
    nz, _ = two
    given(call, nz, tmp_path / "p")
    given(call, nz, tmp_path / "q")

    code, out, err = call("share", "log", "-c", nz)
    head = err.split(": ")[1].strip()
    whole = call("share", "log", "verify", "-c", nz, "--head", head)
    written_large = call("share", "log", "verify", "-c", nz, "--head", f" {head.upper()} ")
    other = call("share", "log", "verify", "-c", nz, "--head", "ab" * 32)

    assert [(one["number"], one["what"], one["partner"]) for one in rows(out)] == [(1, "given", "MY"), (2, "given", "MY")]  # fmt: skip
    assert (code, whole[:2]) == (0, (0, "the log is whole\n"))
    assert written_large == whole
    assert (other[0], other[2]) == (3, "the line of this digest is gone\n")


@pytest.mark.parametrize("head", ["ab", "z" * 64, "a" * 63, "a" * 65])
def test_a_digest_that_is_none_is_not_called_gone(two, call, head):
    code, out, err = call("share", "log", "verify", "-c", two[0], "--head", head)

    assert (code, out) == (2, "")
    assert err.startswith("linkgraph: --head: this is no digest of a line\n  Give the 64 digits")


def test_a_changed_log_is_named_by_its_line(two, call, tmp_path):
    import sqlite3

    nz, _ = two
    given(call, nz, tmp_path / "p")
    given(call, nz, tmp_path / "q")
    with sqlite3.connect(nz / "ledger.sqlite") as direct:
        direct.execute("UPDATE gift SET partner = 'TH' WHERE seq = 2")

    code, out, err = call("share", "log", "verify", "-c", nz)

    assert (code, out, err) == (
        3,
        "",
        "line 2 was changed, moved, or follows a line that is gone\n",
    )
    assert call("case", "check", "-c", nz)[0] == 3


def test_an_empty_log_is_whole(two, call):
    assert call("share", "log", "-c", two[1])[:2] == (0, "")
    assert call("share", "log", "verify", "-c", two[1])[0] == 0


def test_keys_are_listed_and_trusted_no_more(two, call):
    nz, _ = two

    (one,) = rows(call("share", "key", "list", "-c", nz)[1])
    ended = call("share", "key", "distrust", one["fingerprint"], "--reason", "lost", "-c", nz)

    assert (one["owner"], one["why"].startswith("read out on 3 May")) == ("MY/PDRM", True)
    assert (ended[0], call("share", "key", "list", "-c", nz)[1]) == (0, "")
    assert call("share", "key", "distrust", one["fingerprint"], "--reason", "lost", "-c", nz)[0] == 2  # fmt: skip


def test_a_wrong_fingerprint_is_not_trusted(two, call, tmp_path):
    words = ("--fingerprint", "1" * 40, "--reason", "by mail", "-c", two[0])

    assert call("share", "key", "trust", tmp_path / "MY.pub", *words)[0] == 2


def test_a_key_is_shown_without_its_secret_parts(two, call):
    code, out, err = call("share", "key", "show", "-c", two[0])

    assert code == 0
    assert json.loads(out).keys() == {"linkgraph_public_key", "owner", "signing", "encryption", "proof"}  # fmt: skip
    assert "AGE-SECRET" not in out + err


def test_a_passphrase_of_the_environment_opens_a_locked_key(keys, call, monkeypatch):
    monkeypatch.setenv("LINKGRAPH_KEY_PASSPHRASE", "six wide rivers")
    code, _, err = call("share", "key", "make", "--owner", "TH/Police")
    opened = call("share", "key", "show", "--owner", "TH/Police")
    monkeypatch.setenv("LINKGRAPH_KEY_PASSPHRASE", "six rivers")
    closed = call("share", "key", "show", "--owner", "TH/Police")

    assert (code, "no passphrase" in err) == (0, False)
    assert (opened[0], closed[0]) == (0, 2), opened


def test_a_key_without_a_passphrase_is_said(keys, call):
    assert "no passphrase" in call("share", "key", "make", "--owner", "TH/Police")[2]


def test_purging_ends_packages_that_have_expired(two, call, tmp_path):
    import sqlite3

    nz, my = two
    given(call, nz, tmp_path / "p")
    call("share", "receive", tmp_path / "p", "-c", my)
    with sqlite3.connect(my / "ledger.sqlite") as direct:
        direct.execute("UPDATE received SET expires = '2026-01-01'")
        direct.execute("UPDATE source SET retain_until = '2026-01-01'")

    overdue = call("source", "list", "-c", my)
    purged = call("source", "purge", "--overdue", "-c", my)

    assert "past their retain_until" in overdue[2]
    assert purged[1].startswith("src-")
    assert call("source", "list", "-c", my)[1] == ""


@pytest.mark.parametrize("way", ["withdraw", "revoke"])
def test_what_partners_still_have_is_told_where_it_goes_here(two, call, tmp_path, way):
    nz, _ = two
    _, _, err = given(call, nz, tmp_path / "p.lgp")
    package = err.split(":")[0]
    with open_case(nz) as case:
        source = case.ledger.sources()[0].source.id
    call("share", "consent", source, "--to", "MY", "--reason", "letter", "-c", nz)

    words = {
        "withdraw": ("source", "withdraw", source, "--reason", "error"),
        "revoke": ("share", "revoke", source, "--to", "MY", "--reason", "error"),
    }
    code, _, err = call(*words[way], "-c", nz)

    assert code == 0
    assert f"MY has it from {package}: `linkgraph share recall {package}`" in err


def test_what_came_to_be_one_is_told_to_its_receiver(two, call, tmp_path):
    nz, my = two
    with open_case(nz) as case:
        fill(case.ledger, "B", links=[("USES", "person:s9", "phone:+6421111111", {})], **OPEN)
    said = ("--handling", "H1", "--tlp", "GREEN", "--releasable-to", "MY", "--why", "one face")
    code, _, err = call("entity", "state", "person:s1", "--same-as", "person:s9", *said, "-c", nz)
    assert (code, err.count("linkgraph:")) == (0, 0)
    given(call, nz, tmp_path / "p.lgp")

    _, _, err = call("share", "receive", tmp_path / "p.lgp", "-c", my)
    _, out, _ = call("resolve", "judgements", "-c", my)

    assert "1 source(s) say that two records are one" in err
    assert [(one["left"], one["right"], one["who"]) for one in rows(out)] == [
        ("person:s1", "person:s9", "NZ/Police")
    ]


STATE = ("entity", "state", "person:s2", "--victim", "--why", "interviewed")


def test_who_turns_out_to_be_a_victim_is_said_to_stand_in_a_package_in_clear(two, call, tmp_path):
    nz, _ = two
    package = given(call, nz, tmp_path / "p.lgp")[2].split(":")[0]

    stated = call(*STATE, "-c", nz)
    checked = call("share", "check", "--to", "MY", "--basis", tmp_path / "plan.toml", "-c", nz)
    decided = call("resolve", "decide", "person:s1", "person:s2", "--different", "--why", "two", "-c", nz)  # fmt: skip

    for code, _, err in (stated, checked, decided):
        assert (code, f"share recall {package}" in err) == (0, True)
        assert "person:" not in err


def test_nothing_is_said_of_people_whom_nobody_was_given(two, call):
    assert call(*STATE, "-c", two[0])[2] == ""


def test_what_of_a_package_a_person_has_to_look_at_is_said(two, call, tmp_path, monkeypatch):
    arrived = Arrived(
        "package", "pkg-0123456789abcdef", "NZ/Police",
        (Taken("src-1", "held", 3, disputed=True), Taken("src-2", "new", 3)), (),
        ours=("src-2",), shielded=2,
    )  # fmt: skip
    monkeypatch.setattr(Case, "share_receive", lambda *_, **__: arrived)
    (tmp_path / "p.lgp").touch()

    code, _, err = call("share", "receive", tmp_path / "p.lgp", "-c", two[1])

    assert code == 0
    assert "src-1 stays as it is" in err
    assert "src-2 is said to be of your own agency" in err
    assert "2 suspect(s) of this case are to be protected" in err


def test_who_gives_for_a_plan_is_told_whose_word_it_is_and_whether_it_goes(two, call, tmp_path):
    nz, _ = two
    held = (PERIOD, a_focal_point("MY"), a_focal_point("NZ"))
    plan = replace(a_plan(legal_bases=(replace(MEMORANDUM, expires="2099-12-31"),)), victim_management="a", protection="b")  # fmt: skip
    with open_case(nz) as case:
        enter(case.ledger, "around", *held, originator="NZ/Police", **SEEN)
        enter(case.ledger, "own", replace(plan, ready="2026-04-20"), originator="NZ/Police")
        theirs = replace(plan, reference="P7", ready="2026-04-20")
        enter(case.ledger, "theirs", theirs, originator="TH/DSI", **SEEN)
    words = ("share", "check", "--to", "MY", "-c", nz)

    inside = call(*words, "--investigation-plan", "P1")
    partners = call(*words, "--investigation-plan", "P7")

    assert (inside[0], partners[0]) == (0, 0)
    assert "The plan itself does not go: MY may not see it." in inside[2]
    assert "are the word of TH/DSI" in partners[2]
    assert "does not go" not in partners[2]
