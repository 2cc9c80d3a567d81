"""Opening boards and notebook views in a browser, and hearing of what goes wrong there."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from linkgraph.views import draw_board, draw_inline

__all__ = ["AXE", "Opened", "axe_violations", "counts", "picture", "saved", "show_pane"]

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
DRAWN = "#canvas[data-drawn=yes]"


class Opened:
    """A page with a view in it; ``trouble`` lists what its console and dialogs said."""

    def __init__(self, page, folder):
        self.page, self.folder, self.trouble = page, folder, []
        page.on("console", lambda message: self.trouble.append(message.text))
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("dialog", self.dismiss)
        page.set_viewport_size({"width": 1366, "height": 768})

    def dismiss(self, dialog):
        self.trouble.append(dialog.message)
        dialog.dismiss()

    def board(self, given_release, *, mark="", **more):
        return self.open(draw_board(given_release, **more), mark)

    def inline(self, given_release, **more):
        return self.open(draw_inline(given_release, **more), "")

    def open(self, view, mark=""):
        file = self.folder / "view.html"
        view.write(file)
        self.page.goto(file.as_uri() + mark)
        expect(self.page.locator("body")).to_be_visible()
        if self.page.locator("#board[data-only]").count() == 0:
            expect(self.page.locator(DRAWN)).to_be_attached(timeout=20_000)
        return self.page


def show_pane(page, name):
    page.click(f'#tabs [data-pane="{name}"]')


def counts(page):
    shown = page.locator("#counts")
    return int(shown.get_attribute("data-entities")), int(shown.get_attribute("data-links"))


def saved(page, button):
    with page.expect_download() as download:
        page.click(button)
    return Path(download.value.path())


def picture(page):
    """Return what the network's canvas shows once it is drawn."""
    return page.evaluate("""() => new Promise((done) => requestAnimationFrame(() =>
        requestAnimationFrame(() => done(document.querySelector("#canvas canvas").toDataURL()))))""")


def axe_violations(page):
    """Return what axe-core finds wrong: rule, and the elements concerned."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci in frontend/")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document).then((r) => JSON.stringify(r.violations))")
    return [
        (one["id"], [node["html"][:160] for node in one["nodes"]][:4]) for one in json.loads(found)
    ]
