"""The board's file: what it holds, that it is the same each time, and that it stays small."""

import datetime as dt
import hashlib
import json
import re
import zlib
from base64 import b64decode, b64encode
from dataclasses import replace
from html import escape, unescape
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import linkgraph as lg
from linkgraph.errors import InputError, ReleaseError
from linkgraph.share import Able, Targeting
from linkgraph.views import draw_board, draw_figure, draw_inline, draw_network
from linkgraph.views.board_data import board_data
from linkgraph.views.moments import moment_of
from linkgraph.views.part import choose_part
from tests.builders import fill
from tests.views.hostile import CORPUS, hostile_release
from tests.views.releases import case_of, entity, link, person, release, small
from tests.views.test_columns import ids_of, numbers_of

MADE = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
STATIC = files("linkgraph.views") / "_static"
FRONTEND = Path(__file__).parents[2] / "frontend"
DRAWN = (draw_board, draw_inline)
each_way = pytest.mark.parametrize("draw", DRAWN)


def data_of(view):
    found = re.search(r'id="data">(.*?)</script>', view.html, re.DOTALL)
    told = json.loads(found[1])
    return json.loads(zlib.decompress(b64decode(told))) if isinstance(told, str) else told


class Elements(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found, self.code, self._tag = [], [], ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        self._tag = tag

    def handle_endtag(self, tag):  # noqa: ARG002 - as the parser calls it
        self._tag = ""

    def handle_data(self, data):
        if self._tag in {"script", "style"}:
            self.code.append((self._tag, data))


@each_way
def test_the_same_release_gives_the_same_bytes(draw):
    assert draw(case_of(150)).html == draw(case_of(150)).html


@settings(max_examples=8)
@given(st.randoms())
def test_the_order_of_a_release_counts_for_nothing(rng):
    given_release = case_of(60)
    entities, links = list(given_release.entities), list(given_release.links)
    rng.shuffle(entities)
    rng.shuffle(links)

    again = replace(given_release, entities=tuple(entities), links=tuple(links))

    assert draw_board(again).html == draw_board(given_release).html


@each_way
def test_the_policy_lets_only_what_is_in_the_page_run(draw):
    page = Elements(draw(hostile_release()).html)

    policy = next(a["content"] for _, a in page.found if a.get("http-equiv"))
    for tag, code in page.code:
        if code.startswith('{"'):
            continue
        digest = hashlib.sha256(code.encode()).digest()
        assert digest in [b64decode(one) for one in re.findall(r"'sha256-([^']+)'", policy)], tag
    for rule in ("default-src 'none'", "connect-src 'none'", "base-uri 'none'", "form-action 'none'"):  # fmt: skip
        assert rule in policy
    assert "unsafe" not in policy


@each_way
def test_the_page_names_no_address_and_no_text_becomes_an_element(draw):
    view = draw(hostile_release())

    tags = {tag for tag, _ in Elements(view.html).found}
    assert tags <= {
        "html", "head", "meta", "title", "style", "body", "div", "header", "h1", "p", "span", "b",
        "main", "noscript", "footer", "script",
    }  # fmt: skip
    assert not [a for _, a in Elements(view.html).found if {"src", "href"} & a.keys()]


def test_what_is_read_back_is_what_was_released():
    given_release = case_of(120)
    told = data_of(draw_board(given_release))

    entities, links = told["entities"], told["links"]
    assert ids_of(entities["id"]) == sorted(one.id for one in given_release.entities)
    by_id = {one.id: one for one in given_release.links}
    ids = ids_of(links["id"])
    assert sorted(ids) == sorted(by_id)
    looks = [links["looks"][place] for place in numbers_of(links["look"])]
    assert [links["types"][look[0]][0] for look in looks] == [by_id[one].type for one in ids]
    assert [links["grades"][look[1]][0] for look in looks] == [by_id[one].grade for one in ids]
    undated = min(m for m in numbers_of(links["at"]))
    for one, minute in zip(ids, numbers_of(links["at"]), strict=True):
        wanted = moment_of(by_id[one].at).minute
        assert minute == (undated if wanted < 0 else wanted)


def amounts_of(*texts):
    links = [link(n, "a", "b", amount=text) for n, text in enumerate(texts)]
    told = data_of(draw_board(release([entity("a"), entity("b")], links)))["links"]
    looks = [told["looks"][place] for place in numbers_of(told["look"])]
    codes = [told["currencies"][look[3]] for look in looks]
    return [
        (minor, *code) if code[0] else told["priced"].get(str(n), "")
        for n, (minor, code) in enumerate(zip(numbers_of(told["amount"]), codes, strict=True))
    ]


def test_amounts_keep_the_digits_they_were_written_with():
    assert amounts_of("1,234.56 MYR", "5 VND", "0.001 KWD", "") == [
        (123456, "MYR", 2), (5, "VND", 0), (1, "KWD", 3), "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["1234.56 MYR", "about 5 MYR", "-1.00 MYR", "01.00 MYR", "9" * 30 + ".00 MYR", "1,23 MYR"],
)
def test_an_amount_of_another_form_stays_as_it_was(text):
    assert amounts_of(text) == [text]


def test_a_place_out_of_the_world_is_none():
    spots = [("3.1", "101.6"), ("91", "0"), ("x", "0"), ("nan", "0"), ("0", "181")]
    given_release = release(
        [
            entity(f"l{n}", "Location", properties={"latitude": lat, "longitude": lon})
            for n, (lat, lon) in enumerate(spots)
        ]
    )

    assert data_of(draw_board(given_release))["entities"]["points"] == [[0, 3.1, 101.6]]


def test_a_syndicate_holds_its_members_and_what_only_they_have():
    told = data_of(draw_board(small()))
    ids = ids_of(told["entities"]["id"])

    (group,) = told["groups"]
    assert ids[group[0]] == "syndicate-1"
    assert [ids[one] for one in group[1]] == ["person-0001"]
    assert [ids[one] for one in group[2]] == ["account-1"]


def test_the_hash_at_the_head_is_that_of_the_data():
    view = draw_board(small())
    digest = data_of(view)["head"]["digest"]

    changed = draw_board(replace(small(), handling="H3 RED"))

    assert digest[:16] in view.html.split("<main")[0]
    assert data_of(changed)["head"]["digest"] != digest


def test_banners_say_handling_audience_and_originators_twice():
    html = draw_board(small()).html

    for words in ("H2 AMBER", "NZ/INZ", "MY/RMP, NZ/INZ"):
        assert html.count(f'<b dir="auto">{words}') == 2


def test_a_notebook_shows_the_most_relevant_part_and_says_so():
    view = draw_inline(case_of(1800))

    assert "Network: 1,500 of 1,800 entities" in view.summary
    assert "Only a part is drawn" in view.html
    bundle = view._repr_mimebundle_()
    assert bundle["text/plain"] == view.summary
    assert 'sandbox="allow-scripts allow-downloads"' in bundle["text/html"]
    assert unescape(re.search('srcdoc="([^"]*)"', bundle["text/html"])[1]) == view.html


def test_a_release_shows_itself_and_draws_its_board():
    assert small()._repr_mimebundle_() == draw_inline(small())._repr_mimebundle_()
    assert small().board(title="T").html == draw_board(small(), title="T").html


@pytest.mark.parametrize("given_limit", [-1])
def test_a_board_of_nothing_is_refused(given_limit):
    with pytest.raises(InputError):
        draw_board(small(), limit=given_limit)
    with pytest.raises(InputError):
        draw_inline(small(), limit=0)
    with pytest.raises(InputError):
        draw_board(small(), pane="pie")


def test_a_case_too_large_for_a_browser_is_refused_unless_a_part_is_asked_for(monkeypatch):
    monkeypatch.setattr("linkgraph.views.board.MOST_ENTITIES", 5)

    with pytest.raises(InputError, match="at most"):
        draw_board(small())
    assert "Only a part is drawn" in draw_board(small(), limit=5).html


def test_a_large_board_says_that_it_is_slow(monkeypatch):
    monkeypatch.setattr("linkgraph.views.board._SLOW_FROM", 5)

    assert "may answer slowly" in draw_board(small()).html


@each_way
def test_a_release_that_contradicts_itself_is_refused(draw):
    with pytest.raises(ReleaseError):
        draw(release([entity("a")], [link(1, "a", "b")]))
    with pytest.raises(ReleaseError):
        draw(release([entity("a"), entity("a")]))


# Budgets ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "most_kib"), [("board.js", 300), ("slim.js", 40), ("world50.json", 300)]
)
def test_a_bundle_keeps_its_budget(name, most_kib):
    assert len((STATIC / name).read_bytes()) <= most_kib * 1024


