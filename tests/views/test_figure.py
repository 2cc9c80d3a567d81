"""Figures for reports: made without a browser, the same each time, no text but text in them."""

import re
import struct
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from linkgraph.errors import InputError, ReleaseError
from linkgraph.views import draw_figure
from linkgraph.views.figure_map import _centres, _countries, _unrolled
from linkgraph.views.figure_parts import label
from tests.views.hostile import CORPUS, hostile_release
from tests.views.releases import case_of, entity, link, person, release, small

KINDS = ("network", "timeline", "map", "money")
each_kind = pytest.mark.parametrize("kind", KINDS)


def elements(figure):
    return [
        (one.tag.rpartition("}")[2], one)
        for one in ET.fromstring(figure.svg).iter()  # noqa: S314 - ours
    ]


def texts(figure):
    return [one.text or "" for name, one in elements(figure) if name == "text"]


@each_kind
def test_a_figure_is_the_same_each_time(kind):
    assert draw_figure(case_of(120), kind).svg == draw_figure(case_of(120), kind).svg


@each_kind
@pytest.mark.parametrize("given", [small(), release(), hostile_release()], ids=["small", "empty", "hostile"])  # fmt: skip
def test_a_figure_holds_shapes_and_text_alone(kind, given):
    figure = draw_figure(given, kind)

    assert {name for name, _ in elements(figure)} <= {
        "svg", "title", "rect", "g", "defs", "path", "text", "use", "circle",
    }  # fmt: skip
    for _, one in elements(figure):
        for name, value in one.attrib.items():
            assert not name.startswith("on")
            if name.endswith("href"):
                assert re.fullmatch(r"#i\d+", value)


@each_kind
def test_handling_audience_and_originators_stand_on_it(kind):
    told = " ".join(texts(draw_figure(small(), kind)))

    caveat = "H2 AMBER | For NZ/INZ (own agency) | From MY/RMP, NZ/INZ Operation Kestrel | "
    assert caveat in told
    assert told.endswith("| a link shows what a source says")


def many_originators(count, wide="Criminal investigation, technical unit"):
    return replace(small(), originators=tuple(f"MY/{wide} {n}" for n in range(count)))


@each_kind
@pytest.mark.parametrize(
    "given",
    [many_originators(30), many_originators(3, "刑事警察局" * 40)],
    ids=["many", "one word"],
)
def test_no_originator_is_cut_off_however_many_there_are(kind, given):
    figure = draw_figure(given, kind)
    wide = int(ET.fromstring(figure.svg).get("width"))  # noqa: S314 - ours

    told = texts(figure)
    begin = next(n for n, words in enumerate(told) if words.startswith("H2 AMBER | For "))
    head = "".join(told[begin:])
    for one in given.originators:
        assert one.replace(" ", "") in head.replace(" ", "")
    bands = [
        one for name, one in elements(figure) if name == "text" and one.get("font-weight") == "600"
    ]
    for one in (b for b in bands if b.get("font-size") == "13" and b.get("fill") == "#ffffff"):
        letters = sum(13.0 if ord(sign) > 0x2E80 else 8.0 for sign in one.text)
        assert letters <= wide, one.text


def test_what_stands_below_a_figure_follows_its_picture():
    few, many = (draw_figure(g, "map") for g in (small(), many_originators(30)))
    high = [int(ET.fromstring(one.svg).get("height")) for one in (few, many)]  # noqa: S314 - ours

    assert high[1] > high[0] + 100
    assert len(texts(many)) - len(texts(few)) == (high[1] - high[0]) / 18


@each_kind
def test_a_png_is_twice_as_fine_as_the_svg(kind):
    figure = draw_figure(small(), kind)
    wide, high = (int(ET.fromstring(figure.svg).get(name)) for name in ("width", "height"))  # noqa: S314

    assert struct.unpack(">II", figure.png()[16:24]) == (2 * wide, 2 * high)


def test_a_machine_without_fonts_makes_no_png(monkeypatch):
    monkeypatch.setattr("linkgraph.views.figure._can_write", lambda: False)

    with pytest.raises(InputError, match="no font"):
        draw_figure(small()).png()


def test_a_file_is_what_its_name_says(tmp_path):
    figure = draw_figure(small())
    figure.write(tmp_path / "a.svg")
    figure.write(tmp_path / "a.PNG")

    assert (tmp_path / "a.svg").read_text(encoding="utf-8") == figure.svg == figure._repr_svg_()
    assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(InputError, match="SVG or a PNG"):
        figure.write(tmp_path / "a.pdf")


