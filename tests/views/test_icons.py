"""Icons tell kinds and roles apart, by form and not by colour alone."""

from itertools import combinations
from urllib.parse import unquote

import pytest
from defusedxml import ElementTree

from linkgraph.schema import load_schema
from linkgraph.views.icons import KINDS, ROLE_RINGS, icon_key, icon_uri
from tests.views.test_drawing import contrast

DRAWN = [kind.name for kind in load_schema().kinds.values() if kind.projected]


def svg(kind, *roles):
    return unquote(icon_uri(kind, roles).removeprefix("data:image/svg+xml,"))


@pytest.mark.parametrize("kind", DRAWN)
def test_each_kind_that_is_drawn_has_an_icon_of_its_own(kind):
    assert kind in KINDS


def test_no_two_kinds_have_the_same_form():
    forms = [(plate, sign) for plate, _, sign in KINDS.values()]

    assert len(set(forms)) == len(forms)


def test_plates_of_one_colour_differ_in_sign_and_of_other_colours_in_form():
    for (one, (_, _, sign)), (other, (_, _, other_sign)) in combinations(KINDS.items(), 2):
        assert sign != other_sign, (one, other)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_plate_is_seen_on_white_and_its_sign_on_the_plate(kind):
    assert contrast(KINDS[kind][1]) >= 3


@pytest.mark.parametrize("kind", [*sorted(KINDS), "unheard of", "<script>"])
@pytest.mark.parametrize("roles", [(), ("suspect",), ("suspect", "victim", "witness")])
def test_an_icon_is_well_formed_and_holds_no_script(kind, roles):
    root = ElementTree.fromstring(svg(kind, *roles))

    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "g", "path", "circle", "rect"}


@pytest.mark.parametrize("role", sorted(ROLE_RINGS))
def test_a_role_adds_a_ring(role):
    assert ROLE_RINGS[role] in svg("Person", role)
    assert ROLE_RINGS[role] not in svg("Person")


def test_somebody_of_two_roles_has_both_rings():
    both = svg("Person", "suspect", "victim")

    assert ROLE_RINGS["suspect"] in both
    assert ROLE_RINGS["victim"] in both


def test_rings_differ_in_form():
    forms = {
        ring.replace("#", "").partition("stroke=")[0] + ring.partition("stroke-width")[2]
        for ring in ROLE_RINGS.values()
    }

    assert len(forms) == len(ROLE_RINGS)


@pytest.mark.parametrize("role", ["informant", "protected"])
def test_an_informant_cannot_be_told_from_a_witness_from_afar(role):
    assert icon_key("Person", (role,)) == icon_key("Person", ("witness",))
    assert svg("Person", role) == svg("Person", "witness")


def test_a_kind_without_an_icon_gets_a_plain_dot():
    assert svg("unheard of") == svg("another")
    assert svg("unheard of") not in {svg(kind) for kind in KINDS}
