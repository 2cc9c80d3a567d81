"""No link is lost on the way to the page, and what a line shows is so."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.schema import load_schema
from linkgraph.views.drawing import FAMILIES, bundle_links, draw, family, line_style
from linkgraph.views.layout import place
from linkgraph.views.part import choose_part
from tests.views.releases import case_of, entity, link, release, small


def drawn(given_release):
    part = choose_part(given_release, 100_000)
    index = {one.id: number for number, one in enumerate(part.entities)}
    lines = bundle_links(part.links, index)
    return part, lines, draw(part, place(part, index), lines)


ends = st.sampled_from(["a", "b", "c"])
some_links = st.lists(
    st.tuples(ends, ends, st.sampled_from(["PAID", "CALLED"]), st.sampled_from(["A1", "C3", ""])),
    max_size=30,
)


def links_of(rows):
    return [link(n, a, b, t, grade=g) for n, (a, b, t, g) in enumerate(rows)]


INDEX = {"a": 0, "b": 1, "c": 2}


@given(some_links)
def test_each_link_is_on_exactly_one_line(rows):
    lines = bundle_links(links_of(rows), INDEX)

    assert sorted(number for line in lines for number in line.links) == list(range(len(rows)))


@given(some_links)
def test_what_shares_a_line_is_alike(rows):
    links = links_of(rows)

    for line in bundle_links(links, INDEX):
        for number in line.links:
            one = links[number]
            assert (INDEX[one.start], INDEX[one.end]) == (line.start, line.end)
            assert (one.type, line_style(one.grade)) == (line.type, line.style)


@given(some_links)
def test_lines_between_the_same_two_are_bent_apart(rows):
    bends = Counter(
        (frozenset((line.start, line.end)), line.bend)
        for line in bundle_links(links_of(rows), INDEX)
    )

    assert set(bends.values()) <= {1}


@pytest.mark.parametrize(("count", "lines"), [(1, 1), (5, 5), (6, 1), (40, 1)])
def test_up_to_five_links_are_lines_of_their_own(count, lines):
    links = links_of([("a", "b", "PAID", "A1")] * count)

    assert len(bundle_links(links, INDEX)) == lines


def test_both_directions_of_many_payments_are_told_apart():
    links = links_of([("a", "b", "PAID", "A1")] * 4 + [("b", "a", "PAID", "A1")] * 4)

    assert [(line.start, line.end, len(line.links)) for line in bundle_links(links, INDEX)] == [
        (0, 1, 4),
        (1, 0, 4),
    ]


def test_bends_of_opposite_links_do_not_fall_together():
    _, _, drawing = drawn(
        release(
            [entity("a"), entity("b")], links_of([("a", "b", "PAID", ""), ("b", "a", "PAID", "")])
        )
    )

    # Seen from one's own start, each bows to its own side.
    assert [edge["smooth"]["type"] for edge in drawing.edges] == ["curvedCCW", "curvedCCW"]


@pytest.mark.parametrize(
    ("grade", "style"),
    [
        ("A1", "solid"),
        ("B2", "solid"),
        ("1A", "solid"),
        ("1B", "solid"),
        ("2A", "dashed"),
        ("C1", "dashed"),
        ("A3", "dashed"),
        ("X4", "dotted"),
        ("F1", "dotted"),
        ("B6", "dotted"),
        ("", "dotted"),
        ("A", "dashed"),
        ("A12", "dashed"),
    ],
)
def test_a_line_shows_the_strength_of_its_evidence(grade, style):
    assert line_style(grade) == style


@given(st.text())
def test_any_grade_has_a_line(grade):
    assert line_style(grade) in {"solid", "dashed", "dotted"}


def test_each_type_named_in_a_family_is_in_the_schema():
    named = {name for _, types in FAMILIES.values() for name in types}

    assert named <= set(load_schema().links)


def test_a_type_of_no_family_is_other():
    assert (family("PAID"), family("OWNS"), family("unheard of")) == ("money", "other", "other")


@pytest.mark.parametrize("colour", [colour for colour, _ in FAMILIES.values()])
def test_line_colours_are_seen_on_white(colour):
    assert contrast(colour) >= 4.5


def contrast(colour):
    """Contrast with white after WCAG 2."""
    channels = [int(pair, 16) / 255 for pair in re.findall("[0-9a-f]{2}", colour)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_nodes_and_edges_are_numbered_in_order():
    part, lines, drawing = drawn(small())

    assert [node["id"] for node in drawing.nodes] == list(range(len(part.entities)))
    assert [edge["id"] for edge in drawing.edges] == list(range(len(lines)))
    assert all(edge["arrows"] == "to" for edge in drawing.edges)


def test_many_lines_are_drawn_as_few_are():
    few = drawn(case_of(300))[2].edges[0]
    many = drawn(case_of(1500, links_per_entity=4))[2].edges

    assert len(many) > 2000
    assert set(many[0]) - {"smooth", "dashes", "width"} == set(few) - {"smooth", "dashes", "width"}


def test_nothing_moves_by_itself():
    options = drawn(small())[2].options

    assert options["physics"] == {"enabled": False}
    assert options["edges"]["smooth"] is False


def test_no_text_of_the_case_goes_through_pyvis():
    hostile = "<img src=x onerror=alert(1)> href"
    part = release(
        [entity(hostile, hostile, caption=hostile)], [link(1, hostile, hostile, hostile)]
    )

    drawing = drawn(part)[2]

    assert hostile not in str((drawing.nodes, drawing.edges, drawing.options, drawing.icons))


def test_several_links_of_one_to_itself_are_seen_apart():
    edges = drawn(release([entity("a")], links_of([("a", "a", "PAID", "")] * 3)))[2].edges

    assert len({(e["selfReference"]["size"], e["selfReference"]["angle"]) for e in edges}) == 3
