"""The board in a real browser: it asks no network, runs no text, and all can be reached."""

import csv
import datetime as dt
import io
import json
import struct
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from linkgraph.views.markup import visible_marks
from tests.browser.pages import Opened, axe_violations, counts, picture, saved, show_pane
from tests.conftest import CHROMIUM_ARGS, CHROMIUM_NAMES
from tests.views.hostile import CORPUS, hostile_release
from tests.views.releases import case_of, entity, link, person, release, small

pytestmark = pytest.mark.browser

PANES = ("detail", "list", "map", "money")
LAYOUTS = ("force", "layers", "circles", "time")


@pytest.fixture
def opened(chromium_page, tmp_path):
    return Opened(chromium_page, tmp_path)


@pytest.mark.parametrize(
    "given_release", [small(), hostile_release(), release()], ids=["small", "hostile", "empty"]
)
def test_a_board_asks_no_network_and_breaks_no_rule_of_its_own(opened, given_release):
    page = opened.board(given_release)

    for pane in PANES:
        show_pane(page, pane)
    for layout in LAYOUTS:
        page.select_option("#layout", layout)
    page.mouse.move(600, 350)
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(300)

    assert page.requests_seen == []
    assert opened.trouble == []


def test_a_board_too_large_to_stand_in_the_page_as_it_is_opens_all_the_same(opened, monkeypatch):
    monkeypatch.setattr("linkgraph.views.columns.LARGE", 0)

    page = opened.board(hostile_release())

    assert counts(page) == (len(hostile_release().entities), len(hostile_release().links))
    assert page.requests_seen == []
    assert opened.trouble == []


def test_a_network_that_never_answers_is_not_asked_either(chromium, tmp_path):
    context = chromium.new_context()
    page = context.new_page()
    asked = []
    # A route that is never continued is a network that never answers.
    context.route(
        lambda url: not url.startswith(("file:", "data:", "blob:")),
        lambda route: asked.append(route),  # noqa: PLW0108 - Playwright marks it
    )

    Opened(page, tmp_path).board(small())
    show_pane(page, "map")
    page.wait_for_timeout(200)

    assert asked == []
    context.close()


def test_the_corpus_is_as_large_as_promised():
    assert len(set(CORPUS)) >= 30


def test_no_text_of_a_case_runs_in_any_pane(opened):
    page = opened.board(hostile_release(), title=" ".join(CORPUS))

    for number in range(0, len(CORPUS), 3):
        page.locator("#list tr[data-row]").nth(number).click()
        show_pane(page, "detail")
        show_pane(page, "list")
    page.click('#list [data-view="links"]')
    page.locator("#list tr[data-row]").first.click()
    for pane in PANES:
        show_pane(page, pane)
    page.fill("#search", "<img")
    page.wait_for_timeout(200)

    assert page.evaluate("window.ran === undefined")
    assert opened.trouble == []
    assert page.requests_seen == []
    assert page.locator("iframe, object, embed, a[href], svg[onload], img[onerror]").count() == 0
    assert page.locator("script").count() == 3


def as_shown(text):
    """A text as the page shows it: on one line, what turns or cannot be drawn made visible."""
    kept = "".join("\ufffd" if unseen(sign) else sign for sign in text)
    return " ".join(visible_marks(kept).replace("\ufeff", " ").split()) or "(no name)"


def unseen(sign):
    number = ord(sign)
    return number < 9 or 0xB <= number < 0x20 or 0x7F <= number < 0xA0 or 0xD800 <= number < 0xE000


def test_hostile_text_is_shown_as_it_is(opened):
    page = opened.board(hostile_release())

    names = page.locator("#list td .name").all_text_contents()

    assert {as_shown(text) for text in CORPUS} <= {as_shown(name) for name in names}


def test_no_export_lets_a_text_run(opened):
    page = opened.board(hostile_release())

    svg = ET.fromstring(saved(page, "#save-svg").read_text(encoding="utf-8"))  # noqa: S314 - ours
    tables = [saved(page, f"#save-{what}").read_text("utf-8-sig") for what in ("entities", "links")]
    picture = saved(page, "#save-png").read_bytes()

    names = {element.tag.rpartition("}")[2] for element in svg.iter()}
    assert names <= {"svg", "title", "rect", "defs", "image", "path", "text", "use", "circle"}
    assert not [name for element in svg.iter() for name in element.attrib if name.startswith("on")]
    for table in tables:
        rows = list(csv.reader(io.StringIO(table)))
        assert not [c for row in rows for c in row if c[:1] in {"=", "+", "-", "@", "\t"}]
        assert len(rows[4]) == len(rows[3])
    assert picture.startswith(b"\x89PNG")
    assert page.evaluate("window.ran === undefined")


