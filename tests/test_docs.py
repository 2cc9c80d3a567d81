import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
spec = importlib.util.spec_from_file_location("reference", ROOT / "scripts/reference.py")
reference = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reference)


@pytest.mark.parametrize("name", sorted(reference.PAGES))
def test_the_reference_says_what_is(name):
    page = (ROOT / "docs/reference" / name).read_text(encoding="utf-8")

    assert page == reference.PAGES[name](), "run make docs"


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda p: p.name
)
def test_every_link_between_pages_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_readme_is_one_screen():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 90


def test_every_command_named_in_the_pages_is_there():
    known = {" ".join(words) for words, _ in reference.walk(reference.app, ["linkgraph"])}
    groups = {"case", "source", "entity", "graph", "question", "view", "share", "resolve", "period"}

    for page in [
        ROOT / "README.md",
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "docs/how-to").glob("*.md"),
    ]:
        for line in page.read_text(encoding="utf-8").splitlines():
            found = re.match(r"linkgraph ([a-z]+)(?: ([a-z-]+))?", line)
            if found:
                group, verb = found.groups()
                called = f"linkgraph {group} {verb}" if group in groups else f"linkgraph {group}"
                assert called in known, f"{page.name}: {line}"
