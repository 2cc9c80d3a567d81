"""What is shown rests on nothing that a record says of somebody whom no audience sees, as in packages."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import linkgraph as lg
from linkgraph.errors import ReleaseError
from linkgraph.share.blind import records_for
from linkgraph.share.comparable import comparable
from linkgraph.statements import Originator
from linkgraph.statements.stated import Stated, stated_batch, stated_source
from tests.builders import fill, make_source, new_ledger
from tests.case.test_giving import MADE
from tests.case.test_planning import CHAIN, S, asked, phone
from tests.partners import TODAY, basis, readable
from tests.period.periods import PERIOD, a_plan, enter
from tests.share.test_unsaid import in_one_record

OPEN = {"originator": "NZ/Police", "handling": "H0", "tlp": "CLEAR", "releasable_to": ["MY"]}
OTHER = {"originator": "LK/CID", "handling": "H1", "tlp": "AMBER", "releasable_to": ["MY"],
         "reliability": "A", "credibility": "1", "received": "2026-02-01"}  # fmt: skip
HER = ("VICTIM_IN", "person:v", "casefile:v", {})
KNOWN = [*CHAIN, HER, ("USES", "person:v", "phone:+65777", {})]
# Why somebody is shown to no audience.
HIDING = [
    [("INFORMANT_IN", "person:i", "casefile:i", {})],
    [("PROTECTED_IN", "person:i", "casefile:i", {})],
    [
        ("WITNESS_IN", "person:i", "casefile:i", {}),
        ("CONSENT_IN", "person:i", "casefile:i", {"consent": "refused"}),
    ],
]
ends = st.integers(0, 4)
said = st.lists(
    st.one_of(
        st.tuples(st.just("person"), ends, st.sampled_from(["names", "aliases", "notes"])),
        st.tuples(st.just("ASSOCIATE_OF"), ends, ends),
        st.tuples(st.just("TRAVELLED_ON"), ends, ends),
        st.tuples(st.just("NATIONAL_OF"), ends, st.sampled_from(["TH", "VN"])),
        st.tuples(st.just("CALLED"), ends, ends),
        st.tuples(st.just("USES"), st.sampled_from([*range(5), "i"]), st.integers(0, 9)),
        st.tuples(st.just("RECRUITED"), ends, ends),
        st.tuples(st.just("hers"), ends),
    ),
    max_size=4,
)


def claims(told):
    """Return entities and links of what a record says."""
    entities, links = [], []
    for kind, one, *rest in told:
        match kind:
            case "person":
                entities.append((S[one], {rest[0]: ["Qorvax"]}))
            case "CALLED":
                of = {"at": "2026-02-03T04:05:06Z", "id": f"called:x{len(links)}"}
                links.append((kind, phone(one), phone(rest[0]), of))
            case "USES":
                links.append((kind, f"person:{one}" if one == "i" else S[one], phone(rest[0]), {}))
            case "TRAVELLED_ON":
                links.append((kind, S[one], f"trip:T{rest[0]}", {}))
            case "NATIONAL_OF":
                links.append((kind, S[one], f"country:{rest[0]}", {}))
            case "hers":
                links.append(("USES", S[one], "phone:+65777", {}))
            case _ if one != rest[0]:
                of = {"id": f"{kind.lower()}:x{len(links)}"} if kind == "RECRUITED" else {}
                links.append((kind, S[one], S[rest[0]], of))
    return entities, links


def made_of(case, plan):
    """Return what leaves of a case beside packages: pictures and reports are made of a release alone."""
    release = case.release(audience="MY", made=MADE)
    return repr(release), case.plan_release(plan, "MY", made=MADE).to_json()


@settings(max_examples=8, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.sampled_from(HIDING), st.lists(said, min_size=1, max_size=3))
def test_what_leaves_is_as_if_a_record_of_somebody_shown_to_nobody_had_never_come(hiding, records):
    with tempfile.TemporaryDirectory() as folder:
        case = lg.create_case(Path(folder), jurisdiction="NZ", agency="Joint cell")
        fill(case.ledger, "A", links=KNOWN, **OPEN)
        plan = case.plan(asked())
        before = made_of(case, plan)
        for number, told in enumerate(records):
            entities, links = claims(told)
            batch = in_one_record(f"W{number}", [*hiding, *links], entities)
            case.ledger.append(make_source(f"W{number}", **OTHER), [batch], who="tester")

        assert made_of(case, plan) == before
        case.close()


def names_his_mother(ledger):
    """Let a record say of somebody that is shown all the same, that she is the victim's mother."""
    mother = ("FAMILY_OF", S[1], "person:v", {"relationship": "mother"})
    told = [(S[1], {"aliases": ["Qorvax"]})]
    hers = [("USES", S[1], "phone:+65888", {}), ("OWNS", S[1], "organization:stall", {})]
    batch = in_one_record("W", [mother, *hers], told)
    ledger.append(make_source("W", **OTHER), [batch], who="tester")