@pytest.mark.parametrize(
    "injected",
    [
        "document.body.append(Object.assign(document.createElement('img'), {src: 'https://example.test/i'}))",
        "fetch('https://example.test/f').catch(() => 0)",
        "document.body.insertAdjacentHTML('beforeend', '<img src=data:, onerror=\"window.ran=1\">')",
    ],
    ids=["image", "fetch", "handler"],
)
def test_even_what_got_in_could_neither_run_nor_report(opened, injected):
    page = opened.board(small())

    page.evaluate(injected)
    page.wait_for_timeout(200)

    assert page.evaluate("window.ran === undefined")
    assert any("Content Security Policy" in text for text in opened.trouble)


@pytest.mark.parametrize("size", [(1366, 768), (2560, 1440)], ids=["laptop", "large"])
def test_nothing_keeps_anybody_out(opened, size):
    opened.page.set_viewport_size({"width": size[0], "height": size[1]})
    page = opened.board(case_of(120))

    assert axe_violations(page) == []
    if size[0] < 2000:
        for pane in (*PANES, "targets"):
            show_pane(page, pane)
            assert axe_violations(page) == [], pane
    page.locator("#canvas canvas").focus()
    page.locator("#list tr[data-row]").first.evaluate("row => row.click()")
    assert axe_violations(page) == []


def test_everything_is_done_with_the_keyboard(opened):
    page = opened.board(small())

    page.keyboard.press("/")
    page.keyboard.type("nguyen hung")
    expect(page.locator("#hits")).to_have_text("2 found")
    page.locator("#list th button").first.focus()
    page.locator("#list tr[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#list tr[aria-selected=true]")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    expect(page.locator("#list tr[aria-selected=true]")).to_have_count(2)
    page.locator("#time input[type=range]").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#time-words")).not_to_contain_text("All time")
    page.locator('#tabs [data-pane="map"]').focus()
    page.keyboard.press("Enter")
    page.locator("#map .bubble").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#map .bubble").first).to_have_attribute("aria-pressed", "true")
    page.locator("#canvas canvas").focus()
    for key in ("ArrowLeft", "+", "-", "0"):
        page.keyboard.press(key)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.locator("#time-words")).to_contain_text("All time")
    assert opened.trouble == []


def test_less_motion_and_the_users_own_colours_are_honoured(opened):
    opened.page.emulate_media(reduced_motion="reduce", forced_colors="active")
    page = opened.board(small())

    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    page.click("#time .tool")
    page.wait_for_timeout(100)
    page.click("#time .tool")
    assert opened.trouble == []


def test_banners_facts_and_legend_are_seen(opened):
    page = opened.board(small())

    for banner in ("#banner-top", "#banner-bottom"):
        expect(page.locator(banner)).to_be_in_viewport()
        expect(page.locator(banner)).to_contain_text("H2 AMBER")
    expect(page.locator("#digest")).to_contain_text("data ")
    expect(page.locator("#legend li")).to_have_count(9)


def png_size(picture):
    return struct.unpack(">II", picture[16:24])


def test_pictures_and_tables_carry_the_caveat(opened):
    page = opened.board(small())

    table = saved(page, "#save-links").read_text("utf-8-sig")
    svg = saved(page, "#save-svg").read_text(encoding="utf-8")
    wide, high = png_size(saved(page, "#save-png").read_bytes())

    box = page.locator("#canvas").bounding_box()
    assert table.startswith('"H2 AMBER | For NZ/INZ (own agency)')
    assert svg.count("H2 AMBER") == 3
    # A band of one line is above and one of three below what is on the screen, all twice as fine.
    assert (wide, high) == (2 * round(box["width"]), 2 * (round(box["height"]) + 30 + 66))


def test_however_many_originators_there_are_pictures_name_all(opened):
    names = tuple(f"MY/Criminal investigation, unit {n}" for n in range(30))
    page = opened.board(replace(small(), originators=names))

    svg = ET.fromstring(saved(page, "#save-svg").read_bytes())  # noqa: S314 - ours
    _, high = png_size(saved(page, "#save-png").read_bytes())

    told = " ".join(one.text or "" for one in svg.iter("{http://www.w3.org/2000/svg}text"))
    for name in names:
        assert told.count(f"{name},") + told.count(f"{name} |") >= 2 - (name == names[-1]), name
    longest = max(len(one.text or "") for one in svg.iter("{http://www.w3.org/2000/svg}text"))
    assert longest <= float(svg.get("width")) / 9
    box = page.locator("#canvas").bounding_box()
    assert high > 2 * (round(box["height"]) + 200)