def test_a_network_says_how_much_of_it_is_drawn():
    figure = draw_figure(case_of(120), limit=20)

    assert figure.summary.startswith("Network: 20 of 120 entities")
    assert sum(name == "use" for name, _ in elements(figure)) == 20


def test_words_of_lines_cover_no_name_and_are_counted_where_they_stay_out():
    crowd = [person(n) for n in range(30)]
    links = [link(n, crowd[0].id, crowd[n].id, "CALLED") for n in range(1, 30)]
    figure = draw_figure(release(crowd, links), "network")

    left_out = int(re.search(r"; (\d+) without words, which would cover others", figure.summary)[1])

    shown = texts(figure)
    assert 0 < left_out < 29
    assert sum(one.startswith("CALLED") for one in shown) == 29 - left_out
    assert sum(name == "use" for name, _ in elements(figure)) == 30


def test_words_of_lines_all_stand_where_there_is_room():
    assert "without words" not in draw_figure(small(), "network").summary


def test_bars_count_every_dated_link():
    figure = draw_figure(case_of(120), "timeline")
    dated = sum(bool(one.at) for one in case_of(120).links)

    assert f"Timeline: {dated:,} dated links" in figure.summary


@pytest.mark.parametrize("last", ["2026-01-09", "2026-03-05", "2026-09-30", "2029-02-01"])
def test_no_day_below_the_bars_runs_out_of_the_picture(last):
    people = [entity("a"), entity("b")]
    given = release(people, [link(1, "a", "b", at="2026-01-01"), link(2, "a", "b", at=last)])

    days = [
        float(one.get("x"))
        for name, one in elements(draw_figure(given, "timeline"))
        if name == "text" and re.fullmatch(r"\d{4}-\d\d-\d\d", one.text or "")
    ]

    assert days
    assert max(days) + 70 <= 900


def test_a_map_counts_entities_by_country_and_knows_small_ones():
    people = [person(n, id=f"p{n}", countries=code) for n, code in enumerate([("CX",), ("MY", "SG"), ()])]  # fmt: skip
    told = texts(draw_figure(release(people), "map"))

    assert {"CX", "MY", "SG"} <= set(told)
    assert "2 entities in 3 countries, 1 with none" in " ".join(told)


def test_every_country_of_the_map_has_its_middle_in_the_world():
    assert len(_countries()) > 230
    for x, y in _centres().values():
        assert -200 <= x <= 400
        assert -90 <= y <= 90


def test_a_ring_over_the_edge_of_the_map_goes_on():
    assert _unrolled([(179.0, 0.0), (-179.0, 1.0), (179.5, 2.0)]) == [(179.0, 0.0), (181.0, 1.0), (179.5, 2.0)]  # fmt: skip


def test_money_is_summed_by_holder_and_currency():
    given = release(
        [person(1, id="p"), entity("a"), entity("b"), entity("c")],
        [
            link(1, "p", "a", "HOLDS"),
            link(2, "a", "c", amount="1,000.50 MYR"),
            link(3, "a", "c", amount="0.50 MYR"),
            link(4, "b", "c", amount="7 VND"),
            link(5, "b", "c", amount="some MYR"),
        ],
    )
    told = texts(draw_figure(given, "money"))

    assert "MYR: 1,001.00 in all" in told
    assert "1,001.00 in 2" in told
    assert given.entities[0].caption in told
    assert "VND: 7 in all" in told


def test_the_smaller_flows_are_counted():
    many = [link(n, f"a{n:02}", "b", amount=f"{n + 1}.00 MYR") for n in range(15)]
    given = release([entity("b"), *(entity(f"a{n:02}") for n in range(15))], many)

    assert "3 smaller flows are left out." in texts(draw_figure(given, "money"))


def test_what_cannot_be_drawn_is_refused():
    for wrong in ({"of": "pie"}, {"limit": 0}):
        with pytest.raises(InputError):
            draw_figure(small(), **wrong)
    with pytest.raises(ReleaseError):
        draw_figure(release([entity("a")], [link(1, "a", "b")]))


@pytest.mark.parametrize("text", CORPUS)
def test_any_text_can_stand_in_a_figure(text):
    ET.fromstring(f"<a b='{label(text)}'>{label(text)}</a>")  # noqa: S314