@pytest.fixture
def case(tmp_path):
    made = lg.create_case(tmp_path, jurisdiction="NZ", agency="Joint cell")
    yield made
    made.close()


def test_a_record_says_nothing_of_whom_it_names_as_family_of_somebody_hidden(case):
    fill(case.ledger, "A", links=KNOWN, **OPEN)
    names_his_mother(case.ledger)

    release = case.release(audience="MY", made=MADE)

    (shown,) = (one for one in release.entities if one.id == S[1])
    assert shown.originators == ("NZ/Police",)
    assert "aliases" not in shown.properties
    assert {"phone:+65888", "organization:stall"}.isdisjoint(one.id for one in release.entities)
    assert "phone:+65888" not in readable(case.ledger, plan=basis("person:v", S[1], steps=9))
    assert "Qorvax" not in case.plan_release(case.plan(asked()), "MY", made=MADE).to_json()


def test_the_own_agency_is_shown_all_that_records_say(case):
    fill(case.ledger, "A", links=KNOWN, **OPEN)
    names_his_mother(case.ledger)

    (shown,) = (one for one in case.release(made=MADE).entities if one.id == S[1])

    assert shown.properties["aliases"] == ("Qorvax",)


@pytest.mark.parametrize("hiding", HIDING)
def test_nothing_that_such_a_record_alone_tells_is_compared_or_encoded(hiding, tmp_path):
    ledger = new_ledger(tmp_path)
    fill(ledger, "A", links=CHAIN, entities=[(S[1], {"names": ["Somchai"]})], **OPEN)
    own, to = Originator.parse("NZ/Police"), Originator.parse("MY")
    compared = comparable(ledger, to, TODAY)
    encoded = records_for(ledger, own, to, TODAY)
    told = [*hiding, ("USES", S[1], "phone:+65999", {})]
    batch = in_one_record("W", told, [(S[1], {"aliases": ["Qorvax"]})])
    ledger.append(make_source("W", **OPEN), [batch], who="tester")

    assert comparable(ledger, to, TODAY) == compared
    found = records_for(ledger, own, to, TODAY)
    assert found.records == encoded.records
    assert found.protected == encoded.protected + 1


ALONE = ("ASSOCIATE_OF", S[5], S[0], {})


@pytest.mark.parametrize("hiding", HIDING)
@pytest.mark.parametrize(
    "role",
    [
        ("SUSPECT_IN", S[5], "casefile:c", {}),
        ("SUSPECT_IN", "person:v", "casefile:c", {}),
        ("WITNESS_IN", "person:v", "casefile:v", {}),
        ("VICTIM_IN", "person:w", "casefile:c", {}),
    ],
)
def test_no_role_is_shown_that_such_a_record_alone_gives(case, hiding, role):
    witness = ("WITNESS_IN", "person:w", "casefile:w", {})
    fill(case.ledger, "A", links=[*KNOWN, ALONE, witness], **OPEN)
    before = case.release(audience="MY", made=MADE)
    counted = case.victim_table("MY", made=MADE)
    batch = in_one_record("W", [*hiding, role])
    case.ledger.append(make_source("W", **OTHER), [batch], who="tester")

    assert case.release(audience="MY", made=MADE) == before
    assert case.victim_table("MY", made=MADE).rows == counted.rows


