"""That two records are one, as a giver stated it, at its receiver: seen, accepted, undone, recalled."""

import copy
import json

import pytest

from linkgraph.errors import PackageError, ReleaseError
from linkgraph.share import LegalBasis
from linkgraph.statements.stated import Stated
from tests.builders import fill
from tests.partners import (
    CHAIN,
    MADE,
    OPEN,
    SECRET,
    TODAY,
    acquaint,
    agency,
    basis,
    columns_of,
    give,
    plain_of,
    sent_again,
    taken_apart,
)

AGREED = LegalBasis(name="MY-TH", parties=("MY", "TH"))
TWO = ("person:s1", "person:s9")
OTHER = [("USES", "person:s9", "phone:+6421111111", {})]
SAID = {"why": "the same face", "handling": "H1", "tlp": "GREEN", "releasable_to": ("MY",)}


@pytest.fixture
def pair(tmp_path, keys):
    """A case of New Zealand's police with two records of one man, and a case of Malaysia's."""
    nz, my = agency(tmp_path, "NZ/Police"), agency(tmp_path, "MY/PDRM")
    acquaint(nz, my)
    acquaint(my, nz)
    fill(nz.ledger, "A", links=CHAIN, **OPEN)
    yield nz, my
    nz.close()
    my.close()


def state(nz, one="person:s1", other="person:s9", **told):
    return nz.state(one, Stated(same_as=other, **SAID | told))


def text_of(path, my):
    manifest, parts = taken_apart(plain_of(path, my))
    return json.dumps([manifest, *map(columns_of, parts)], ensure_ascii=False)


def pairs_in(path, my):
    manifest, _ = taken_apart(plain_of(path, my))
    return [tuple(one["same_as"]) for one in manifest["sources"] if "same_as" in one]


def test_what_a_giver_states_to_be_one_is_one_at_its_receiver(pair, tmp_path):
    nz, my = pair
    fill(nz.ledger, "B", links=OTHER, **OPEN)
    state(nz)
    give(nz, tmp_path / "p")

    arrived = my.share_receive(tmp_path / "p", today=TODAY)

    assert [one.judged for one in arrived.taken] == [False, False, True]
    assert my.entity_of("person:s9") == nz.entity_of("person:s9") == "person:s1"
    (told,) = my.ledger.judgements()
    assert ((told.left, told.right), told.verdict, told.who) == (TWO, "same", "NZ/Police")
    assert "NZ/Police" in told.reasons[0]
    assert my.check() == []


def test_how_it_is_known_and_who_stated_it_stays_inside(pair, tmp_path):
    nz, my = pair
    fill(nz.ledger, "B", links=OTHER, **OPEN)
    state(nz)
    give(nz, tmp_path / "p")

    assert "the same face" not in text_of(tmp_path / "p", my)


def test_it_goes_with_a_recall(pair, tmp_path):
    nz, my = pair
    fill(nz.ledger, "B", links=OTHER, **OPEN)
    state(nz)
    given = give(nz, tmp_path / "p")
    fill(my.ledger, "Z", links=[*CHAIN[:1], *OTHER], originator="MY/PDRM")
    my.share_receive(tmp_path / "p", today=TODAY)
    nz.share_recall(given.package, tmp_path / "r", reason="error")

    my.share_receive(tmp_path / "r", today=TODAY)

    assert my.ledger.judgements() == []
    assert my.entity_of("person:s9") == "person:s9"


def test_its_receiver_may_accept_it_or_take_it_back(pair, tmp_path):
    nz, my = pair
    fill(nz.ledger, "B", links=OTHER, **OPEN)
    state(nz)
    give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)

    my.decide(*TWO, "same", why="seen here too")
    agreed = my.entity_of("person:s9")
    for _ in range(2):
        my.undo(reason="not sure", pair=TWO)

    assert agreed == "person:s1"
    assert my.entity_of("person:s9") == "person:s9"


