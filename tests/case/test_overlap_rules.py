"""Who may ask what how often, and which messages are taken: rules of comparing identifiers."""

import datetime as dt
import hashlib

import pytest

from linkgraph.case import overlapping
from linkgraph.errors import InputError, PackageError, ReleaseError, StoreError
from linkgraph.share import keyed, psi
from linkgraph.share.giving import sealed_file
from linkgraph.share.overlap import Message, message_file
from tests.builders import fill
from tests.partners import acquaint, agency

SHARED, OURS, THEIRS = "phone:+60123456789", "phone:+64211234567", "phone:+60199999999"
ACCOUNT = "account:8571606708"
MADE = "2026-05-01T00:00:00Z"


@pytest.fixture
def three(tmp_path, keys):
    cases = [agency(tmp_path, name) for name in ("NZ/Police", "MY/Police", "TH/Police")]
    for case, phone in zip(cases, (OURS, THEIRS, THEIRS), strict=True):
        acquaint(case, *(one for one in cases if one is not case))
        fill(
            case.ledger, str(case.own), originator=str(case.own), handling="H1", tlp="GREEN",
            releasable_to=["NZ", "MY", "TH"],
            entities=[(one, {"number": one.partition(":")[2]}) for one in (SHARED, phone, ACCOUNT)],
        )  # fmt: skip
    yield cases
    for case in cases:
        case.close()


def later(monkeypatch, case, **passed):
    """Let a case's clock show that so much time has passed."""
    moment = dt.datetime.now(dt.UTC) + dt.timedelta(**passed)
    monkeypatch.setattr(type(case), "moment_now", lambda _: moment)


def send(path, sender, receiver, **told):
    """Write a message as somebody would who signs anything."""
    made = {"id": "ovl-0123456789abcdef", "method": "psi", "kinds": ("phones",), "parts": (b"x",)}
    message = Message(**made | told)
    with message_file(path, message, sender.share_key(), receiver.share_key().public, MADE):
        pass
    return path


def test_whoever_was_answered_too_often_is_answered_again_after_a_day(three, tmp_path, monkeypatch):
    nz, my, _ = three
    for n in range(3):
        nz.overlap_ask("MY/Police", tmp_path / f"q{n}")
        if n < 2:
            my.overlap_answer(tmp_path / f"q{n}", tmp_path / f"a{n}", most_probes=2)

    later(monkeypatch, my, hours=23)
    with pytest.raises(ReleaseError, match="within 24 hours"):
        my.overlap_answer(tmp_path / "q2", tmp_path / "late", most_probes=2)

    later(monkeypatch, my, hours=24, minutes=1)
    assert my.overlap_answer(tmp_path / "q2", tmp_path / "late", most_probes=2).partner == "NZ/Police"  # fmt: skip


def test_what_others_were_answered_does_not_count(three, tmp_path):
    nz, my, th = three
    for case in (nz, th):
        case.overlap_ask("MY/Police", tmp_path / f"q-{case.own.country}")
        my.overlap_answer(
            tmp_path / f"q-{case.own.country}", tmp_path / f"a-{case.own.country}", most_probes=1
        )

    assert [one.told.partner for one in my.ledger.gifts()] == ["NZ/Police", "TH/Police"]


def test_a_question_about_as_many_as_may_be_is_answered(three, tmp_path):
    nz, my, _ = three
    nz.overlap_ask("MY/Police", tmp_path / "q")

    with pytest.raises(ReleaseError, match="more identifiers"):
        my.overlap_answer(tmp_path / "q", tmp_path / "a", most=1023)
    assert not (tmp_path / "a").exists()
    assert my.ledger.gifts() == []
    assert my.overlap_answer(tmp_path / "q", tmp_path / "a", most=1024).count == 3


def test_nobody_asks_about_more_than_a_partner_would_answer(three, tmp_path, monkeypatch):
    nz, _, _ = three
    monkeypatch.setattr(overlapping, "_MOST_ITEMS", 2)
    with pytest.raises(InputError, match="more than 2 identifiers"):
        nz.overlap_ask("MY/Police", tmp_path / "q")
    assert not (tmp_path / "q").exists()

    monkeypatch.setattr(overlapping, "_MOST_ITEMS", 3)
    assert nz.overlap_ask("MY/Police", tmp_path / "q").count == 3


def test_what_is_asked_about_and_made_up_is_just_what_a_partner_answers():
    most = overlapping._MOST_ITEMS

    assert psi.rounded_up(most) == overlapping.MOST_ASKED
    assert psi.rounded_up(most + 1) > overlapping.MOST_ASKED


def test_only_the_kinds_asked_for_are_compared(three, tmp_path):
    nz, my, _ = three

    asked = nz.overlap_ask("MY/Police", tmp_path / "q", kinds=["accounts"])
    answered = my.overlap_answer(tmp_path / "q", tmp_path / "a")
    opened = nz.overlap_open(tmp_path / "a", tmp_path / "h")
    noted = my.overlap_note(tmp_path / "h")

    assert opened.hits == noted.hits == (ACCOUNT,)
    assert {one.count for one in (asked, answered, opened, noted)} == {1}


