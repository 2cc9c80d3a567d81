"""Reports in a real browser: they ask no network, run no text, print their caveat, can be read by all."""

from dataclasses import replace

import pytest

from linkgraph.reports import KINDS, make_document, make_page
from linkgraph.reports.page import PageTemplate, shipped
from tests.browser.pages import axe_violations
from tests.reports.material import enquiry, hostile, material

pytestmark = pytest.mark.browser

# Where the middle of each caveat's text is, the caveat is what is seen there.
IN_SIGHT = """() => [...document.querySelectorAll("body > .caveat")].map((one) => {
    const { left, top, width, height } = one.querySelector("bdi").getBoundingClientRect();
    const seen = document.elementFromPoint(left + width / 2, top + height / 2);
    return one.contains(seen) && height > 10 && width > 150;
})"""
HEIGHTS = """() => [...document.querySelectorAll("body > .caveat")].map(
    (one) => one.getBoundingClientRect().height)"""
STYLES = {
    "pages as high as the screen": "html, body { height: 100%; }",
    "no scrolling sideways": "html, body { overflow-x: hidden; }",
    "a grid": "body { display: grid; grid-template-rows: auto auto 1fr; }",
    "side by side": "body { display: flex; }",
    "another order": "body { display: flex; flex-direction: column; } .caveat.top { order: 9; }",
    "columns": "body { columns: 2; }",
    "a small box": "body { contain: strict; height: 400px; }",
    "not drawn": "body { content-visibility: hidden; }",
    "beside the screen": "body { margin-left: -3000px; } main { margin-left: 3000px; }",
    "moved away": ".caveat { offset-path: path('M -900 -900') !important; }",
    "letters of no size": ".caveat { font-size-adjust: 0 !important; }",
    "laid over": "main { position: relative; z-index: 2147483647; background: #fff; }",
    "something fixed over it": "main { position: fixed; inset: 0; z-index: 2147483647; }",
    "something before it": ".caveat::before { content: ''; position: fixed; inset: 0; }",
    "in print, off the flow": "@media print { main { position: absolute; top: 0; } }",
}


def open_report(page, folder, kind, held):
    heard = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    file = folder / "report.html"
    file.write_text(make_page(make_document(kind, held)), encoding="utf-8", newline="\n")
    page.goto(file.as_uri())
    return heard


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("of", [material, hostile], ids=["plain", "hostile"])
def test_a_report_asks_no_network_and_runs_no_text(chromium_page, tmp_path, kind, of):
    heard = open_report(chromium_page, tmp_path, kind, of(kind))

    assert chromium_page.requests_seen == []
    assert heard == []
    assert chromium_page.evaluate("window.ran") is None


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_wrong_with_a_report(chromium, tmp_path, kind):
    # axe's own script must run, which the page's policy would forbid.
    context = chromium.new_context(offline=True, bypass_csp=True)
    page = context.new_page()
    open_report(page, tmp_path, kind, material(kind))

    assert axe_violations(page) == []
    context.close()


def test_what_a_figure_rests_on_is_reached_by_its_mark(chromium_page, tmp_path):
    open_report(chromium_page, tmp_path, "senior-officials", material("senior-officials"))

    chromium_page.click('a[href="#f2"]')

    assert chromium_page.evaluate("document.querySelector(':target').textContent") == "F2: Arrests"


def test_a_printed_caveat_covers_nothing_and_repeats(chromium_page, tmp_path):
    open_report(chromium_page, tmp_path, "debrief", material("debrief"))
    chromium_page.emulate_media(media="print")

    shown = chromium_page.evaluate(
        "[...document.querySelectorAll('.caveat')].map((one) => getComputedStyle(one).display)"
    )

    assert shown == ["table-header-group", "table-footer-group"]


def test_a_printed_table_is_no_wider_than_its_page_however_long_its_words(chromium_page, tmp_path):
    long = "REQUEST-2026-" + "0" * 27
    held = material("debrief")
    sent = enquiry(
        reference=long, from_agency="IrregularMigrationAndTraffickingUnit", to_agency=long
    )
    held = replace(held, period=replace(held.period, enquiries=(sent, enquiry(2))))
    open_report(chromium_page, tmp_path, "debrief", held)
    # The text of an A4 page between its margins, at 96 dots an inch.
    chromium_page.set_viewport_size({"width": 680, "height": 960})
    chromium_page.emulate_media(media="print")

    wide = chromium_page.evaluate(
        "[...document.querySelectorAll('main table')].map((one) => one.getBoundingClientRect().width)"
    )
    broken = chromium_page.evaluate(
        "[...document.querySelectorAll('main thead th')].filter((one) => one.scrollWidth > one.clientWidth + 1).length"
    )

    assert len(wide) > 5
    assert max(wide) <= 681
    assert broken == 0


def styled(page, folder, style):
    held = material("debrief")
    held = replace(held, period=replace(held.period, lessons=held.period.lessons * 150))
    template = PageTemplate("own.html", shipped("report.html"), shipped("report.css") + style)
    file = folder / "report.html"
    made = template.fill(make_document("debrief", held))
    file.write_text(made, encoding="utf-8", newline="\n")
    page.goto(file.as_uri())


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_a_style_of_ones_own_lets_the_caveat_be_seen_wherever_one_reads(
    chromium_page, tmp_path, style
):
    styled(chromium_page, tmp_path, style)

    for part in (0, 0.3, 0.6, 1):
        chromium_page.evaluate(f"scrollTo(0, document.documentElement.scrollHeight * {part})")
        assert chromium_page.evaluate(IN_SIGHT) == [True, True]


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_a_style_of_ones_own_leaves_the_caveat_head_and_foot_of_what_is_printed(
    chromium_page, tmp_path, style
):
    styled(chromium_page, tmp_path, style)
    chromium_page.emulate_media(media="print")

    shown = chromium_page.evaluate(
        """[document.body, ...document.querySelectorAll("body > *")].map((one) => {
            const { display, position } = getComputedStyle(one); return [display, position]; })"""
    )

    assert shown[0] == ["table", "static"]
    assert shown[1] == ["table-header-group", "static"]
    assert shown[-1] == ["table-footer-group", "static"]
    assert {position for _, position in shown} == {"static"}


@pytest.mark.parametrize("originators", [1, 8, 40, 400])
def test_a_caveat_takes_less_of_a_printed_page_than_a_browser_repeats(
    chromium_page, tmp_path, originators
):
    """What takes a quarter of a page or more stands on the first one alone."""
    signs = "ABCDEFGHIJKLMNOPQRST"
    many = tuple(f"{a}{b}/Immigration and Border Force" for a in signs for b in signs)
    held = material("debrief")
    held = replace(held, period=replace(held.period, originators=many[:originators]))
    # The width of A4 without its margins, and a quarter of its height.
    chromium_page.set_viewport_size({"width": 680, "height": 956})
    file = tmp_path / "report.html"
    file.write_text(make_page(make_document("debrief", held)), encoding="utf-8", newline="\n")
    chromium_page.goto(file.as_uri())
    chromium_page.emulate_media(media="print")

    assert all(0 < height < 956 / 4 for height in chromium_page.evaluate(HEIGHTS))


def test_days_stand_on_one_line(chromium_page, tmp_path):
    chromium_page.set_viewport_size({"width": 500, "height": 800})
    open_report(chromium_page, tmp_path, "debrief", material("debrief"))

    heights = chromium_page.evaluate(
        """[...document.querySelectorAll("td.day bdi")].map((one) => one.getClientRects().length)"""
    )

    assert len(heights) > 10
    assert set(heights) == {1}
