"""A page that holds all it needs, lets no text of a case run, and is the same every time."""

import hashlib
import json
import re
from base64 import b64encode
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.views import draw_network
from linkgraph.views.markup import script_json, visible_marks
from linkgraph.views.shown import words
from tests.views.releases import HOSTILE, case_of, entity, link, person, release, small

BUDGETS = {150: 800_000, 1500: 2_600_000}
texts = st.text(max_size=40) | st.sampled_from(HOSTILE)


class Page(HTMLParser):
    """What a browser would make of a page: scripts, styles, elements, attributes."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.scripts, self.styles, self.text = [], [], [], []
        self._in = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._in = tag if tag in {"script", "style"} else None
        if tag == "script":
            self.scripts.append([dict(attrs), ""])
        if tag == "style":
            self.styles.append("")

    def handle_endtag(self, _tag):
        self._in = None

    def handle_data(self, data):
        if self._in == "script":
            self.scripts[-1][1] += data
        elif self._in == "style":
            self.styles[-1] += data
        else:
            self.text.append(data)

    @property
    def policy(self):
        return next(
            a["content"] for t, a in self.tags if a.get("http-equiv") == "Content-Security-Policy"
        )

    @property
    def block(self):
        return next(text for attrs, text in self.scripts if attrs.get("type") == "application/json")

    @property
    def code(self):
        return [text for attrs, text in self.scripts if "type" not in attrs]


def page_of(*given_release, **more):
    return Page(draw_network(*given_release, **more).html)


def full_of(text):
    """A release in which every text is the one given."""
    one = entity(
        text,
        text,
        caption=text,
        roles=(text,),
        countries=(text,),
        originators=(text,),
        handling=text,
        properties={text: text, "many": (text, text)},
    )
    between = link(
        1,
        text,
        text,
        text,
        at=text,
        amount=text,
        grade=text,
        handling=text,
        properties={text: text},
    )
    return release(
        [one],
        [replace(between, id=text)],
        case_name=text,
        audience=text,
        made=text,
        handling=text,
        originators=(text,),
        cautions=(text,),
    )


def digest(text):
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@settings(max_examples=60)
@given(texts.filter(bool))
def test_any_text_anywhere_leaves_the_page_as_it_is(text):
    plain, page = page_of(full_of("x")), page_of(full_of(text), title=text)

    def shape(one):
        return [(tag, sorted(attrs)) for tag, attrs in one.tags]

    assert shape(page) == shape(plain)
    assert page.code == plain.code
    assert page.policy == plain.policy


@settings(max_examples=60)
@given(texts)
def test_any_text_comes_back_from_the_data_as_it_was(text):
    block = page_of(full_of(text)).block

    assert not set(block) & set("<>&\u2028\u2029")
    data = json.loads(block)
    shown, between = data["entities"][0], data["links"][0]
    assert (shown["id"], shown["caption"], data["case"], data["cautions"]) == (
        text,
        text,
        text,
        [text],
    )
    assert shown["properties"] == [[words(text), [text]], ["many", [text, text]]] or text == "many"
    assert between == [text, text, 0, 0, text, text, text, text, [[words(text), [text]]]]


@given(
    st.recursive(
        texts | st.integers() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    )
)
def test_data_in_a_script_comes_back_as_it_was(value):
    assert json.loads(script_json(value)) == value


@pytest.mark.parametrize("surrogate", ["\ud800", "a\udfffb"])
def test_half_a_character_can_be_written_and_comes_back(surrogate):
    view = draw_network(full_of(surrogate))

    assert json.loads(Page(view.html.encode("utf-8").decode()).block)["case"] == surrogate


@given(st.text())
def test_no_direction_mark_is_left_unseen(text):
    assert not set(visible_marks(text + "\u202e\u2066")) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def test_the_banner_shows_direction_marks():
    html = draw_network(full_of("annual\u202egnp.exe")).html

    assert "\u202e" not in html.partition('<script type="application/json"')[0]


def test_the_policy_allows_our_scripts_and_style_and_nothing_else():
    page = page_of(small())

    rules = dict(rule.strip().split(" ", 1) for rule in page.policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["script-src"].split() == [digest(code) for code in page.code]
    assert rules["style-src"] == digest(page.styles[0])
    assert rules["img-src"] == "data: blob:"


def test_the_policy_stands_before_all_that_it_rules():
    html = draw_network(small()).html

    assert html.index("Content-Security-Policy") < min(html.index("<style"), html.index("<script"))


def test_the_page_names_no_place_to_load_from():
    page = page_of(small())

    loading = {"src", "href", "action", "formaction", "srcset", "data", "poster", "background"}
    assert not [(tag, attrs) for tag, attrs in page.tags if loading & set(attrs)]
    assert not [
        name for _, attrs in page.tags for name in attrs if name.startswith("on") or name == "style"
    ]
    assert "sourceMappingURL" not in page.code[0]
    assert "url(" not in page.styles[0]
    assert "@import" not in page.styles[0]


def test_the_library_keeps_its_licence():
    library = page_of(small()).code[0]

    assert "vis-network" in library[:200]
    assert "MIT License" in library[:1500]


OWN_SCRIPTS = sorted(
    f.name
    for f in (files("linkgraph.views") / "_static").iterdir()
    # What is built in frontend/ has tests of its own.
    if f.name.endswith(".js") and f.name not in {"board.js", "slim.js"}
)


@pytest.mark.parametrize("name", OWN_SCRIPTS)
def test_our_script_puts_no_text_into_the_page_as_markup(name):
    script = (files("linkgraph.views") / "_static" / name).read_text(encoding="utf-8")

    unsafe = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|setTimeout\(\s*[\"']|fetch\(|XMLHttp|localStorage"
    assert not re.search(unsafe, script)


def test_each_of_our_scripts_is_on_the_page():
    code = page_of(small()).code[1]

    assert len(OWN_SCRIPTS) == 8
    for name in OWN_SCRIPTS:
        script = (files("linkgraph.views") / "_static" / name).read_text(encoding="utf-8")
        assert script.strip() in code


def test_the_same_release_gives_the_same_bytes():
    assert draw_network(case_of(200)).html == draw_network(case_of(200)).html


@settings(max_examples=10)
@given(st.randoms())
def test_the_order_of_a_release_gives_the_same_bytes(rng):
    given_release = case_of(60)
    entities, links = list(given_release.entities), list(given_release.links)
    rng.shuffle(entities)
    rng.shuffle(links)

    again = replace(given_release, entities=tuple(entities), links=tuple(links))

    assert draw_network(again).html == draw_network(given_release).html


@pytest.mark.parametrize("size", sorted(BUDGETS))
def test_a_page_stays_small(size):
    assert len(draw_network(case_of(size)).html.encode()) < BUDGETS[size]


def test_the_page_is_one_for_readers_of_all_kinds():
    page = page_of(small())

    assert ("html", {"lang": "en"}) in page.tags
    assert [tag for tag, _ in page.tags].count("main") == 1
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert draw_network(small()).html.startswith("<!DOCTYPE html>")


def test_the_banner_says_whose_it_is_above_and_below():
    html = unescape(draw_network(small()).html)

    for place in ("banner-top", "banner-bottom"):
        banner = html.partition(f'id="{place}"')[2].partition("</div>")[0]
        assert all(word in banner for word in ("H2 AMBER", "NZ/INZ", "own agency", "MY/RMP"))


def test_a_release_for_a_partner_is_not_called_our_own():
    html = draw_network(release([person(1)], audience="MY", own=False)).html

    assert "own agency" not in Page(html).text
    assert json.loads(Page(html).block)["own"] is False


def test_facts_and_cautions_are_in_the_page_itself():
    text = " ".join(page_of(small()).text)

    assert "made 2026-03-01T00:00:00Z" in text
    assert "ledger version 7" in text
    assert "A link shows that somebody said so, not that it is so." in text


def test_a_missing_handling_is_the_strictest():
    view = draw_network(release([person(1)], handling=""))

    assert "treat as H3 RED" in " ".join(Page(view.html).text)
    assert "treat as H3 RED" in view.summary


def test_all_that_a_release_says_of_an_entity_is_in_the_data():
    data = json.loads(page_of(small()).block)

    one = next(e for e in data["entities"] if e["id"] == "person-0001")
    assert one["properties"] == [
        ["names", ["Somchai Prasert", "สมชาย ประเสริฐ"]],
        ["romanised", ["somchai"]],
    ]
    assert (one["roles"], one["countries"], one["originators"]) == (["suspect"], ["MY"], ["MY/RMP"])


def test_somebody_hidden_is_shown_under_the_stand_in():
    data = json.loads(page_of(small()).block)

    hidden = [e for e in data["entities"] if e["hidden"]]
    assert [(e["id"], e["caption"], e["properties"]) for e in hidden] == [
        ("victim-3", "victim-3", [])
    ]


def test_numbers_and_truths_are_shown_as_words():
    one = entity("a", properties={"latitude": 1.5, "count": 3, "deep": True, "shallow": False})

    data = json.loads(page_of(release([one])).block)

    assert data["entities"][0]["properties"] == [
        ["latitude", ["1.5"]],
        ["count", ["3"]],
        ["deep", ["yes"]],
        ["shallow", ["no"]],
    ]