def test_a_hit_of_a_kind_that_was_not_compared_is_none(three, tmp_path):
    nz, my, _ = three
    asked = nz.overlap_ask("MY/Police", tmp_path / "q", kinds=["accounts"])
    my.overlap_answer(tmp_path / "q", tmp_path / "a")
    told = {"id": asked.id, "step": "hits", "parts": (f'["{SHARED}"]'.encode(),)}

    with pytest.raises(PackageError, match="hits that are none"):
        my.overlap_note(send(tmp_path / "h", nz, my, kinds=("accounts",), **told))
    assert my.enquiries() == ()


def test_a_hit_that_is_told_twice_is_one(three, tmp_path):
    nz, my, _ = three
    asked = nz.overlap_ask("MY/Police", tmp_path / "q")
    my.overlap_answer(tmp_path / "q", tmp_path / "a")
    parts = (f'["{SHARED}", "{ACCOUNT}", "{SHARED}"]'.encode(),)

    noted = my.overlap_note(
        send(
            tmp_path / "h",
            nz,
            my,
            id=asked.id,
            step="hits",
            kinds=("phones", "accounts"),
            parts=parts,
        )
    )

    assert noted.hits == my.enquiries()[0].subjects == (ACCOUNT, SHARED)


def test_one_hit_that_is_made_up_voids_those_that_are_true(three, tmp_path):
    nz, my, _ = three
    asked = nz.overlap_ask("MY/Police", tmp_path / "q")
    my.overlap_answer(tmp_path / "q", tmp_path / "a")
    parts = (f'["{SHARED}", "{OURS}"]'.encode(),)

    with pytest.raises(PackageError, match="hits that are none"):
        my.overlap_note(send(tmp_path / "h", nz, my, id=asked.id, step="hits", parts=parts))
    assert my.enquiries() == ()


@pytest.mark.parametrize("damaged", ["", "[]", "{}", '{"id": 1, "items": 2, "key": 3}', "\ud800"])
def test_an_answer_to_a_question_whose_state_is_damaged_is_refused_plainly(
    three, tmp_path, damaged
):
    nz, my, _ = three
    nz.overlap_ask("MY/Police", tmp_path / "q")
    my.overlap_answer(tmp_path / "q", tmp_path / "a")
    (state,) = (nz.folder / "overlaps").iterdir()
    state.write_bytes(damaged.encode("utf-8", "surrogatepass"))

    with pytest.raises(PackageError, match="no question of this case waits"):
        nz.overlap_open(tmp_path / "a", tmp_path / "h")
    assert not (tmp_path / "h").exists()


def test_a_question_whose_answer_could_not_be_read_later_is_not_asked(three, tmp_path):
    nz, _, _ = three
    (nz.folder / "overlaps").write_text("in the way")

    with pytest.raises(StoreError, match="nothing was asked"):
        nz.overlap_ask("MY/Police", tmp_path / "q")
    assert not (tmp_path / "q").exists()
    assert nz.ledger.gifts() == []


def test_why_a_leak_was_accepted_stays_on_record(three, tmp_path):
    nz, _, _ = three
    with pytest.raises(InputError, match="the partner can find out"):
        nz.overlap_ask("MY/Police", tmp_path / "q", method="keyed", accept_leak="  ")

    asked = nz.overlap_ask("MY/Police", tmp_path / "q", method="keyed", accept_leak=" agreed ")

    (said,) = (one for one in nz.ledger.history() if one.reason == "agreed")
    assert said.subject == asked.id


@pytest.mark.parametrize(("method", "reason"), [("psi", ""), ("keyed", "agreed")])
def test_an_answer_counts_from_nobody_but_who_was_asked(three, tmp_path, method, reason):
    nz, my, th = three
    kept = nz.overlap_ask("MY/Police", tmp_path / "q", method=method, accept_leak=reason)
    nz.overlap_ask("TH/Police", tmp_path / "q2", method=method, accept_leak=reason)
    th.overlap_answer(tmp_path / "q2", tmp_path / "a2")
    forged = send(tmp_path / "forged", th, nz, id=kept.id, step="answer", method=method)

    with pytest.raises(PackageError, match="somebody else was asked"):
        nz.overlap_open(forged, tmp_path / "h")

    my.overlap_answer(tmp_path / "q", tmp_path / "a")
    assert set(nz.overlap_open(tmp_path / "a", tmp_path / "h").hits) == {SHARED, ACCOUNT}


@pytest.mark.parametrize(
    "told", [{"method": "keyed"}, {"kinds": ("accounts",)}, {"kinds": ("accounts", "phones")}]
)
def test_an_answer_of_another_method_or_other_kinds_is_none(three, tmp_path, told):
    nz, my, _ = three
    kept = nz.overlap_ask("MY/Police", tmp_path / "q", kinds=["phones", "accounts"])
    made = {"id": kept.id, "step": "answer", "kinds": ("phones", "accounts")} | told

    with pytest.raises(PackageError, match="another question"):
        nz.overlap_open(send(tmp_path / "a", my, nz, **made), tmp_path / "h")
    assert nz.enquiries() == ()


