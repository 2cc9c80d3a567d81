"""A view whose selection comes back into Python: in a page of its own, and in JupyterLab."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from linkgraph.views import draw_inline, draw_widget
from tests.browser.pages import Opened
from tests.views.hostile import hostile_release
from tests.views.releases import small

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
STAGE = """async ([source, told]) => {
  window.saved = [];
  const model = { get: (name) => told[name], set: (name, value) => { told[name] = value; },
                  save_changes: () => window.saved.push(told.selected) };
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const box = document.createElement("div");
  document.body.append(box);
  window.away = (await import(url)).default.render({ model, el: box });
}"""


@pytest.fixture
def opened(chromium_page, tmp_path):
    return Opened(chromium_page, tmp_path)


def staged(opened, widget):
    """Show a widget as a notebook does, with a model that says what it was told."""
    file = opened.folder / "stage.html"
    file.write_text("<!doctype html><meta charset=utf-8><title>Notebook</title><body>", encoding="utf-8")  # fmt: skip
    opened.page.goto(file.as_uri())
    told = {name: getattr(widget, name) for name in ("html", "summary", "height_px", "channel")}
    opened.page.evaluate(STAGE, [widget._esm, told])
    frame = opened.page.frame_locator("iframe")
    expect(frame.locator("#canvas[data-drawn=yes]")).to_be_attached(timeout=20_000)
    return frame


def saved(page, count=1):
    page.wait_for_function("n => window.saved.length >= n", arg=count)
    return page.evaluate("window.saved")


def test_what_is_selected_is_told(opened):
    given_release = small()
    frame = staged(opened, draw_widget(given_release))

    frame.locator("#list").get_by_text("North Route").first.click()

    assert saved(opened.page)[-1] == ["syndicate-1"]
    assert opened.trouble == []


def test_nothing_but_the_view_itself_is_heard(opened):
    widget = draw_widget(small())
    staged(opened, widget)

    opened.page.evaluate("word => window.postMessage({ channel: word, selected: ['x'] }, '*')", widget.channel)  # fmt: skip
    opened.page.wait_for_timeout(200)

    assert opened.page.evaluate("window.saved") == []


def test_hostile_texts_run_neither_in_the_view_nor_around_it(opened):
    frame = staged(opened, draw_widget(hostile_release()))

    frame.locator("#list").get_by_role("button").first.click(timeout=60_000)

    saved(opened.page)
    assert opened.page.evaluate("window.ran") is None
    assert opened.trouble == []


def test_once_taken_away_it_listens_no_more(opened):
    frame = staged(opened, draw_widget(small()))

    opened.page.evaluate("window.away()")
    frame.locator("#list").get_by_text("North Route").first.click()
    opened.page.wait_for_timeout(200)

    assert opened.page.evaluate("window.saved") == []


def test_a_view_that_nobody_asked_says_nothing(opened):
    file = opened.folder / "plain.html"
    file.write_text(f"<!doctype html><title>n</title>{draw_inline(small())._repr_html_()}", encoding="utf-8")  # fmt: skip
    opened.page.goto(file.as_uri())
    opened.page.evaluate("() => { window.heard = []; addEventListener('message', (e) => window.heard.push(e.data)); }")  # fmt: skip

    opened.page.frame_locator("iframe").locator("#list").get_by_text("North Route").first.click()
    opened.page.wait_for_timeout(200)

    assert opened.page.evaluate("window.heard") == []


# JupyterLab ---------------------------------------------------------------------

CELLS = [
    "from tests.views.releases import small\nfrom linkgraph.views import draw_inline, draw_widget",
    "draw_inline(small())",
    "chosen = draw_widget(small())\nchosen",
    "draw_inline(small(), title='third')",
]


@pytest.fixture
def lab(tmp_path):
    """JupyterLab on this machine, with a notebook of views in it; gives its address."""
    cells = [{"cell_type": "code", "id": f"c{n}", "metadata": {}, "outputs": [], "execution_count": None, "source": text}
             for n, text in enumerate(CELLS)]  # fmt: skip
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    book = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "views.ipynb").write_text(json.dumps(book), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: str(tmp_path / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR")}  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
         "--ServerApp.ip=127.0.0.1", "--IdentityProvider.token=", f"--ServerApp.root_dir={tmp_path}",
         "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"],
        env=os.environ | own | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        # It says so little that the pipe never fills.
        assert any("is running at" in line for line in server.stderr), "JupyterLab did not start"
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)
        server.stderr.close()


def test_views_and_a_widget_work_in_jupyterlab_without_a_network(lab, chromium):
    context = chromium.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    outside = []
    page.on("request", lambda asked: outside.append(asked.url) if not _inside(asked.url, lab) else None)  # fmt: skip

    # JupyterLab may speak up on a busy machine (a slow server, a kernel to choose): its dialog would
    # lie over the notebook.
    page.add_locator_handler(page.locator("dialog.jp-Dialog"), take_last_button)
    page.goto(f"{lab}/lab/tree/views.ipynb")
    frames = page.locator(".jp-OutputArea-output iframe")
    run_all_cells(page, frames)
    for number in range(3):
        frames.nth(number).scroll_into_view_if_needed()
        drawn = page.frame_locator(".jp-OutputArea-output iframe").nth(number)
        expect(drawn.locator("#canvas[data-drawn=yes]")).to_be_attached(timeout=30_000)
    widget = page.frame_locator(".jp-OutputArea-output iframe").nth(1)
    frames.nth(1).scroll_into_view_if_needed()
    widget.locator("#list").get_by_text("North Route").first.click()
    page.locator(".jp-Notebook .cm-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nprint('selected', chosen.selected)")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".jp-OutputArea-output").first).to_contain_text("selected ['syndicate-1']", timeout=60_000)  # fmt: skip
    assert outside == []
    context.close()


def take_last_button(dialog):
    dialog.locator(".jp-Dialog-button").last.click()


def run_all_cells(page, frames):
    """Run all cells; keys that come before the notebook listens are pressed again."""
    page.locator(".jp-Notebook .cm-content").first.wait_for(timeout=120_000)
    for _ in range(6):
        page.locator(".jp-Notebook .cm-content").first.click()
        for key in ("Escape", "Control+a", "Control+Enter"):
            page.keyboard.press(key)
        try:
            expect(frames).to_have_count(3, timeout=40_000)
        except AssertionError:
            continue
        return
    pytest.fail("the cells did not run")


def _inside(url, lab):
    return url.startswith((lab, lab.replace("http", "ws"), "data:", "blob:", "about:"))
