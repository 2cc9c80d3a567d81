"""A browser test proves nothing unless the harness sees what a page asks for."""

import pytest

pytestmark = pytest.mark.browser

ASKS = {
    "fetch": "<script>fetch('https://example.test/fetch').catch(() => 0)</script>",
    "image": "<img src='https://example.test/image'>",
    "script": "<script src='https://example.test/script'></script>",
    "style": "<link rel='stylesheet' href='https://example.test/style'>",
    "socket": "<script>new WebSocket('wss://example.test/socket')</script>",
    "beacon": "<script>navigator.sendBeacon('https://example.test/beacon')</script>",
    "font": "<style>@font-face{font-family:f;src:url(https://example.test/font)}"
    "p{font-family:f}</style><p>text</p>",
}


def open_file(page, tmp_path, html):
    file = tmp_path / "page.html"
    file.write_text(f"<!doctype html><meta charset='utf-8'>{html}", encoding="utf-8")
    page.goto(file.as_uri(), wait_until="load")
    page.wait_for_timeout(100)


@pytest.mark.parametrize("way", sorted(ASKS))
def test_what_a_page_asks_for_is_seen(chromium_page, tmp_path, way):
    open_file(chromium_page, tmp_path, ASKS[way])

    assert [url.rpartition("/")[2] for url in chromium_page.requests_seen] == [way]


def test_a_page_that_asks_for_nothing_is_seen_to(chromium_page, tmp_path):
    open_file(chromium_page, tmp_path, "<img src='data:,'><script>document.title = 'ran'</script>")

    assert chromium_page.title() == "ran"
    assert chromium_page.requests_seen == []


def test_a_page_reaches_no_server(chromium_page, tmp_path):
    open_file(chromium_page, tmp_path, "")

    answer = chromium_page.evaluate("fetch('https://example.test/').then(() => 'came', () => 'no')")

    assert answer == "no"