def test_a_printed_board_has_banners_picture_and_list(opened):
    page = opened.board(small())

    assert len(page.pdf(prefer_css_page_size=True)) > 20_000


def test_parallel_links_are_kept_in_list_and_file(opened):
    page = opened.board(
        release(
            [entity("a"), entity("b")],
            [link(n, "a", "b", amount=f"{n}.00 MYR", at="2024-01-01") for n in range(1, 40)],
        )
    )

    assert counts(page) == (2, 39)
    assert saved(page, "#save-links").read_text("utf-8-sig").count("PAID") == 39


def test_a_path_and_a_path_in_date_order_are_told(opened):
    names = [person(n, id=f"p{n}", caption=f"P{n}") for n in range(4)]
    days = {(0, 1): "2024-03-01", (1, 3): "2024-02-01", (0, 2): "2024-03-01", (2, 3): "2024-04-01"}
    page = opened.board(
        release(names, [link(n, f"p{a}", f"p{b}", at=day) for n, ((a, b), day) in enumerate(days.items())])
    )  # fmt: skip
    page.click("#list th:first-child button")
    for name in ("P0", "P3"):
        page.locator("#list tr", has_text=name).click(modifiers=["Control"])
    show_pane(page, "detail")

    page.get_by_role("button", name="Path in date order").click()

    steps = page.locator(".path li").all_text_contents()
    assert [step[:10] for step in steps] == ["P0 PAID P2", "P2 PAID P3"]
    page.get_by_role("button", name="Find path").click()
    assert [s[:10] for s in page.locator(".path li").all_text_contents()] == ["P0 PAID P1", "P1 PAID P3"]  # fmt: skip


def test_a_path_over_a_link_of_a_year_says_that_its_order_is_not_on_file(opened):
    names = [person(n, id=f"p{n}", caption=f"P{n}") for n in range(3)]
    page = opened.board(
        release(names, [link(1, "p0", "p1", at="2024"), link(2, "p1", "p2", at="2024-04-01")])
    )
    page.click("#list th:first-child button")
    for name in ("P0", "P2"):
        page.locator("#list tr", has_text=name).click(modifiers=["Control"])
    show_pane(page, "detail")

    page.get_by_role("button", name="Path in date order").click()

    expect(page.locator(".path .warn")).to_contain_text("which of these came first is not on file")
    page.get_by_role("button", name="Find path").click()
    assert page.locator(".path .warn").count() == 0


def test_a_payer_is_chosen_with_the_space_bar_and_keeps_the_keyboard(opened):
    page = opened.board(case_of(80))
    show_pane(page, "money")
    side = page.locator("#money .side").first
    side.focus()
    key = side.get_attribute("data-side")

    page.keyboard.press("Space")

    assert page.locator("#money .bands .chosen").count() > 0
    assert page.evaluate("document.activeElement.getAttribute('data-side')") == key


def test_money_that_no_sum_holds_is_told_and_a_rounded_sum_says_so(opened):
    paid = [link(n, "a", "b", amount="1,000,000,000,000.00 IDR") for n in range(100)]
    odd = [
        link("b", "a", "b", amount="99,999,999,999,999,999.00 IDR"),
        link("c", "a", "b", amount="-5.00 IDR"),
    ]
    given = release([entity("a"), entity("b")], [*paid, *odd])
    page = opened.board(given)
    show_pane(page, "money")
    words = page.locator("#money-words")

    expect(words).to_contain_text("about 100,000,000,000,000.00 IDR in 100 payments")
    expect(words).to_contain_text("2 amounts are in no sum: too large, or of another form.")
    page.locator("#filters details", has_text="Amounts").evaluate("one => { one.open = true; }")
    page.get_by_label("Currency of payments").select_option(label="IDR")
    expect(words).to_have_text("about 100,000,000,000,000.00 IDR in 100 payments")


def test_a_brush_that_is_broken_off_follows_the_pointer_no_more(opened):
    page = opened.board(case_of(80))
    box = page.locator("#time svg.histogram").bounding_box()
    x, y = box["x"] + 200, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    told = page.locator("#time-words").text_content()

    page.locator("#time svg.histogram").dispatch_event("pointercancel")
    page.mouse.move(x + 150, y)

    assert page.locator("#time-words").text_content() == told


