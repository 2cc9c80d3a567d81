import pytest

from linkgraph.errors import UnknownName
from linkgraph.schema import load_schema
from linkgraph.schema.model import PROPERTY_TYPES

SCHEMA = load_schema()
# What kglite answers with things of its own, whatever was stored.
RESERVED = {"name", "title", "type", "label", "node_type", "start", "end", "source", "target"}

everything = [*SCHEMA.kinds.values(), *SCHEMA.links.values()]


@pytest.mark.parametrize("part", everything, ids=lambda p: p.name)
def test_no_property_takes_a_word_that_an_engine_reserves(part):
    assert not set(part.properties) & RESERVED


@pytest.mark.parametrize("part", everything, ids=lambda p: p.name)
def test_every_property_has_a_known_type_and_every_code_its_list(part):
    for prop in part.properties.values():
        assert prop.type in PROPERTY_TYPES
        assert prop.type != "code" or prop.name in SCHEMA.enumerations
        assert prop.type != "money" or prop.currency_in in part.properties


@pytest.mark.parametrize("kind", SCHEMA.kinds.values(), ids=lambda k: k.name)
def test_a_kind_says_what_it_means_and_how_it_is_identified(kind):
    assert kind.says
    assert kind.pole in {"P", "O", "L", "E"}
    assert kind.identity == "key" or kind.value in kind.properties


@pytest.mark.parametrize("link", SCHEMA.links.values(), ids=lambda k: k.name)
def test_a_link_joins_kinds_that_there_are(link):
    assert link.says
    assert set(link.starts) | set(link.ends) <= set(SCHEMA.kinds)


def test_prefixes_tell_kinds_apart():
    prefixes = [kind.prefix for kind in SCHEMA.kinds.values()]
    assert len(set(prefixes)) == len(prefixes)


def test_each_instant_has_a_twin_in_seconds():
    assert SCHEMA.links["PAID"].properties["at_s"].type == "integer"
    assert SCHEMA.kinds["Trip"].properties["departed_s"].type == "integer"


def test_a_role_is_a_link_and_never_a_kind():
    assert set(SCHEMA.roles) >= {"suspect", "victim", "witness", "informant", "protected"}
    assert not {"Suspect", "Victim", "Witness"} & set(SCHEMA.kinds)


def test_links_that_join_everybody_are_not_followed_by_themselves():
    ties = SCHEMA.ties()
    assert {"PAID", "CALLED", "HOLDS", "USES"} <= set(ties)
    assert not {"NATIONAL_OF", "IN_JURISDICTION", "SUSPECT_IN", "VICTIM_IN"} & set(ties)


def test_strictness_is_ordered_and_the_last_is_what_a_missing_code_means():
    assert SCHEMA.handling == ("H0", "H1", "H2", "H3")
    assert SCHEMA.tlp == ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")


@pytest.mark.parametrize("look_up", [SCHEMA.kind, SCHEMA.link])
def test_a_misspelt_name_offers_the_nearest(look_up):
    known = "Person" if look_up == SCHEMA.kind else "PAID"

    assert look_up(known).name == known
    with pytest.raises(UnknownName, match="no "):
        look_up(known + "X")


@pytest.mark.parametrize(
    ("scheme", "code", "place"),
    [("admiralty", "A", 0), ("admiralty", "F", 5), ("uk_3x5x2", "3", 2), ("europol_4x4", "", 4),
     ("uk_3x5x2", "A", 3)],
)  # fmt: skip
def test_a_grade_has_its_place_in_its_own_scheme(scheme, code, place):
    assert load_schema().grade_place(scheme, "reliability", code) == place