@pytest.mark.parametrize(("size", "most_mb"), [(5000, 1.5), (20_000, 3.0)])
def test_a_board_keeps_its_budget(size, most_mb, monkeypatch):
    # Places take as much room wherever they are; reckoning them is another test's.
    monkeypatch.setattr(
        "linkgraph.views.board_data.place",
        lambda part, _: [(n * 37 % 16_000, n * 91 % 12_000) for n in range(len(part.entities))],
    )

    drawn = case_of(size, links_per_entity=3)
    links = [replace(one, id=f"{one.type.lower()}:{hashlib.sha256(one.id.encode()).hexdigest()[:20]}")
             for one in drawn.links]  # fmt: skip

    view = draw_board(replace(drawn, links=tuple(links)))

    assert len(view.html.encode()) <= most_mb * 1e6


def test_large_data_are_compressed_and_come_back_as_they_were(monkeypatch):
    plain = data_of(draw_board(case_of(60)))
    monkeypatch.setattr("linkgraph.views.columns.LARGE", 0)

    view = draw_board(case_of(60))

    assert 'id="data">"' in view.html
    assert data_of(view) == plain
    assert data_of(draw_inline(case_of(60)))["form"] == plain["form"]


def test_nor_is_it_compressed_away(two_sources, monkeypatch):
    monkeypatch.setattr("linkgraph.views.columns.LARGE", 0)
    view = draw_board(two_sources.release(audience="MY", made=MADE))

    told = view.html + json.dumps(data_of(view), ensure_ascii=False)

    assert "Shown Person" in told
    assert [text for one in SECRETS for text in encodings_of(one) if text in told] == []


