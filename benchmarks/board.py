"""First paint and panning of a board beside what else draws networks, on a processor alone.

Each page gets the same entities, links and places, and labels where it draws any by itself. A paint is
the first whole frame after the page was asked for; a pan is a drag, told as the time from a move of the
pointer to the end of the frame that shows it. Of three runs the best counts. Physics is off everywhere: with it others take minutes.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import sync_playwright

from linkgraph.views import draw_board, draw_network
from linkgraph.views.layout import place
from linkgraph.views.part import choose_part
from tests.conftest import CHROMIUM_ARGS, CHROMIUM_NAMES
from tests.views.releases import case_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from linkgraph.share import Release

__all__ = ["board"]

HERE = Path(__file__).resolve().parent
PEERS = HERE / "board_peers"
BUILD = HERE.parent / "build" / "bench" / "board"
ESBUILD = HERE.parent / "frontend/node_modules/.bin/esbuild"
SIZES = ((5000, 15_000), (20_000, 60_000))
STEPS = 30
RUNS = 3

SIGMA = "import G from 'graphology'; import S from 'sigma'; window.G = G; window.S = S;"
# A frame after the one in which it was drawn: what was asked for is on the screen.
PAINTED = "requestAnimationFrame(() => requestAnimationFrame(() => { window.painted = performance.now(); }));"
PAGES = {
    "vis-network": """
      const nodes = D.x.map((x, id) => ({ id, x, y: D.y[id], label: D.caption[id], size: 8, shape: "dot" }));
      const edges = D.from.map((from, id) => ({ id, from, to: D.to[id], arrows: "to" }));
      const net = new vis.Network(box, { nodes, edges }, { physics: false, layout: { improvedLayout: false },
        edges: { smooth: false } });
      net.once("afterDrawing", () => { PAINTED });
    """,
    "cytoscape.js": """
      const elements = D.x.map((x, id) => ({ data: { id: "n" + id, label: D.caption[id] }, position: { x, y: D.y[id] } }))
        .concat(D.from.map((s, id) => ({ data: { id: "e" + id, source: "n" + s, target: "n" + D.to[id] } })));
      const cy = cytoscape({ container: box, elements, layout: { name: "preset" }, style: [
        { selector: "node", style: { label: "data(label)", width: 16, height: 16, "font-size": 8 } },
        { selector: "edge", style: { width: 1, "curve-style": "haystack" } }] });
      cy.userPanningEnabled(true); cy.autoungrabify(true); cy.autounselectify(true);
      cy.ready(() => { PAINTED });
    """,
    "sigma": """
      const graph = new G({ multi: true, type: "directed", allowSelfLoops: true });
      D.x.forEach((x, id) => graph.addNode(id, { x, y: -D.y[id], size: 3, label: D.caption[id], color: "#0067a3" }));
      D.from.forEach((s, id) => graph.addEdge(s, D.to[id], { size: 1, color: "#bbbbbb", type: "arrow" }));
      const drawn = new S(graph, box); drawn.refresh(); PAINTED
    """,
}
SCRIPTS = {
    "vis-network": PEERS / "node_modules/vis-network/standalone/umd/vis-network.min.js",
    "cytoscape.js": PEERS / "node_modules/cytoscape/dist/cytoscape.min.js",
    "sigma": BUILD / "sigma.js",
}
WHEN_PAINTED = """() => new Promise((tell) => {
  const look = () => { if (window.painted) tell(window.painted); else requestAnimationFrame(look); };
  look();
})"""
# From a move of the pointer to the end of the frame that shows it.
MOVES = """() => {
  window.moves_seen = [];
  addEventListener("pointermove", () => {
    const at = performance.now();
    requestAnimationFrame(() => setTimeout(() => window.moves_seen.push(performance.now() - at)));
  }, true);
}"""


def board() -> Iterator[list[dict[str, object]]]:
    """Yield a table per size."""
    _make_ready()
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    for entities, links in SIZES:
        given = case_of(entities, links_per_entity=links / entities)
        rows = []
        for name, file in _pages(given).items():
            gl = name == "sigma"
            args = [a for a in CHROMIUM_ARGS if not (gl and a == "--disable-gpu")]
            if gl:
                args += ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=path, args=args)
                rows.append({"entities": entities, "links": len(given.links), "drawn by": name} | _measure(browser, file))  # fmt: skip
                browser.close()
        yield rows


def _make_ready() -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    npm = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    for folder in (PEERS, HERE.parent / "frontend"):
        if not (folder / "node_modules").exists():
            subprocess.run(npm, cwd=folder, check=True)
    entry = PEERS / "node_modules/entry.js"
    entry.write_text(SIGMA, encoding="utf-8")
    subprocess.run(
        [ESBUILD, entry, "--bundle", "--minify", f"--outfile={SCRIPTS['sigma']}"],
        check=True,
        capture_output=True,
    )


def _pages(given: Release) -> dict[str, Path]:
    part = choose_part(given, len(given.entities))
    index = {entity.id: number for number, entity in enumerate(part.entities)}
    places = place(part, index)
    data = json.dumps(
        {
            "x": [x for x, _ in places],
            "y": [y for _, y in places],
            "caption": [entity.caption for entity in part.entities],
            "from": [index[link.start] for link in part.links],
            "to": [index[link.end] for link in part.links],
        }
    )
    files = {
        "linkgraph board": BUILD / "ours.html",
        "pyvis (its data, our page)": BUILD / "pyvis.html",
    }
    draw_board(given).write(files["linkgraph board"])
    draw_network(given, limit=len(given.entities)).write(files["pyvis (its data, our page)"])
    for name, code in PAGES.items():
        files[name] = BUILD / f"{name}.html"
        script = SCRIPTS[name].read_text(encoding="utf-8").replace("</script", "<\\/script")
        files[name].write_text(
            "<!doctype html><meta charset=utf-8><style>html,body,#box{margin:0;width:100%;height:100vh}</style>"
            f"<div id=box></div><script>{script}</script><script>const D = {data};"
            f"const box = document.getElementById('box');{code.replace('PAINTED', PAINTED)}</script>",
            encoding="utf-8",
        )
    return files


def _measure(browser: Browser, file: Path) -> dict[str, object]:
    paints, pans = [], []
    for _ in range(RUNS):
        page = browser.new_context(offline=True, viewport={"width": 1400, "height": 900}).new_page()
        page.set_default_timeout(180_000)
        paints.append(_painted(page, file))
        page.wait_for_timeout(600)
        pans.append(_panned(page))
        page.context.close()
    best = min(pans, key=median)
    best.sort()
    return {
        "MB": round(file.stat().st_size / 1e6, 2),
        "first paint, s": round(min(paints) / 1000, 2),
        "pan p50, ms": round(best[len(best) // 2], 1),
        "pan p95, ms": round(best[int(len(best) * 0.95)], 1),
    }


def _painted(page: Page, file: Path) -> float:
    page.goto(file.as_uri(), wait_until="commit")
    if file.name in {"ours.html", "pyvis.html"}:
        page.wait_for_selector("#canvas[data-drawn=yes]", state="attached")
        page.evaluate(f"() => {{ {PAINTED} }}")
    return float(page.evaluate(WHEN_PAINTED))


def _panned(page: Page) -> list[float]:
    page.evaluate(MOVES)
    page.mouse.move(560, 190)
    page.mouse.down()
    for step in range(STEPS):
        page.mouse.move(560 + 4 * step, 190 + 2 * step)
    page.mouse.up()
    page.wait_for_timeout(300)
    return [float(one) for one in page.evaluate("window.moves_seen")][2:]


if __name__ == "__main__":
    for table in board():
        for row in table:
            print(row, flush=True)