def test_it_joins_nobody_whom_the_receiver_told_apart(pair, tmp_path):
    nz, my = pair
    fill(nz.ledger, "B", links=OTHER, **OPEN)
    fill(my.ledger, "Z", links=[*CHAIN[:1], *OTHER], originator="MY/PDRM")
    my.decide(*TWO, "different", why="two faces")
    state(nz)
    give(nz, tmp_path / "p")

    my.share_receive(tmp_path / "p", today=TODAY)

    assert my.entity_of("person:s9") == "person:s9"


@pytest.mark.parametrize(
    "other",
    [SECRET, OPEN | {"releasable_to": []}, OPEN | {"retain_until": "2026-04-30"}],
    ids=["secret", "not for this partner", "overdue"],
)
def test_it_does_not_go_without_the_record_that_it_speaks_of(pair, tmp_path, other):
    """It would tell that there is such a record: the source that states it stays too."""
    nz, my = pair
    fill(nz.ledger, "B", links=OTHER, **other)
    state(nz)

    given = give(nz, tmp_path / "p")

    assert len(given.sources) == 1
    assert "person:s9" not in text_of(tmp_path / "p", my)
    assert pairs_in(tmp_path / "p", my) == []
    (item,) = [one for one in nz.share_check("MY", basis(), made=MADE) if "stated" in one.file]
    assert [one.code for one in item.fails] == ["record"]


@pytest.mark.parametrize("left_out", [1, 2])
def test_it_does_not_go_where_the_record_is_left_out_on_purpose(pair, tmp_path, left_out):
    nz, my = pair
    fill(nz.ledger, "B", links=OTHER, **OPEN)
    state(nz)
    without = nz.ledger.sources()[left_out].source.id

    give(nz, tmp_path / "p", without=[without])

    assert pairs_in(tmp_path / "p", my) == []


def test_it_does_not_go_where_it_may_not_itself(pair, tmp_path):
    nz, my = pair
    fill(nz.ledger, "B", links=OTHER, **OPEN)
    state(nz, handling="H3", tlp="RED", releasable_to=())

    give(nz, tmp_path / "p")

    assert pairs_in(tmp_path / "p", my) == []
    assert len(taken_apart(plain_of(tmp_path / "p", my))[0]["sources"]) == 2


def test_what_was_decided_or_scored_without_handling_of_its_own_stays_inside(pair, tmp_path):
    nz, my = pair
    fill(nz.ledger, "B", links=OTHER, **OPEN)
    nz.ledger.judge(*TWO, "same", who="splink", model="splink", score=0.99)
    nz.decide(*TWO, "same", why="seen")

    give(nz, tmp_path / "p")

    assert pairs_in(tmp_path / "p", my) == []


def test_what_was_taken_back_does_not_go(pair, tmp_path):
    nz, my = pair
    fill(nz.ledger, "B", links=OTHER, **OPEN)
    state(nz)
    nz.undo(reason="an error", pair=TWO)

    give(nz, tmp_path / "p")

    assert pairs_in(tmp_path / "p", my) == []


def test_of_somebody_hidden_it_does_not_go(pair, tmp_path):
    nz, my = pair
    victim = [("VICTIM_IN", "person:s9", "casefile:c", {}), ("CONTROLLED", "person:s2", "person:s9", {})]  # fmt: skip
    fill(nz.ledger, "B", links=[*OTHER, *victim], **OPEN)
    fill(nz.ledger, "C", links=[("USES", "person:s8", "phone:+6421111111", {})], **OPEN)
    state(nz, "person:s9", "person:s8")

    give(nz, tmp_path / "p")

    assert pairs_in(tmp_path / "p", my) == []
    assert not [one for one in ("person:s9", "person:s8") if one in text_of(tmp_path / "p", my)]


def test_where_a_person_inside_told_them_apart_all_is_held_back(pair, tmp_path):
    nz, _ = pair
    fill(nz.ledger, "B", links=OTHER, **OPEN)
    state(nz)
    nz.ledger.judge(*TWO, "different", who="another officer")

    with pytest.raises(ReleaseError, match="held back"):
        give(nz, tmp_path / "p")