W, D1, D2 = "person:w", "person:d1", "person:d2"
# People whom a role hides, of whom such a record may say more; two of them with documents of their own.
HIDDEN = [
    ("WITNESS_IN", W, "casefile:w", {}),
    ("WITNESS_IN", D1, "casefile:w", {}),
    ("VICTIM_IN", D2, "casefile:w", {}),
    ("HOLDS", D1, "passport:TH:AA111111", {}),
    ("HOLDS", D2, "passport:TH:AA222222", {}),
    *(("ASSOCIATE_OF", S[1], one, {}) for one in ("person:v", W, D1, D2)),
]
GIVES_MORE = {
    "victim": ("VICTIM_IN", W, "casefile:x", {}),
    "exploited": ("EXPLOITED", S[0], W, {"id": "exploited:x", "exploitation": "labour"}),
    "document": ("HOLDS", D1, "passport:TH:AA222222", {}),
    "telephone": ("USES", D1, "phone:+65777", {}),
    "with a suspect": ("USES", S[0], "phone:+65777", {}),
    "with another suspect": ("USES", S[2], "phone:+65777", {}),
    "with somebody else": ("USES", S[5], "phone:+65777", {}),
}


@pytest.mark.parametrize("more", GIVES_MORE.values(), ids=GIVES_MORE)
@pytest.mark.parametrize("hiding", HIDING)
def test_hidden_people_are_called_and_numbered_as_if_such_a_record_had_never_come(
    case, hiding, more
):
    fill(case.ledger, "A", links=[*KNOWN, *HIDDEN], **OPEN)

    def told():
        package = readable(case.ledger, plan=basis(*S[:5], steps=3))
        return case.release(audience="MY", made=MADE), package

    before = told()
    case.ledger.append(make_source("W", **OTHER), [in_one_record("W", [*hiding, more])], who="x")

    assert told() == before


@pytest.mark.parametrize("hiding", HIDING)
def test_a_plan_that_leaves_is_made_by_the_roles_that_are_told(case, hiding):
    """A suspect who is a witness stands in the network of a plan, a victim does not."""
    fill(case.ledger, "A", links=[*KNOWN, ("WITNESS_IN", S[2], "casefile:w", {})], **OPEN)
    plan = case.plan(asked())
    before = case.plan_release(plan, "MY", made=MADE).to_json()
    batch = in_one_record("W", [*hiding, ("VICTIM_IN", S[2], "casefile:x", {})])
    case.ledger.append(make_source("W", **OTHER), [batch], who="tester")

    assert case.plan_release(plan, "MY", made=MADE).to_json() == before
    assert S[2] not in before


HOME = [
    ("LOCATED_AT", "person:v", "location:home", {}),
    ("LOCATED_AT", "person:n", "location:home", {}),
    ("ASSOCIATE_OF", S[0], "person:n", {}),
    ("ASSOCIATE_OF", S[0], "person:v", {}),
]
MOTHER = ("FAMILY_OF", "person:m", "person:v", {"relationship": "mother"})
NO_HOME = {
    "a suspect's": [("SUSPECT_IN", "person:n", "casefile:x", {})],
    "where a suspect is": [("LOCATED_AT", S[0], "location:home", {})],
    "a mother accused": [("SUSPECT_IN", "person:m", "casefile:x", {})],
    "a mother in a syndicate": [("MEMBER_OF", "person:m", "syndicate:q", {})],
}


@pytest.mark.parametrize("more", NO_HOME.values(), ids=NO_HOME)
def test_no_home_and_no_family_is_told_since_such_a_record_accuses_who_is_there(case, more):
    links = [*KNOWN, *HOME, ("SUSPECT_IN", S[0], "casefile:c", {})]
    fill(case.ledger, "A", links=links, **OPEN)
    case.ledger.append(make_source("B", **OTHER), [in_one_record("B", [MOTHER])], who="x")

    def told():
        package = readable(case.ledger, plan=basis(*S[:5], steps=3))
        return case.release(audience="MY", made=MADE), package

    before = told()
    for name, hiding in zip("XYZ", HIDING, strict=True):
        batch = in_one_record(name, [*hiding, *more])
        case.ledger.append(make_source(name, **OTHER), [batch], who="x")

    assert told() == before


def states_same(ledger, one, other):
    """Let somebody of the own agency state for the audience that two records are one."""
    own = Originator.parse("NZ/Police")
    said = Stated(why="x", same_as=other, handling="H1", tlp="GREEN", releasable_to=("MY",))
    source = stated_source(one, said, own, "tan", "0" * 16)
    ledger.append(source, [stated_batch(one, said, source)], who="tan", action="stated")
    ledger.judge(one, other, "same", who="tan", reasons=["x"], source_id=source.id)