def test_the_manifest_tells_what_is_there():
    manifest = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))

    for name, told in manifest["files"].items():
        content = (STATIC / name).read_bytes()
        assert told == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    licences = (STATIC / "LICENSES.txt").read_text(encoding="utf-8")
    for name in ("sigma", "graphology", "d3-geo", "topojson-client", "d3-sankey"):
        assert f"{name} {manifest['versions'][name]} (" in licences


def test_no_script_of_ours_makes_an_element_of_a_text():
    if not FRONTEND.exists():
        pytest.skip("not a checkout")
    sources = sorted((FRONTEND / "src").glob("*.ts"))

    unsafe = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|fetch\(|XMLHttp|WebSocket|sendBeacon|localStorage"
    assert sources
    assert [one.name for one in sources if re.search(unsafe, one.read_text("utf-8"))] == []


def test_the_lock_file_names_no_registry():
    lock = FRONTEND / "package-lock.json"
    if not lock.exists():
        pytest.skip("not a checkout")

    assert '"resolved"' not in lock.read_text(encoding="utf-8")


# Withholding --------------------------------------------------------------------

SECRET = {
    "names": ["Withheld Person"],
    "birth_dates": ["1971-02-03"],
    "notes": ["seen at the withheld quay"],
}
HIDDEN_IDS = ("person:" + "9f" * 10, "phone:+6599990001", "account:998877665544")


@pytest.fixture(scope="module")
def two_sources(tmp_path_factory):
    """A case of which Malaysia may see one source, and of the other nothing."""
    case = lg.create_case(tmp_path_factory.mktemp("case") / "c", jurisdiction="NZ", agency="Cell")
    shown = [("person:a", {"names": ["Shown Person"]}), ("account:1", {"number": "1"})]
    fill(case.ledger, "A", entities=shown, links=[("HOLDS", "person:a", "account:1", {})], releasable_to=["MY"])  # fmt: skip
    person_, phone, account = HIDDEN_IDS
    links = [
        ("USES", person_, phone, {}),
        ("HOLDS", person_, account, {}),
        ("PAID", account, "account:1", {"amount_minor": 7654321, "currency": "MYR", "at": "2024-02-03T04:05:06Z", "id": "paid:" + "8e" * 10}),
    ]  # fmt: skip
    fill(case.ledger, "B", entities=[(person_, SECRET), (phone, {"number": "+6599990001"})], links=links)  # fmt: skip
    yield case
    case.close()


def encodings_of(text):
    raw = text.encode()
    yield from (text, text.upper(), text.lower(), raw.hex(), b64encode(raw).decode().rstrip("="))
    for digest in ("md5", "sha1", "sha256", "blake2b"):
        yield hashlib.new(digest, raw).hexdigest()
        yield b64encode(hashlib.new(digest, raw).digest()).decode()
    yield "".join(f"\\u{ord(sign):04x}" for sign in text)
    yield quote(text)
    yield escape(text)


SECRETS = (
    *HIDDEN_IDS, "Withheld Person", "1971-02-03", "withheld quay", "+6599990001", "998877665544",
    "9f" * 10, "8e" * 10, "76,543.21", "7654321", "2024-02-03",
)  # fmt: skip


@pytest.mark.parametrize("draw", [*DRAWN, draw_network], ids=lambda one: one.__name__)
def test_what_an_audience_may_not_see_is_not_in_the_file(two_sources, draw):
    html = draw(two_sources.release(audience="MY", made=MADE)).html

    assert "Shown Person" in html
    assert [text for one in SECRETS for text in encodings_of(one) if text in html] == []


def test_nor_is_it_packed_away(two_sources):
    told = data_of(draw_board(two_sources.release(audience="MY", made=MADE)))

    entities, links = told["entities"], told["links"]
    assert ids_of(entities["id"]) == ["account:1", "person:a"]
    assert len(ids_of(links["id"])) == links["amount"]["n"] == links["at"]["n"] == 1
    assert numbers_of(links["amount"]) == [0]
    assert told["places"]["force"][0]["n"] == 2


@pytest.mark.parametrize("kind", ["network", "timeline", "map", "money"])
def test_nor_in_a_figure(two_sources, kind):
    svg = draw_figure(two_sources.release(audience="MY", made=MADE), kind).svg

    assert [text for one in SECRETS for text in encodings_of(one) if text in svg] == []


def test_the_own_agency_sees_what_was_withheld(two_sources):
    told = data_of(draw_board(two_sources.release(made=MADE)))

    assert set(HIDDEN_IDS) <= set(ids_of(told["entities"]["id"]))
    assert "paid:" + "8e" * 10 in ids_of(told["links"]["id"])


# Targeting ----------------------------------------------------------------------


def targets_of(given_release):
    return data_of(draw_board(given_release)).get("targets")


def test_a_release_alone_tells_where_its_unprotected_suspects_can_be_acted_on():
    people = [
        person(1, "suspect", id="a", countries=("MY",)),
        person(2, "suspect", "victim", id="b", countries=("TH",)),
        person(3, "suspect", id="c"),
        person(4, id="d", countries=("VN",)),
    ]

    told = targets_of(release(people))

    assert told["countries"] == ["MY"]
    assert told["zones"] == {"MY": ["Asia/Kuala_Lumpur", "Asia/Kuching"]}
    assert "nodes" not in told


def test_a_release_with_nobody_to_act_on_has_no_targets():
    assert targets_of(release([person(1)])) is None


def test_what_the_page_does_not_show_is_a_place_without_a_name():
    able = Able(id="a", worth=0.5, basis={"MY": ("warrant",)}, resource={"MY": {"arrest": 1}})
    gone = replace(able, id="gone")
    targeting = Targeting(
        countries=("MY",), capacities=(("MY", "arrest", 2),), zero_hour="", nodes=("a", "", "gone"),
        ties=((0, 1),), warns=((0, 1, 2.5),), candidates=(able, gone), forbidden={"gone": "victim"},
        plan={}, targets={"a": "MY", "gone": "MY"},
    )  # fmt: skip

    told = targets_of(release([person(1, id="a")], targeting=targeting))

    assert told["nodes"] == [0, -1, -1]
    assert [one["entity"] for one in told["candidates"]] == [0]
    assert (told["forbidden"], told["loaded"]) == ([], [[0, "MY"]])
    assert told["note"] == "1 of the plan's targets stand outside what is drawn here."


def test_slim_data_holds_one_layout_and_no_scores():
    part = choose_part(small(), 100)

    told = board_data(small(), part, "", slim=True)

    assert list(told["places"]) == ["force"]
    assert told["scores"] == []


def test_the_corpus_stands_in_the_data_as_it_was():
    captions = data_of(draw_board(hostile_release()))["entities"]["caption"]

    assert set(CORPUS) <= set(captions)
