"""The main job: exports of six countries in, answered questions and a picture out."""

import shutil
import sys
import time
from pathlib import Path

from linkgraph.cli import main

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent.parent / "build" / "demo"
if BUILD.is_relative_to(Path.cwd()):
    # What is printed can be typed as it stands.
    BUILD, HERE = BUILD.relative_to(Path.cwd()), HERE.relative_to(Path.cwd())
CASE = BUILD / "kestrel"
PAGE = BUILD / "kestrel-network.html"

STEPS = [
    (
        "Make a case",
        ["case", "init", str(CASE), "-j", "NZ", "-a", "Joint cell", "--name", "Kestrel"],
    ),
    (
        "Import what six countries' agencies and INTERPOL sent",
        ["source", "import", str(HERE / "exports"), "-c", str(CASE), "-f", "table"],
    ),
    (
        "Find who is who, across files, scripts and countries",
        ["resolve", "run", "-c", str(CASE), "-f", "table"],
    ),
    (
        "Money: which accounts pay on most of what they receive within three days?",
        ["ask", "money/pass_through", "-c", str(CASE), "-f", "table"],
    ),
    (
        "Shared identifiers: which people have one in common that only two people have?",
        [
            "ask",
            "identity/shared_identifier",
            "-p",
            "max_holders=2",
            "-p",
            "most=8",
            "-c",
            str(CASE),
            "-f",
            "table",
        ],
    ),
    (
        "Across borders: who deals with Viet Nam from elsewhere nine times or more?",
        [
            "ask",
            "border/cross_border_links",
            "-p",
            "countries=VN",
            "-p",
            "min_links=9",
            "-c",
            str(CASE),
            "-f",
            "table",
        ],
    ),
    (
        "Draw what lies around an account that money passes through",
        [
            "view",
            "network",
            "--around",
            "account:850738710654",
            "--depth",
            "1",
            "-c",
            str(CASE),
            "-o",
            str(PAGE),
        ],
    ),
]


def run() -> None:
    """Run each step, showing the command that does it."""
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    started = time.monotonic()
    for number, (title, words) in enumerate(STEPS, 1):
        print(f"\n[{number}/{len(STEPS)}] {title}\n$ linkgraph {' '.join(words)}\n", flush=True)
        main(words)
        sys.stdout.flush()
    print(f"\nDone in {time.monotonic() - started:.0f} s. Open the picture in a browser:\n{PAGE}")


if __name__ == "__main__":
    run()