@pytest.mark.parametrize("hiding", HIDING)
@pytest.mark.parametrize("one", [S[1], "person:v"])
def test_nobody_is_called_by_the_id_of_a_record_that_such_a_record_alone_tells_of(
    case, hiding, one
):
    fill(case.ledger, "A", links=KNOWN, **OPEN)
    plan = case.plan(asked())
    before = made_of(case, plan), case.release(audience="MY", made=MADE, around=[one])
    mention = ("ASSOCIATE_OF", hiding[0][1], "person:a0", {})
    named = [("person:a0", {"names": ["Qorvax"]})]
    batch = in_one_record("W", [*hiding, mention], named)
    case.ledger.append(make_source("W", **OTHER), [batch], who="tester")
    states_same(case.ledger, "person:a0", one)

    assert (made_of(case, plan), case.release(audience="MY", made=MADE, around=[one])) == before
    assert "person:a0" in {found.id for found in case.release(reveal="x", made=MADE).entities}


def test_a_role_of_the_least_of_an_entitys_records_hides_whoever_it_is_called_after(case):
    fill(case.ledger, "A", links=CHAIN, **OPEN)
    told = [HIDING[0][0], ("VICTIM_IN", "person:a0", "casefile:v", {})]
    batch = in_one_record("W", told)
    case.ledger.append(make_source("W", **OTHER), [batch], who="tester")
    states_same(case.ledger, "person:a0", "person:b0")
    fill(case.ledger, "B", links=[("USES", "person:b0", "phone:+65888", {})], **OPEN)

    shown = {one.id for one in case.release(audience="MY", made=MADE).entities}

    assert {"victim-1", "phone-of-victim-1-1"} <= shown
    assert shown.isdisjoint({"person:a0", "person:b0", "phone:+65888"})


def card(number):
    return (f"national_id:{number}", {"countries": ["TH"]})


CARDS = [("HOLDS", one, f"national_id:{n}", {}) for one, n in ((S[1], 111), ("person:b0", 222))]
# What is told, and what only such a record tells, so that two records could not be one.
APART = {
    "two identity cards": ([], CARDS, [card("111"), card("222")]),
    "the second card": (CARDS[:1], CARDS[1:], [card("111"), card("222")]),
    "the cards' country": (CARDS, [], [card("111"), card("222")]),
}


@pytest.mark.parametrize(("openly", "links", "entities"), APART.values(), ids=APART)
@pytest.mark.parametrize("hiding", HIDING)
def test_records_are_one_though_such_a_record_would_keep_them_apart(
    case, hiding, openly, links, entities
):
    known = [*CHAIN, HER, ("ASSOCIATE_OF", "person:b0", S[3], {}), *openly]
    fill(case.ledger, "A", links=known, entities=[("person:c0", {"names": ["Somchai"]})], **OPEN)
    states_same(case.ledger, "person:b0", "person:c0")
    states_same(case.ledger, "person:c0", S[1])
    plan = case.plan(asked())
    before = made_of(case, plan), readable(case.ledger, plan=basis(*S[:5], steps=3))
    batch = in_one_record("W", [*hiding, *links], entities)
    case.ledger.append(make_source("W", **OTHER), [batch], who="tester")

    assert (made_of(case, plan), readable(case.ledger, plan=basis(*S[:5], steps=3))) == before
    assert S[1] not in before[0][0]


def speaks_of_an_informant(ledger, links=(), entities=()):
    batch = in_one_record("W", [*HIDING[0], *links], entities)
    ledger.append(make_source("W", **OTHER), [batch], who="tester")


def left_of(case):
    """Return what leaves: a release, a period, a package; a refusal where it is held back."""
    made = []
    for make in (
        lambda: repr(case.release(audience="MY", made=MADE)),
        lambda: repr(case.period_release("JPA", "MY", made=MADE)),
        lambda: readable(case.ledger, plan=basis(*S[:3], steps=2)),
        lambda: repr(comparable(case.ledger, Originator.parse("MY"), TODAY)),
    ):
        try:
            made.append(make())
        except ReleaseError as refused:
            made.append(refused.what)
    return made


VANIDA = ("person:v", {"names": ["Vanida Rattana"], "native_ids": ["TH12-345"]})
HERS_TOO = ("USES", S[0], "phone:+6577712345", {})


