"""The first pages are run as a new user would type them, not trusted."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

import linkgraph as lg
from linkgraph import cli

ROOT = Path(__file__).resolve().parent.parent
SAME_CASE = ("docs/how-to/release.md", "docs/how-to/board.md")


def commands(page):
    """Yield the words of every linkgraph command on a page, and the file its answer goes to."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] == ["linkgraph"]:
                end = words.index(">") if ">" in words else len(words)
                yield words[1:end], words[end + 1 :]


def stood_in(words, case):
    """Return a command with what stands for an id in it replaced by one of the case."""
    if not any("0123456789abcdef" in word for word in words):
        return words
    with lg.open_case(case) as opened:
        source = next(row.source.id for row in opened.ledger.sources())
        people = opened.find("srisuk").to_pandas()
        person = people.loc[people["kind"] == "Person", "entity_id"].iloc[0]
    ids = {"src-0123456789abcdef": source, "person:0123456789abcdef0123": person}
    return [ids.get(word, word) for word in words]


def run(page, folder, capsys):
    for words, goes_to in commands(page):
        # Nobody sits before a test; the same questions are asked of a table.
        asks = words[:2] == ["resolve", "review"] and "--table" not in words
        typed = [*words, "--table", "asked.csv"] if asks else words
        try:
            cli.main(stood_in(typed, folder / "kestrel"))
            code = 0
        except SystemExit as stopped:
            code = stopped.code or 0
        out, err = capsys.readouterr()
        assert code == 0, f"{page}: {shlex.join(words)}: {err}"
        for name in goes_to:
            (folder / name).write_text(out, encoding="utf-8")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "examples/kestrel", tmp_path / "examples/kestrel")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_of_the_first_page_run_in_their_order(folder, capsys, monkeypatch):
    run("README.md", folder, capsys)

    assert "888868018530" in (folder / "part.html").read_text(encoding="utf-8")
    shutil.copy(folder / "plan.json", folder / "kestrel-plan.json")
    monkeypatch.setenv("LINKGRAPH_CASE", str(folder / "kestrel"))
    for page in SAME_CASE:
        run(page, folder, capsys)


def test_the_tutorial_runs_in_its_order(folder, capsys, monkeypatch):
    monkeypatch.setenv("LINKGRAPH_CASE", "kestrel")

    run("docs/tutorial.md", folder, capsys)

    assert (folder / "for-malaysia.html").exists()
    assert (folder / "mend").is_dir()


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md", *SAME_CASE])
def test_every_page_that_is_run_holds_commands(page):
    assert len(list(commands(page))) >= 5
