"""Views as a notebook shows them: in frames that may run their script and save files, and no more."""

import re
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from linkgraph.views import draw_inline, draw_network
from tests.browser.pages import Opened, axe_violations
from tests.views.hostile import CORPUS, hostile_release
from tests.views.releases import case_of, small

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(chromium_page, tmp_path):
    return Opened(chromium_page, tmp_path)


def notebook_of(*views):
    frames = "".join(f"<div>{one._repr_mimebundle_()['text/html']}</div>" for one in views)
    return f"<!doctype html><meta charset=utf-8><title>Notebook</title><body>{frames}"


def show(opened, *views):
    file = opened.folder / "notebook.html"
    file.write_text(notebook_of(*views), encoding="utf-8")
    opened.page.goto(file.as_uri())
    for number in range(len(views)):
        # A browser draws what is off the screen only once it comes into view.
        opened.page.locator("iframe").nth(number).scroll_into_view_if_needed()
        frame = opened.page.frame_locator("iframe").nth(number)
        expect(frame.locator("#canvas[data-drawn=yes]")).to_be_attached(timeout=20_000)
    return opened.page


def test_eight_views_on_a_page_are_all_drawn(opened):
    page = show(opened, *[draw_inline(case_of(150, seed=n)) for n in range(8)])

    for number in range(8):
        frame = page.frame_locator("iframe").nth(number)
        expect(frame.locator("#counts")).to_have_text(re.compile(r"150 entities, \d+ links"))
        ink = frame.locator("#canvas canvas").evaluate(
            """one => {
              const { data } = one.getContext("2d").getImageData(0, 0, one.width, one.height);
              let dark = 0;
              for (let at = 0; at < data.length; at += 4) if (data[at] < 200) dark += 1;
              return dark;
            }"""
        )
        assert ink > 500
    assert page.requests_seen == []
    assert opened.trouble == []


def memory_of_pages(page):
    """Return MB that the processes of all pages hold, what they share with others in part."""
    session = page.context.browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    rolls = [
        Path(f"/proc/{one['id']}/smaps_rollup").read_text(encoding="ascii")
        for one in processes
        if one["type"] == "renderer"
    ]
    return sum(int(re.search(r"^Pss: +(\d+)", roll, re.MULTILINE)[1]) for roll in rolls) / 1024


@pytest.mark.skipif(sys.platform != "linux", reason="processes tell their memory so on Linux alone")
def test_eight_of_the_largest_views_take_less_than_400_megabytes(opened):
    page = show(opened, *[draw_inline(case_of(1500, seed=n)) for n in range(8)])
    for number in range(8):
        page.locator("iframe").nth(number).scroll_into_view_if_needed()
        page.frame_locator("iframe").nth(number).locator("#canvas canvas").hover()
        page.mouse.wheel(0, 300)

    assert 50 < memory_of_pages(page) < 400
    for number in range(8):
        counts = page.frame_locator("iframe").nth(number).locator("#counts")
        expect(counts).to_have_text(re.compile(r"1,?500 entities, [\d,]+ links"))


def test_what_was_chosen_before_is_selected_as_it_opens(opened):
    given_release = small()
    one = given_release.entities[0]

    page = show(opened, draw_inline(given_release, selected=[one.id]))

    expect(page.frame_locator("iframe").locator("#detail")).to_contain_text(one.caption)
    assert opened.trouble == []


def test_a_view_cannot_reach_the_notebook_around_it(opened):
    page = show(opened, draw_inline(small()))

    frame = page.frames[1]
    assert frame.evaluate("window.origin") == "null"
    assert frame.evaluate("(() => { try { return parent.document.title } catch { return '' } })()") == ""  # fmt: skip


def test_hostile_texts_are_only_shown(opened):
    page = show(opened, draw_inline(hostile_release(), title=" ".join(CORPUS)))
    frame = page.frame_locator("iframe")

    for number in range(0, len(CORPUS), 4):
        frame.locator("#list .link-row").nth(number).click()
    frame.locator("#search").fill("script")

    assert page.frames[1].evaluate("window.ran === undefined")
    assert page.requests_seen == []
    assert opened.trouble == []


def test_an_entity_is_found_and_told(opened):
    page = opened.inline(small())

    page.fill("#search", "hung nguyen 1")
    page.locator("#list .link-row").first.focus()
    page.keyboard.press("Enter")

    expect(page.locator("#detail h3")).to_have_text("Nguyễn Văn Hùng 1")
    expect(page.locator("#detail")).to_contain_text("MY/RMP")
    assert axe_violations(page) == []


def test_a_picture_can_be_saved_from_the_frame(opened):
    page = show(opened, draw_inline(small()))

    with page.expect_download() as download:
        page.frame_locator("iframe").locator("#save-png").click()

    assert download.value.suggested_filename == "operation-kestrel-network.png"


def test_pyvis_and_canvas_stand_beside_each_other(opened):
    page = show(opened, draw_inline(small()), draw_network(small()))

    expect(page.frame_locator("iframe").nth(1).locator("#legend")).to_contain_text("Syndicate")
    assert page.requests_seen == []
