"""Which identifiers two agencies both hold, found without showing the rest."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkgraph.case import overlapping
from linkgraph.errors import (
    InputError,
    LedgerError,
    PackageEnded,
    PackageError,
    ReleaseError,
    UnknownName,
)
from linkgraph.share import keyed, psi
from linkgraph.statements import Originator
from tests.builders import fill, new_ledger
from tests.partners import acquaint, agency

SHARED = "phone:+60123456789"
OURS = "phone:+64211234567"
THEIRS = "phone:+60199999999"
VICTIMS = "phone:+84900000001"
ACCOUNT = "account:8571606708"
IN_HANDSET, HANDSET = "phone:+84900000002", "imei:356938035643809"
METHODS = [("psi", ""), ("keyed", "the partner may know them all")]


@pytest.fixture
def sides(tmp_path, monkeypatch):
    monkeypatch.setenv("LINKGRAPH_KEYS", str(tmp_path / "keys"))
    nz, my = agency(tmp_path, "NZ/Police"), agency(tmp_path, "MY/Police")
    acquaint(nz, my)
    acquaint(my, nz)
    hold(nz, "NZ", "MY", [SHARED, OURS, VICTIMS], [ACCOUNT])
    hold(my, "MY", "NZ", [SHARED, THEIRS, VICTIMS], [ACCOUNT])
    yield nz, my
    nz.close()
    my.close()


def hold(case, name, partner, phones, accounts, **told):
    marks = {"originator": f"{name}/Police", "handling": "H1", "tlp": "GREEN", "releasable_to": [partner]}  # fmt: skip
    fill(case.ledger, f"{name}-{phones}", **marks | told,
         entities=[(one, {"number": one.partition(":")[2]}) for one in [*phones, *accounts]],
         links=[("USES", "person:v", VICTIMS, {}), ("VICTIM_IN", "person:v", "casefile:c", {})]
         if VICTIMS in phones else [])  # fmt: skip


def compared(sides, folder, method="psi", accept_leak="", **asked):
    """Go through all four steps; return what came of each."""
    one, other = sides
    steps = [one.overlap_ask(str(other.own), folder / "question", method=method, accept_leak=accept_leak, **asked)]  # fmt: skip
    steps.append(other.overlap_answer(folder / "question", folder / "answer"))
    steps.append(one.overlap_open(folder / "answer", folder / "hits"))
    steps.append(other.overlap_note(folder / "hits"))
    return steps


@pytest.mark.parametrize(("method", "reason"), METHODS)
def test_both_learn_what_both_hold_and_draft_an_enquiry_about_it(sides, tmp_path, method, reason):
    asked, answered, opened, noted = compared(sides, tmp_path, method, reason)

    assert opened.hits == noted.hits == (ACCOUNT, SHARED)
    assert (asked.count, answered.count, answered.hits) == (3, 3, ())
    for case, other in zip(sides, reversed(sides), strict=True):
        (drafted,) = case.enquiries()
        assert drafted.reference == opened.enquiry == opened.id
        assert (drafted.from_country, drafted.to_country) == (case.own.country, other.own.country)
        assert drafted.subjects == (ACCOUNT, SHARED)
        assert drafted.sent == ""


@pytest.mark.parametrize(("method", "reason"), METHODS)
def test_each_step_stands_in_the_log_of_its_side(sides, tmp_path, method, reason):
    compared(sides, tmp_path, method, reason)

    logged = [[gift.told.kind for gift in case.ledger.gifts()] for case in sides]
    assert logged == [["asked", "opened"], ["answered", "noted"]]
    assert [case.ledger.check_gifts() for case in sides] == [[], []]


def test_without_a_hit_nothing_is_drafted(sides, tmp_path):
    *_, opened, noted = compared(sides, tmp_path, kinds=["documents", "phones"])
    assert opened.hits == (SHARED,)

    nz, my = sides
    for source in my.ledger.sources():
        my.withdraw(source.source.id, reason="sent by mistake")
    hold(my, "MY", "NZ", [THEIRS], [])
    (folder := tmp_path / "again").mkdir()
    *_, opened, noted = compared(sides, folder, kinds=["phones"])

    assert (opened.hits, opened.enquiry, noted.hits, noted.enquiry) == ((), "", (), "")
    assert len(nz.enquiries()) == 1


def test_what_only_withheld_sources_say_is_never_compared(sides, tmp_path):
    hold(sides[0], "NZ", "MY", [THEIRS], [], handling="H3", tlp="RED")

    asked, _, opened, _ = compared(sides, tmp_path)

    assert asked.count == 3
    assert THEIRS not in opened.hits


def test_what_a_protected_person_uses_is_never_compared_on_either_side(sides, tmp_path):
    *_, opened, _ = compared(sides, tmp_path)

    assert VICTIMS not in opened.hits
    assert all(VICTIMS not in overlapping.comparable(case.ledger, other.own, overlapping.dt.date(2026, 5, 1))
               for case, other in zip(sides, reversed(sides), strict=True))  # fmt: skip


def test_a_number_in_a_protected_persons_handset_is_never_compared(sides):
    nz, my = sides
    inside = [("USES", "person:v", HANDSET, {}), ("USED_IN", IN_HANDSET, HANDSET, {})]
    called = [("CALLED", IN_HANDSET, SHARED, {"at": "2026-02-01T10:00:00Z"})]
    victim = [("VICTIM_IN", "person:v", "casefile:c", {})]
    fill(nz.ledger, "H", links=[*inside, *called, *victim],
         originator="NZ/Police", releasable_to=["MY"])  # fmt: skip

    assert IN_HANDSET not in overlapping.comparable(
        nz.ledger, my.own, overlapping.dt.date(2026, 5, 1)
    )


def test_a_number_on_a_protected_persons_booking_alone_is_never_compared(sides):
    nz, my = sides
    links = [
        ("VICTIM_IN", "person:v", "casefile:c", {}),
        ("BOOKED_FOR", IN_HANDSET, "person:v", {}),
    ]
    fill(nz.ledger, "H", links=links, originator="NZ/Police", releasable_to=["MY"])
    day = overlapping.dt.date(2026, 5, 1)

    assert IN_HANDSET not in overlapping.comparable(nz.ledger, my.own, day)


@given(
    ours=st.sets(st.integers(0, 40)), theirs=st.sets(st.integers(0, 40)),
    method=st.sampled_from([psi, keyed]),
)  # fmt: skip
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_the_hits_are_the_intersection(ours, theirs, method):
    mine, yours = ([f"phone:+6421{n:07}" for n in sorted(some)] for some in (ours, theirs))

    key, question = method.ask(mine)
    if method is psi:
        found = psi.common(key, mine, *psi.reply(question, yours))
    else:
        found = keyed.held(key + keyed.named(question, keyed.held(question, yours)), mine)

    assert found == [one for one in mine if one in yours]


def test_messages_show_no_identifier_and_no_size_that_is_told_apart():
    mine = [f"phone:+6421{n:07}" for n in range(890)]
    yours = [f"phone:+6421{n:07}" for n in range(500, 700)]
    key, question = psi.ask(mine)
    setup, response = psi.reply(question, yours)
    again = psi.ask(mine)[1]

    elements = [re.findall(rb"[\x02\x03].{32}", one, re.DOTALL) for one in (question, again)]
    assert not set(elements[0]) & set(elements[1])
    for message in (question, setup, response):
        assert not any(one.encode() in message or one[6:].encode() in message for one in mine)
    fewer = psi.ask(mine[:3])[1]
    assert len(fewer) == len(question)
    assert len(psi.reply(question, yours[:1])[0]) == len(setup)
    assert psi.common(key, mine, setup, response) == yours


def with_elements(response, change):
    """Return an answer's second part with other elements than its sender's library put there."""
    answer = psi._library().Response()
    answer.ParseFromString(response)
    changed = change(list(answer.encrypted_elements))
    del answer.encrypted_elements[:]
    answer.encrypted_elements.extend(changed)
    return bytes(answer.SerializeToString())


@pytest.mark.parametrize(
    "change",
    [lambda held: held[:1] * len(held), lambda held: held[::-1], lambda held: held[1:] + held[:1]],
    ids=["one for all", "turned round", "moved"],
)
def test_an_answer_that_claims_more_than_it_holds_is_refused(change):
    """Who knows one item asked about would else be told all of them in the end."""
    mine = [f"phone:+6421{n:07}" for n in range(200)]
    key, question = psi.ask(mine)
    setup, response = psi.reply(question, mine)

    with pytest.raises(PackageError, match="does not keep to the protocol"):
        psi.common(key, mine, setup, with_elements(response, change))


@given(count=st.integers(0, 300_000))
def test_an_eighth_of_what_is_asked_about_is_made_up(count):
    size = psi.rounded_up(count)

    assert size & (size - 1) == 0
    assert size - count >= size // 8


def test_items_stand_in_an_order_that_only_the_key_tells():
    mine = [f"phone:+6421{n:07}" for n in range(900)]
    one, two = psi._mixed(b"a" * 32, mine), psi._mixed(b"b" * 32, mine)

    assert one == psi._mixed(b"a" * 32, mine)
    assert set(mine) <= set(one)
    assert len(set(one)) == len(one) == psi.rounded_up(900)
    assert [at for at in one if at in mine] != [at for at in two if at in mine]
    assert not set(one) & set(two) - set(mine)


def test_by_keyed_hashes_the_leak_is_said_and_has_to_be_accepted(sides, tmp_path):
    with pytest.raises(InputError, match="the partner can find out"):
        sides[0].overlap_ask("MY/Police", tmp_path / "question", method="keyed")

    assert not (tmp_path / "question").exists()
    assert sides[0].ledger.gifts() == []


def test_an_answer_is_opened_once_and_hits_are_noted_once(sides, tmp_path):
    compared(sides, tmp_path)

    with pytest.raises(PackageError, match="no question of this case waits"):
        sides[0].overlap_open(tmp_path / "answer", tmp_path / "hits2")
    with pytest.raises(PackageEnded, match="noted already"):
        sides[1].overlap_note(tmp_path / "hits")
    with pytest.raises(PackageEnded, match="answered already"):
        sides[1].overlap_answer(tmp_path / "question", tmp_path / "answer2")
    assert not (tmp_path / "answer2").exists()


def test_a_partner_is_answered_so_often_and_about_so_many(sides, tmp_path):
    nz, my = sides
    for n in range(overlapping.MOST_PROBES + 1):
        nz.overlap_ask("MY/Police", tmp_path / f"q{n}")
    with pytest.raises(ReleaseError, match="more identifiers than"):
        my.overlap_answer(tmp_path / "q0", tmp_path / "a", most=1000)
    for n in range(overlapping.MOST_PROBES):
        my.overlap_answer(tmp_path / f"q{n}", tmp_path / f"a{n}")

    with pytest.raises(ReleaseError, match="within 24 hours"):
        my.overlap_answer(tmp_path / f"q{overlapping.MOST_PROBES}", tmp_path / "last")
    assert not (tmp_path / "last").exists()


def test_after_an_erasure_open_questions_are_given_up(sides, tmp_path):
    nz, my = sides
    nz.overlap_ask("MY/Police", tmp_path / "question")
    my.overlap_answer(tmp_path / "question", tmp_path / "answer")
    nz.withdraw(nz.ledger.sources()[0].source.id, reason="asked for by its originator")

    with pytest.raises(PackageError, match="given up"):
        nz.overlap_open(tmp_path / "answer", tmp_path / "hits")
    assert list((nz.folder / "overlaps").iterdir()) == []


def test_identifiers_that_are_others_since_give_no_wrong_hit(sides, tmp_path):
    nz, my = sides
    nz.overlap_ask("MY/Police", tmp_path / "question")
    my.overlap_answer(tmp_path / "question", tmp_path / "answer")
    hold(nz, "NZ", "MY", ["phone:+6400000000"], [])

    with pytest.raises(PackageError, match="other identifiers now"):
        nz.overlap_open(tmp_path / "answer", tmp_path / "hits")
    assert nz.enquiries() == ()


def test_what_waits_for_an_answer_names_no_identifier(sides, tmp_path):
    sides[0].overlap_ask("MY/Police", tmp_path / "question")

    (state,) = (sides[0].folder / "overlaps").iterdir()
    assert state.stat().st_mode & 0o077 == 0
    assert not any(one[-7:] in state.read_text(encoding="utf-8") for one in (SHARED, OURS, ACCOUNT))


def test_hits_that_are_made_up_are_refused(sides, tmp_path, monkeypatch):
    nz, my = sides
    nz.overlap_ask("MY/Police", tmp_path / "question")
    my.overlap_answer(tmp_path / "question", tmp_path / "answer")
    monkeypatch.setattr(overlapping, "hits_in", lambda *_: [OURS])
    nz.overlap_open(tmp_path / "answer", tmp_path / "hits")

    with pytest.raises(PackageError, match="hits that are none"):
        my.overlap_note(tmp_path / "hits")
    assert my.enquiries() == ()


@pytest.mark.parametrize("step", ["answer", "open", "note", "receive"])
def test_a_message_is_taken_by_the_step_it_is_for_alone(sides, tmp_path, step):
    nz, my = sides
    compared(sides, tmp_path)
    wrong = {"answer": "hits", "open": "question", "note": "question", "receive": "question"}[step]
    case = my if wrong in {"question", "hits"} else nz
    call = {
        "answer": lambda path: case.overlap_answer(path, tmp_path / "out"),
        "open": lambda path: case.overlap_open(path, tmp_path / "out"),
        "note": case.overlap_note,
        "receive": case.share_receive,
    }[step]

    with pytest.raises(PackageError, match="this is no"):
        call(tmp_path / wrong)


def test_unknown_kinds_and_methods_and_ones_own_country_are_refused(sides, tmp_path):
    nz, _ = sides
    with pytest.raises(UnknownName):
        nz.overlap_ask("MY/Police", tmp_path / "q", kinds=["names"])
    with pytest.raises(UnknownName):
        nz.overlap_ask("MY/Police", tmp_path / "q", method="plain")
    other = agency(tmp_path, "NZ/Customs")
    acquaint(nz, other)
    with pytest.raises(InputError, match="another country"):
        nz.overlap_ask("NZ/Customs", tmp_path / "q")
    other.close()


def test_where_nothing_may_be_compared_nothing_is_asked(sides, tmp_path):
    nz, _ = sides
    for row in nz.ledger.sources():
        nz.withdraw(row.source.id, reason="test")

    with pytest.raises(InputError, match="no identifier may be compared"):
        nz.overlap_ask("MY/Police", tmp_path / "q")


@pytest.mark.parametrize("told", [b"", b"[1]", b"{}", b'"x"', b"[" * 5000])
def test_a_message_that_tells_no_hits_is_refused(told):
    from linkgraph.share.overlap import Message, read_hits

    with pytest.raises(PackageError, match="no hits"):
        read_hits(Message(id="ovl-1", step="hits", method="psi", kinds=("phones",), parts=(told,)))


@pytest.mark.parametrize("data", [b"", b"\x00" * 40, b"\xff" * 33, json.dumps([1]).encode()])
def test_bytes_that_are_no_message_are_refused_by_both_methods(data):
    with pytest.raises(PackageError):
        psi.common(b"k" * 32, ["phone:1"], data, data)
    with pytest.raises(PackageError):
        keyed.asked(data + b"x")


@pytest.mark.parametrize("side", [0, 1])
def test_where_only_something_withheld_protects_nothing_is_compared(sides, tmp_path, side):
    case, other = sides[side], sides[1 - side]
    fill(case.ledger, "secret", originator=str(case.own), handling="H3", tlp="RED",
         links=[("VICTIM_IN", "person:k", "casefile:s", {})])  # fmt: skip
    fill(case.ledger, "open", originator=str(case.own), handling="H1", tlp="GREEN",
         releasable_to=[other.own.country], links=[("USES", "person:k", SHARED, {})])  # fmt: skip

    with pytest.raises(ReleaseError, match="held back"):
        compared(sides, tmp_path)

    assert not (tmp_path / ("question", "answer")[side]).exists()
    assert case.ledger.gifts() == []


policies = st.sampled_from(
    [
        {"handling": "H1", "tlp": "GREEN", "releasable_to": ["MY"]},
        {"handling": "H2", "tlp": "AMBER", "releasable_to": ["MY"]},
        {"handling": "H1", "tlp": "RED", "releasable_to": ["MY"]},
        {"handling": "H1", "tlp": "GREEN", "releasable_to": ["TH"]},
        {"handling": "H3", "tlp": "RED"},
    ]
)
hands = st.tuples(st.sampled_from(["USES", "HOLDS"]), st.integers(0, 3), st.integers(0, 4))
told = st.tuples(policies, st.lists(hands, max_size=4), st.lists(st.integers(0, 3), max_size=2))
OPEN = {"handling": "H1", "tlp": "GREEN", "releasable_to": ["MY"]}


def statements(links, victims):
    things = {"USES": "phone:+6421000000{}", "HOLDS": "account:555000{}"}
    return [(kind, f"person:{who}", things[kind].format(what), {}) for kind, who, what in links] + [
        ("VICTIM_IN", f"person:{who}", "casefile:c", {}) for who in victims
    ]


@given(st.lists(told, max_size=5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_compared_is_as_from_a_case_that_never_held_what_is_withheld(tmp_path_factory, told):  # fmt: skip
    audience, day = Originator.parse("MY/Police"), overlapping.dt.date(2026, 5, 1)
    whole, seen = (new_ledger(tmp_path_factory.mktemp("case")) for _ in range(2))
    for number, (policy, links, victims) in enumerate(told):
        for ledger in (whole, seen) if policy == OPEN else (whole,):
            fill(ledger, f"S{number}", originator="NZ/Police", links=statements(links, victims), **policy)  # fmt: skip

    try:
        found = overlapping.comparable(whole, audience, day)
    except ReleaseError:
        return
    assert found == overlapping.comparable(seen, audience, day)


def test_of_two_who_answer_at_once_only_one_does(sides, tmp_path, monkeypatch):
    """Both would pass the limit on how often a partner is answered."""
    nz, my = sides
    for name in "ab":
        nz.overlap_ask("MY/Police", tmp_path / name)
    made = overlapping.replying

    def answered_meanwhile(question, items):
        monkeypatch.setattr(overlapping, "replying", made)
        my.overlap_answer(tmp_path / "b", tmp_path / "second", most_probes=1)
        return made(question, items)

    monkeypatch.setattr(overlapping, "replying", answered_meanwhile)

    with pytest.raises(LedgerError, match="nothing was given"):
        my.overlap_answer(tmp_path / "a", tmp_path / "first", most_probes=1)

    assert (tmp_path / "second").exists()
    assert not (tmp_path / "first").exists()
    assert sum(one.told.kind == "answered" for one in my.ledger.gifts()) == 1


def test_a_number_that_only_a_withheld_source_knows_to_be_hers_is_not_compared(sides, tmp_path):
    nz, _ = sides
    fill(nz.ledger, "W", originator="LK/CID", handling="H3", tlp="RED",
         links=[("USES", "person:w", OURS, {}), ("VICTIM_IN", "person:w", "casefile:w", {})])  # fmt: skip

    with pytest.raises(ReleaseError, match="held back"):
        nz.overlap_ask("MY/Police", tmp_path / "question")

    assert not (tmp_path / "question").exists()
