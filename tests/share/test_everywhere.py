"""A hidden person's name and numbers written into every property of every kind and link: none leaves."""

import pytest

from linkgraph.errors import ReleaseError
from linkgraph.schema import load_schema
from linkgraph.share.naming import of_another
from tests.builders import fill, new_ledger
from tests.partners import CHAIN, OPEN, SECRET, basis, readable
from tests.share.releases import release

SAID = "saw Siti Aminah 60111111111 AA998877 K471199"
MEANT = "Aminah's, and Siti A."
HER = ("person:v", {"names": ["Siti Aminah"], "native_ids": ["K471199"]})
HERS = [
    ("VICTIM_IN", "person:v", "casefile:c", {}),
    ("USES", "person:v", "phone:+60111111111", {}),
    ("HOLDS", "person:v", "passport:AA998877", {}),
]
TOLD = ("siti", "aminah", "0111111111", "aa998877", "k471199")
SCHEMA = load_schema()
# These say that somebody stays out whole.
STAY_OUT = {"INFORMANT_IN", "PROTECTED_IN"}


@pytest.fixture
def ledger(tmp_path):
    return new_ledger(tmp_path)


def filled(properties, text, *, free=False):
    """Return every property that holds words, or of these the free ones, with a text in it."""
    types = {"text", "name", "address"}
    return {
        one.name: [text] if one.many else text
        for one in properties.values()
        if one.type in types and (one.free or not free)
    }


def everything(text, *, free=False):
    """Return one entity of each kind and one link of each type whose properties hold a text."""
    ids = {
        kind: "person:s1" if kind == "Person" else f"{one.prefix}:zz"
        for kind, one in SCHEMA.kinds.items()
    }
    entities = [
        (ids[kind], filled(one.properties, text, free=free)) for kind, one in SCHEMA.kinds.items()
    ]
    links = []
    for name, one in SCHEMA.links.items():
        start, end = one.starts[0], one.ends[0]
        if name not in STAY_OUT and "Jurisdiction" not in {start, end}:
            other = "person:s2" if start == end == "Person" else ids[end]
            links.append(
                (
                    name,
                    ids[start],
                    other,
                    filled(one.properties, text, free=free) | {"id": f"{name.lower()}:x"},
                )
            )
    return entities, links, tuple(ids.values())


def told(made):
    return [one for one in TOLD if one in made.casefold()]


@pytest.mark.parametrize(("text", "free"), [(SAID, False), (MEANT, True)], ids=["said", "meant"])
def test_no_property_of_any_kind_or_link_lets_her_out(ledger, text, free):
    entities, links, subjects = everything(text, free=free)
    fill(ledger, "A", links=[*CHAIN, *HERS, *links], entities=[HER, *entities], **OPEN)

    assert told(readable(ledger, plan=basis(*subjects))) == []
    assert told(repr(release(ledger, "MY"))) == []
    assert told(repr(release(ledger))) == []


@pytest.mark.parametrize(
    "name", ["Siti Aminah's husband", "suami Siti Aminah", "friend of Aminah Siti", "Aminah's man"]
)
@pytest.mark.parametrize("column", ["names", "aliases", "romanised"])
def test_what_somebody_is_called_by_her_name_does_not_go(ledger, column, name):
    fill(
        ledger, "A", links=[*CHAIN, *HERS], entities=[HER, ("person:s1", {column: [name]})], **OPEN
    )

    made = release(ledger, "MY")
    assert told(readable(ledger)) == []
    assert told(repr(made)) == []


def test_whom_only_a_withheld_source_protects_is_nobodys_husbands_name_either(ledger):
    fill(ledger, "A", links=CHAIN, entities=[("person:s1", {"aliases": ["Siti Aminah's husband"]})], **OPEN)  # fmt: skip
    fill(ledger, "B", links=HERS, entities=[HER], **SECRET)

    with pytest.raises(ReleaseError, match="held back"):
        readable(ledger)
    with pytest.raises(ReleaseError, match="held back"):
        release(ledger, "MY")


def test_a_longer_name_that_holds_hers_is_somebody_elses(ledger):
    him = ("person:s1", {"names": ["Siti Aminah binti Rahman"]})
    fill(ledger, "A", links=[*CHAIN, *HERS], entities=[HER, him], **OPEN)

    assert "Rahman" in readable(ledger)
    assert "Rahman" in repr(release(ledger, "MY"))