def test_a_name_without_end_leaves_room_for_the_next(opened):
    page = opened.board(release([entity("a", caption="x" * 10_000), entity("b", caption="Next")]))

    assert page.locator("#list tr", has_text="xxx").bounding_box()["height"] < 200
    expect(page.locator("#list tr", has_text="Next")).to_be_in_viewport()


def test_an_arrangement_goes_through_a_file(opened):
    given = case_of(80)
    page = opened.board(given)
    page.select_option("#layout", "circles")
    page.locator("#list tr[data-row]").nth(1).click()
    page.get_by_role("button", name="Hide the selection").click()
    page.locator("#filters .check", has_text="called").click()
    before = counts(page)
    kept = json.loads(saved(page, "#save-arrangement").read_text(encoding="utf-8"))
    file = opened.folder / "kept.json"
    file.write_text(json.dumps(kept), encoding="utf-8")

    page = opened.board(given)
    assert counts(page) != before
    page.set_input_files("#load-arrangement", file)

    expect(page.locator("#message")).to_have_text("Loaded.")
    assert counts(page) == before
    assert page.input_value("#layout") == "circles"
    again = json.loads(saved(page, "#save-arrangement").read_text(encoding="utf-8"))
    assert again == kept


def test_hiding_expanding_and_undoing(opened):
    page = opened.board(small())
    page.locator("#list tr", has_text="North Route").click()
    page.get_by_role("button", name="Hide the selection").click()
    assert counts(page)[0] == 7
    page.locator("#list tr", has_text="Nguyễn Văn Hùng 1").click()
    page.get_by_role("button", name="Expand: bring back").click()
    assert counts(page)[0] == 8
    page.click("#undo")
    page.click("#undo")
    assert counts(page)[0] == 8
    page.click("#redo")
    assert counts(page)[0] == 7


def test_what_is_hidden_is_in_no_picture_and_in_no_pane_s_count(opened):
    page = opened.board(small())
    assert "North Route" in saved(page, "#save-svg").read_text(encoding="utf-8")

    page.locator("#list tr", has_text="North Route").click()
    page.get_by_role("button", name="Hide the selection").click()

    told = saved(page, "#save-svg").read_text(encoding="utf-8")
    assert "North Route" not in told
    assert told.count("<use") == counts(page)[0] == 7
    words = page.locator("#time-words")
    dated, undated = (int(words.get_attribute(f"data-{one}")) for one in ("dated", "undated"))
    assert dated + undated == counts(page)[1]


def test_a_window_from_a_file_is_told_to_the_day(opened):
    page = opened.board(case_of(80))
    day = 24 * 60
    begin = (dt.date(2024, 3, 5) - dt.date(1, 1, 1)).days * day
    told = json.loads(saved(page, "#save-arrangement").read_text(encoding="utf-8"))
    file = opened.folder / "kept.json"
    file.write_text(json.dumps(told | {"time": [begin, begin + 4 * day]}), encoding="utf-8")

    page.set_input_files("#load-arrangement", file)

    expect(page.locator("#time-words")).to_contain_text("2024-03-05 to 2024-03-08:")


@pytest.mark.parametrize(
    "odd",
    [
        {"time": [0, 1e18]},
        {"moved": [["force", "account-1", 1e308, -1e308]], "notes": [{"x": 1e308, "y": 0, "text": "far"}]},
        {"closed": ["account-1", 3, None], "selection": {}, "marked": [["a", "__proto__"]], "only": []},
        {"notes": [{"x": 0, "y": 0, "text": "ကမ္ဘာ \u202e" + "Ā" * 10_000}], "layout": "time"},
    ],
)  # fmt: skip
def test_no_arrangement_breaks_the_board(opened, odd):
    page = opened.board(small())
    file = opened.folder / "odd.json"
    file.write_text(json.dumps({"linkgraph_arrangement": 1} | odd), encoding="utf-8")

    page.set_input_files("#load-arrangement", file)
    expect(page.locator("#message")).to_contain_text("Loaded")
    page.get_by_role("button", name="Clear all filters").click()

    assert counts(page) == (8, 9)
    assert opened.trouble == []


