"""Reports in a real browser: they ask no network, run no text, print their caveat, can be read by all."""

import pytest

from linkgraph.reports import KINDS, make_document, make_page
from tests.browser.pages import axe_violations
from tests.reports.material import hostile, material

pytestmark = pytest.mark.browser


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