def test_it_goes_on_with_its_originators_word(pair, tmp_path, keys):
    nz, my = pair
    th = agency(tmp_path, "TH/Police")
    acquaint(my, th)
    acquaint(th, my)
    both = {"releasable_to": ["MY", "TH"]}
    fill(nz.ledger, "C", links=CHAIN, **OPEN | both)
    fill(nz.ledger, "B", links=OTHER, **OPEN | both)
    state(nz, releasable_to=("MY", "TH"))
    give(nz, tmp_path / "p")
    my.share_receive(tmp_path / "p", today=TODAY)
    onward = basis(legal=(AGREED,), countries=("MY", "TH"))

    give(my, tmp_path / "q", audience="TH", plan=onward)
    th.share_receive(tmp_path / "q", today=TODAY)

    (told,) = th.ledger.judgements()
    assert (told.who, "MY/PDRM" in told.reasons[0]) == ("NZ/Police", True)
    th.close()


@pytest.mark.parametrize(
    "said",
    [
        ["person:s1"],
        ["person:s9", "person:s1"],
        ["person:s1", "person:s1"],
        ["person:s1", "organization:o"],
        ["phone:+6421111111", "phone:+60122222222"],
        ["person:s1", "person:unheard-of"],
        ["person:s1", 7],
        "person:s1 person:s9",
        {"left": "person:s1"},
        [["person:s1"], "person:s9"],
    ],
)
def test_what_a_partner_says_to_be_one_and_is_no_two_records_is_refused(pair, tmp_path, said):
    nz, my = pair
    fill(nz.ledger, "B", links=OTHER, **OPEN)
    state(nz)
    give(nz, tmp_path / "p")
    manifest, parts = taken_apart(plain_of(tmp_path / "p", my))
    manifest = copy.deepcopy(manifest)
    manifest["sources"][-1]["same_as"] = said
    sent_again(tmp_path / "q", nz, my, manifest, parts)
    before = my.digest(), my.ledger.version

    with pytest.raises(PackageError) as told:
        my.share_receive(tmp_path / "q", today=TODAY)

    assert told.value.where == "source 3"
    assert (my.digest(), my.ledger.version) == before


def test_stating_it_once_more_for_oneself_alone_changes_nothing_for_others(pair, tmp_path):
    """A withheld word would else be told by what is missing."""
    nz, my = pair
    fill(nz.ledger, "B", links=OTHER, **OPEN)
    state(nz)
    state(nz, handling="", tlp="", releasable_to=())
    nz.decide(*TWO, "same", why="seen again")

    give(nz, tmp_path / "p")

    assert pairs_in(tmp_path / "p", my) == [TWO]


def test_what_was_thought_better_of_names_the_two_no_more(pair, tmp_path):
    nz, my = pair
    fill(nz.ledger, "B", links=OTHER, **OPEN)
    state(nz)
    nz.decide(*TWO, "different", why="a twin")

    items = nz.share_check("MY", basis(), made=MADE)
    give(nz, tmp_path / "p")

    manifest, _ = taken_apart(plain_of(tmp_path / "p", my))
    assert [fault.code for one in items for fault in one.fails] == ["record"]
    assert [one["file"] for one in manifest["sources"]] == ["A.csv", "B.csv"]


@pytest.mark.parametrize(
    "said", [["organization:o", "person:s1"], ["phone:+60122222222", "phone:+6421111111"]]
)
def test_what_a_source_tells_of_and_is_no_two_people_is_never_one(pair, tmp_path, said):
    nz, my = pair
    owns = [*CHAIN, ("OWNS", "person:s1", "organization:o", {})]
    fill(nz.ledger, "B", links=owns, **OPEN)
    give(nz, tmp_path / "p")
    manifest, parts = taken_apart(plain_of(tmp_path / "p", my))
    manifest = copy.deepcopy(manifest)
    manifest["sources"][1]["same_as"] = said
    sent_again(tmp_path / "q", nz, my, manifest, parts)

    with pytest.raises(PackageError, match="no two records of a kind"):
        my.share_receive(tmp_path / "q", today=TODAY)

    assert my.ledger.sources() == []