def test_hits_of_a_question_that_was_never_answered_are_refused(three, tmp_path):
    nz, my, th = three
    asked = nz.overlap_ask("MY/Police", tmp_path / "q")
    my.overlap_answer(tmp_path / "q", tmp_path / "a")
    hits = {"step": "hits", "parts": (f'["{SHARED}"]'.encode(),)}

    for path in (
        send(tmp_path / "never", nz, my, **hits),
        send(tmp_path / "other", th, my, id=asked.id, **hits),
    ):
        with pytest.raises(PackageError, match="no such question of this partner"):
            my.overlap_note(path)
    assert my.enquiries() == ()
    assert my.overlap_note(send(tmp_path / "hits", nz, my, id=asked.id, **hits)).hits == (SHARED,)


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({"id": "ovl-1"}, "id"), ({"id": "ovl-0123456789abcdef0"}, "id"), ({"id": "../x"}, "id"),
        ({"method": "plain"}, "method"), ({"kinds": ()}, "kinds"), ({"kinds": ("names",)}, "kinds"),
        ({"kinds": ("phones", "names")}, "kinds"), ({"parts": ()}, "parts"),
        ({"parts": (b"x", b"y")}, "parts"), ({"parts": (b"x",)}, "overlap"),
    ],
)  # fmt: skip
def test_a_question_that_breaks_its_form_is_refused_and_says_where(three, tmp_path, told, where):
    nz, my, _ = three

    with pytest.raises(PackageError) as refused:
        my.overlap_answer(send(tmp_path / "q", nz, my, step="ask", **told), tmp_path / "a")

    assert refused.value.where == where
    assert my.ledger.gifts() == []


def test_a_message_that_is_larger_than_one_can_be_is_refused(three, tmp_path, monkeypatch):
    nz, my, _ = three
    nz.overlap_ask("MY/Police", tmp_path / "q")
    monkeypatch.setattr("linkgraph.share.overlap._MOST_BYTES", 100)

    with pytest.raises(PackageError, match="larger than"):
        my.overlap_answer(tmp_path / "q", tmp_path / "a")


@pytest.mark.parametrize(
    ("told", "where"), [({"from": "TH/Police"}, "from"), ({"to": "TH/Police"}, "receiver")]
)
def test_a_question_in_anothers_name_or_made_out_to_another_is_refused(
    three, tmp_path, told, where
):
    nz, my, _ = three
    header = {"form": 1, "kind": "overlap ask", "id": "ovl-0123456789abcdef", "from": "NZ/Police",
              "to": "MY/Police", "made": MADE, "method": "keyed", "kinds": ["phones"]}  # fmt: skip
    asked = keyed.ask([SHARED])[1]
    part = {"bytes": len(asked), "sha256": hashlib.sha256(asked).hexdigest()}

    def question(name, header):
        key, receiver = nz.share_key(), my.share_key().public
        with sealed_file(tmp_path / name, header, [(part, asked)], key, receiver):
            return tmp_path / name

    with pytest.raises(PackageError) as refused:
        my.overlap_answer(question("q", header | told), tmp_path / "a")
    assert refused.value.where == where
    assert my.ledger.gifts() == []
    assert my.overlap_answer(question("good", header), tmp_path / "a").partner == "NZ/Police"


def test_an_enquiry_about_hits_goes_from_each_side_to_the_other_and_says_no_more(three, tmp_path):
    nz, my, _ = three
    nz.overlap_ask("MY/Police", tmp_path / "q")
    my.overlap_answer(tmp_path / "q", tmp_path / "a")
    nz.overlap_open(tmp_path / "a", tmp_path / "h")
    my.overlap_note(tmp_path / "h")

    for case, other in ((nz, my), (my, nz)):
        (made,) = case.enquiries()
        assert (made.from_country, made.from_agency) == (case.own.country, "Police")
        assert (made.to_country, made.to_agency) == (other.own.country, "Police")
        assert set(made.subjects) == {SHARED, ACCOUNT}
        assert made.sent == ""
        assert made.asks.startswith("Both hold these identifiers.")


@pytest.mark.parametrize("question", [b"", b"k" * 31, b"k" * 33, b"k" * 63, b"k" * 95])
def test_bytes_of_another_length_are_no_question_by_keyed_hashes(question):
    with pytest.raises(PackageError, match="keyed hashes"):
        keyed.asked(question)


def test_a_question_by_keyed_hashes_tells_how_many_and_holds_no_order():
    items = [f"phone:+6421{n:07d}" for n in range(50)]
    key, question = keyed.ask(items)

    assert (len(key), keyed.asked(question), keyed.asked(key)) == (32, 50, 0)
    hashes = [question[at : at + 32] for at in range(32, len(question), 32)]
    assert hashes == sorted(hashes)
    assert keyed.held(question, [*items[:3], "phone:+1"]) == items[:3]
    assert keyed.ask(items)[0] != key
