"""What a board counts, after any filter, is what pandas counts on the same release."""

import re
from functools import cache

import pandas as pd
import pytest

from linkgraph.views import draw_board
from linkgraph.views.drawing import family, line_style
from tests.browser.pages import Opened, counts, show_pane
from tests.views.releases import case_of

pytestmark = pytest.mark.browser


@cache
def given_release():
    return case_of(260, seed=5)


@cache
def drawn():
    return draw_board(given_release())


@pytest.fixture
def page(chromium_page, tmp_path):
    return Opened(chromium_page, tmp_path).open(drawn())


def entities():
    return pd.DataFrame(
        [(e.id, e.kind, list(e.roles), list(e.countries)) for e in given_release().entities],
        columns=["id", "kind", "roles", "countries"],
    )


def links():
    made = pd.DataFrame(
        [
            (k.id, k.type, k.start, k.end, k.at, k.amount, line_style(k.grade), family(k.type))
            for k in given_release().links
        ],
        columns=["id", "type", "start", "end", "at", "amount", "style", "family"],
    )
    parts = made["amount"].str.extract(r"^([\d,]+)\.(\d\d) (\w{3})$")
    made["minor"] = (parts[0].str.replace(",", "") + parts[1]).astype(float)
    made["currency"] = parts[2]
    return made


def check(page, words):
    page.locator("#filters .check").filter(
        has=page.locator(".grow").filter(has_text=re.compile(f"^{re.escape(words)}"))
    ).first.click()


def open_section(page, words):
    page.locator("#filters details", has=page.locator("summary", has_text=words)).evaluate(
        "one => { one.open = true; }"
    )


def without_kind(page):
    check(page, "Phone")
    return lambda e: e[e.kind != "Phone"], lambda k: k


def without_type(page):
    check(page, "called")
    return lambda e: e, lambda k: k[k.type != "CALLED"]


def strong_only(page):
    check(page, "Weaker")
    check(page, "Not graded")
    return lambda e: e, lambda k: k[k["style"] == "solid"]


def of_countries(page):
    open_section(page, "Countries")
    check(page, "MY")
    check(page, "VN")
    return lambda e: e[e.countries.map(lambda c: bool({"MY", "VN"} & set(c)))], lambda k: k


def of_role(page):
    check(page, "suspect")
    return lambda e: e[e.roles.map(lambda r: "suspect" in r)], lambda k: k


def of_amount(page):
    open_section(page, "Amounts")
    page.get_by_label("Currency of payments").select_option(label="MYR")
    page.get_by_label("Least amount").fill("40000")
    page.get_by_label("Least amount").press("Enter")
    return lambda e: e, lambda k: k[(k.currency == "MYR") & (k.minor >= 4_000_000)]


def in_window(page):
    slider = page.get_by_label("Beginning of the time window")
    slider.evaluate("one => { one.value = 60; one.dispatchEvent(new Event('input')); }")
    page.get_by_label("End of the time window").evaluate(
        "one => { one.value = 90; one.dispatchEvent(new Event('input')); }"
    )
    page.click("#undated")
    first, last = re.findall(r"\d{4}-\d\d-\d\d", page.locator("#time-words").text_content())
    return lambda e: e, lambda k: k[(k["at"].str[:10] >= first) & (k["at"].str[:10] <= last)]


def nothing(_page):
    return lambda e: e, lambda k: k


@pytest.mark.parametrize(
    "filters",
    [
        [nothing],
        [without_kind],
        [without_type],
        [strong_only],
        [of_countries],
        [of_role],
        [of_amount],
        [in_window],
        [without_kind, strong_only, in_window],
        [of_role, without_type, of_amount],
    ],
    ids=lambda filters: "+".join(one.__name__ for one in filters),
)
def test_every_pane_counts_what_pandas_counts(page, filters):
    who, what = entities(), links()
    for one in filters:
        keep_entities, keep_links = one(page)
        who, what = keep_entities(who), keep_links(what)
    what = what[what.start.isin(who.id) & what.end.isin(who.id)]

    assert counts(page) == (len(who), len(what))
    assert_list(page, who, what)
    assert_time(page, what)
    assert_map(page, who, what)
    assert_money(page, what)


def assert_list(page, who, what):
    tabs = page.locator("#list .switch").all_text_contents()
    assert [int(re.sub(r"\D", "", tab)) for tab in tabs] == [len(who), len(what)]
    degrees = pd.concat([what.start, what.end[what.start != what.end]]).value_counts()
    for row in page.locator("#list tr[data-row]").all()[:5]:
        caption, shown = row.locator(".name").text_content(), row.locator("td.number").first
        (one,) = [e.id for e in given_release().entities if e.caption == caption][:1]
        assert int(shown.text_content().replace(",", "")) == degrees.get(one, 0)


def assert_time(page, what):
    words = page.locator("#time-words")
    dated = int((what["at"] != "").sum())
    assert int(words.get_attribute("data-dated")) == dated
    assert int(words.get_attribute("data-undated")) == len(what) - dated


def assert_map(page, who, what):
    show_pane(page, "map")
    page.wait_for_timeout(100)
    shown = {
        one.get_attribute("data-country"): int(one.get_attribute("data-count"))
        for one in page.locator("#map .bubble").all()
    }
    counted = who.explode("countries").dropna(subset="countries").countries.value_counts().to_dict()
    assert shown == counted
    where = who.set_index("id").countries
    pairs = what.assign(a=what.start.map(where), b=what.end.map(where))
    pairs = pairs[pairs.a.str.len().eq(1) & pairs.b.str.len().eq(1)]
    joined = [
        " ".join(sorted((a[0], b[0]))) for a, b in zip(pairs.a, pairs.b, strict=True) if a != b
    ]
    drawn = {
        one.get_attribute("data-between"): int(one.get_attribute("data-count"))
        for one in page.locator("#map .flows path").all()
    }
    assert drawn == pd.Series(joined, dtype=str).value_counts().to_dict()


def assert_money(page, what):
    show_pane(page, "money")
    paid = what.dropna(subset="currency")
    for currency in paid.currency.unique():
        label = page.locator("#money-currency option", has_text=currency).text_content()
        page.select_option("#money-currency", label=label)
        mine = paid[paid.currency == currency]
        words = page.locator("#money-words")
        assert int(words.get_attribute("data-payments")) == len(mine)
        assert int(words.get_attribute("data-sum")) == int(mine.minor.sum())
    show_pane(page, "list")


def test_search_finds_what_pandas_finds(page):
    page.fill("#search", "nguyen")

    found = [e for e in given_release().entities if "Nguyễn" in e.caption]
    assert page.locator("#hits").text_content() == f"{len(found)} found"
    assert page.locator("#list .switch").first.text_content() == f"Entities {len(found)}"