HER_ID = "person:fedcba9876543210beef"
POINTING = [
    ("investigation:p", {"subjects": ["person:s1", HER_ID]}),
    ("person:s1", {"notes": [f"see {HER_ID}", "tall"]}),
    ("organization:o", {"names": ["FEDCBA9876543210BEEF Ltd"]}),
]


def test_an_id_of_hers_stands_in_no_text(ledger):
    """Who had it from an earlier package would know whom a number stands for."""
    hers = [("VICTIM_IN", HER_ID, "casefile:c", {}), ("OWNS", "person:s1", "organization:o", {})]
    fill(ledger, "A", links=[*CHAIN, *hers], entities=POINTING, **OPEN)

    made = readable(ledger, plan=basis("person:s1", "investigation:p"))

    assert "fedcba9876543210" not in made.casefold()
    assert "tall" in made
    assert "fedcba9876543210" not in repr(release(ledger, "MY")).casefold()
    assert "fedcba9876543210" not in repr(release(ledger)).casefold()


@pytest.mark.parametrize("told", POINTING[1:], ids=["note", "name"])
def test_an_id_of_somebody_whom_only_a_withheld_source_protects_holds_all_back(ledger, told):
    owns = ("OWNS", "person:s1", "organization:o", {})
    fill(ledger, "A", links=[*CHAIN, owns], entities=[told], **OPEN)
    fill(ledger, "B", links=[("VICTIM_IN", HER_ID, "casefile:c", {})], **SECRET)

    with pytest.raises(ReleaseError, match="held back"):
        readable(ledger, plan=basis("person:s1", "investigation:p"))


@pytest.mark.parametrize(
    ("name", "speaks"),
    [
        ("Siti Aminah's husband", True), ("isteri Ahmad", True), ("mother of Ali", True),
        ("Siti Aminah", False), ("Ahmad bin Yusof", False), ("", False), ("Thomson", False),
        ("asawa ni Rose Santos", True), ("esposo de Ana Luz", True), ("Nomar Asawani", False),
        ("\u0632\u0648\u062c \u0623\u0645\u064a\u0646\u0629", True), ("\u0623\u0645 \u0623\u0645\u064a\u0646\u0629", True),
        ("\u0645\u062d\u0645\u062f \u062d\u0633\u0646", False), ("\u0623\u0645\u064a\u0646\u0629 \u064a\u0648\u0633\u0641", False),
        ("\u0e41\u0e1f\u0e19\u0e2a\u0e21\u0e28\u0e23\u0e35", True), ("\u0e2a\u0e21\u0e28\u0e23\u0e35 \u0e43\u0e08\u0e14\u0e35", False),
        ("\u738b\u5c0f\u660e\u7684\u4e08\u592b", True), ("\u738b\u5c0f\u660e", False),
    ],
)  # fmt: skip
def test_a_name_speaks_of_another_by_what_people_are_to_each_other(name, speaks):
    assert of_another(name) == speaks


@pytest.mark.parametrize(
    ("hers", "his"),
    [
        (
            "\u0e2a\u0e21\u0e28\u0e23\u0e35 \u0e43\u0e08\u0e14\u0e35",
            "\u0e41\u0e1f\u0e19\u0e2a\u0e21\u0e28\u0e23\u0e35",
        ),
        (
            "\u0623\u0645\u064a\u0646\u0629 \u064a\u0648\u0633\u0641",
            "\u0632\u0648\u062c \u0623\u0645\u064a\u0646\u0629",
        ),
        ("Rose Santos", "asawa ni Rose Santos"),
    ],
)
def test_a_name_that_says_whose_husband_he_is_leaves_in_no_language(ledger, hers, his):
    people = [("person:v", {"names": [hers]}), ("person:s1", {"names": [his, "Somchai Khamsaen"]})]
    victim = [("VICTIM_IN", "person:v", "casefile:c", {})]
    fill(ledger, "A", links=[*CHAIN, *victim], entities=people, **OPEN)

    for made in (readable(ledger), repr(release(ledger, "MY"))):
        assert his not in made
        assert "Somchai Khamsaen" in made