def test_whoever_has_no_date_is_chosen_along_time_and_the_chart_stays(opened):
    names = [person(n, id=f"p{n}", caption=f"P{n}") for n in range(4)]
    dated, undated = link(1, "p0", "p1", at="2024-03-01"), link(2, "p2", "p3")
    page = opened.board(release(names, [dated, undated]))
    page.select_option("#layout", "time")
    before = picture(page)

    for name in ("P2", "P3"):
        page.locator("#list tr", has_text=name).click()
    show_pane(page, "detail")
    page.get_by_role("button", name="Centre").click()
    page.locator("body").press("Escape")

    assert picture(page) == before
    assert opened.trouble == []


def test_a_chart_along_time_can_be_zoomed_out_beyond_the_calendar(opened):
    given = replace(
        small(), links=(*small().links, link(90, "account-1", "account-2", at="0024-03-01"))
    )
    page = opened.board(given)
    page.select_option("#layout", "time")
    for _ in range(30):
        page.get_by_role("button", name="Zoom out").click()
    page.get_by_role("button", name="Show all").click()

    assert opened.trouble == []


def test_a_syndicate_closes_over_its_members_and_opens_again(opened):
    page = opened.board(small())

    page.click("#close-groups")
    closed = saved(page, "#save-svg").read_text(encoding="utf-8").count("<use")
    page.click("#open-groups")

    assert saved(page, "#save-svg").read_text(encoding="utf-8").count("<use") == closed + 2
    assert counts(page) == (8, 9)


def test_a_marquee_selects_what_is_inside_it(opened):
    page = opened.board(small())
    box = page.locator("#canvas").bounding_box()
    page.click('[data-tool="marquee"]')

    page.mouse.move(box["x"] + 3, box["y"] + 3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 4, box["y"] + box["height"] - 4, steps=4)
    page.mouse.up()

    show_pane(page, "detail")
    expect(page.locator("#detail h3")).to_have_text("8 entities selected")


def test_a_note_stands_where_it_was_put(opened):
    page = opened.board(small())
    box = page.locator("#canvas").bounding_box()
    page.click('[data-tool="note"]')
    page.mouse.click(box["x"] + 50, box["y"] + 60)
    page.keyboard.type("<b>Ask MY</b> about this")
    page.get_by_role("button", name="Keep").click()

    kept = json.loads(saved(page, "#save-arrangement").read_text(encoding="utf-8"))

    assert [note["text"] for note in kept["notes"]] == ["<b>Ask MY</b> about this"]
    assert "&#60;b&#62;Ask MY" in saved(page, "#save-svg").read_text(encoding="utf-8")


def test_playback_moves_the_window(opened):
    page = opened.board(case_of(60))
    page.click("#time .tool")

    expect(page.locator("#time-words")).not_to_contain_text("All time")
    first = page.locator("#time-words").text_content()
    expect(page.locator("#time-words")).not_to_have_text(first)
    page.click("#time .tool")


def other_browser(chromium, *flags):
    import shutil

    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    args = [one for one in CHROMIUM_ARGS if one != "--disable-gpu"]
    return chromium.browser_type.launch(executable_path=path, args=[*args, *flags])


def test_lines_are_drawn_by_a_graphics_card_where_asked(chromium, tmp_path):
    flags = "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"
    browser = other_browser(chromium, *flags)
    opened = Opened(browser.new_context(offline=True).new_page(), tmp_path)

    opened.page.set_viewport_size({"width": 1000, "height": 500})

    page = opened.board(case_of(2000, links_per_entity=2.2), mark="#renderer=webgl")

    expect(page.locator("#canvas[data-renderer=webgl]")).to_be_attached(timeout=10_000)
    page.wait_for_timeout(200)
    assert [text for text in opened.trouble if "GPU stall" not in text] == []
    browser.close()


@pytest.mark.parametrize("mark", ["", "#renderer=webgl"], ids=["found", "asked"])
def test_without_a_graphics_card_the_canvas_draws(chromium, tmp_path, mark):
    browser = other_browser(chromium, "--disable-gpu", "--disable-3d-apis")
    opened = Opened(browser.new_context(offline=True).new_page(), tmp_path)

    page = opened.board(small(), mark=mark)

    page.wait_for_timeout(200)
    assert page.get_attribute("#canvas", "data-renderer") != "webgl"
    assert [text for text in opened.trouble if "WebGL" not in text] == []
    browser.close()


@pytest.mark.parametrize("pane", ["time", "map", "money"])
def test_a_single_pane_stands_alone(opened, pane):
    page = opened.board(case_of(80), pane=pane)

    expect(page.locator(f"#{pane} svg.{ {'time': 'histogram'}.get(pane, pane) }")).to_be_visible()
    expect(page.locator("#network")).to_be_hidden()
    assert opened.trouble == []