@pytest.mark.parametrize(
    ("links", "entities"),
    [
        ((), [(S[2], {"aliases": ["Rattana Boon"]})]),
        ((), [("focalpoint:f", {"period": "JPA", "country": "MY", "official": "Rattana Boon"})]),
        ([HERS_TOO], ()),
    ],
)
def test_what_a_record_on_an_informant_says_of_others_excuses_no_text_on_a_victim(
    case, links, entities
):
    told = [(S[1], {"notes": ["met Rattana Boon, TH12-345, on 6577712345"]}), VANIDA]
    booked = [
        ("USES", "person:v", "phone:+6577712345", {}),
        ("BOOKED_FOR", "phone:+6577712345", S[0], {"booking": "ABCDEF"}),
        ("TRAVELLED_ON", S[0], "trip:T0", {"booking": "ABCDEF"}),
    ]
    fill(case.ledger, "A", entities=told, links=[*KNOWN, *booked], **OPEN)
    risks = ("Rattana Boon may be near", "see TH12-345", "call 6577712345")
    marks = {"handling": "H0", "tlp": "CLEAR", "releasable_to": ["MY"]}
    enter(case.ledger, "P", PERIOD, a_plan(risks=risks, subjects=(S[1],)), **marks)
    before = left_of(case)
    speaks_of_an_informant(case.ledger, links, entities)

    assert left_of(case) == before
    assert not any(
        text in one for one in before for text in ("Rattana", "TH12-345", "7712345", "ABCDEF")
    )


def test_a_withheld_victims_telephone_holds_back_whoever_else_such_a_record_says_has_it(case):
    called = {"at": "2026-02-03T04:05:06Z"}
    of_hers = ("CALLED", phone(1), "phone:+65990123456", called)
    fill(case.ledger, "A", links=[*CHAIN, of_hers], **OPEN)
    hers = [("VICTIM_IN", "person:z", "casefile:z", {}), ("USES", "person:z", of_hers[2], {})]
    fill(case.ledger, "X", links=hers, originator="TH/Police", handling="H0", tlp="CLEAR")
    speaks_of_an_informant(case.ledger, [("USES", S[1], of_hers[2], {})])

    with pytest.raises(ReleaseError, match="held back"):
        case.release(audience="MY", made=MADE)
    with pytest.raises(ReleaseError, match="held back"):
        comparable(case.ledger, Originator.parse("MY"), TODAY)


HER_MOTHERS = [
    ("FAMILY_OF", "person:m", "person:v", {"relationship": "mother"}),
    ("USES", "person:m", "phone:+65990444444", {}),
]


@pytest.mark.parametrize(
    ("links", "entities"),
    [
        ((), [("phone:+65990444444", {})]),
        ([("USES", S[2], "phone:+65990444444", {})], ()),
    ],
)
def test_what_a_record_on_an_informant_says_lets_out_no_telephone_of_a_victims_mother(
    case, links, entities
):
    told = [(S[1], {"notes": ["call 65990444444"]})]
    fill(case.ledger, "A", entities=told, links=KNOWN, **OPEN)
    mother = in_one_record("M", HER_MOTHERS, [("person:m", {"names": ["Somjai Panthong"]})])
    case.ledger.append(make_source("M", **OPEN), [mother], who="tester")
    marks = {"handling": "H0", "tlp": "CLEAR", "releasable_to": ["MY"]}
    enter(case.ledger, "P", PERIOD, a_plan(risks=("call 65990444444",)), **marks)
    before = left_of(case)
    speaks_of_an_informant(case.ledger, links, entities)

    assert left_of(case) == before
    assert not any("990444444" in one for one in before)


def test_a_withheld_victims_car_holds_back_whoever_else_such_a_record_says_owns_it(case):
    fill(case.ledger, "A", links=[*CHAIN, ("OWNS", "person:p", "vehicle:x1", {})], **OPEN)
    hers = [("VICTIM_IN", "person:p", "casefile:z", {})]
    fill(case.ledger, "X", links=hers, originator="TH/Police", handling="H0", tlp="CLEAR")
    speaks_of_an_informant(case.ledger, [("OWNS", S[2], "vehicle:x1", {})])

    with pytest.raises(ReleaseError, match="held back"):
        case.release(audience="MY", made=MADE, around=["vehicle:x1"], depth=0)
