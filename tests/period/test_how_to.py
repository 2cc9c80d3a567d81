"""The page on joint periods is run, not trusted."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import linkgraph as lg
from tests.builders import fill

PAGE = Path(__file__).resolve().parent.parent.parent / "docs/how-to/joint-period.md"
WHEN = {"at": "2026-01-01T00:00:00Z", "amount_minor": 500, "currency": "MYR"}


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_what_it_shows_from_python_holds():
    (code,) = blocks("python")

    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_its_commands_run_one_after_the_other(call, tmp_path, monkeypatch):
    case = lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell")
    links = [("PAID", f"account:{n:06d}", "account:123456789", WHEN) for n in range(12)]
    fill(case.ledger, "nz", originator="NZ/FIU", links=links)
    source = fill(case.ledger, "my", originator="MY/FIU", links=links[:1])
    case.close()
    monkeypatch.setenv("LINKGRAPH_CASE", str(tmp_path / "case"))
    monkeypatch.chdir(tmp_path)

    for block in blocks("sh"):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line.replace("src-0123456789abcdef", source.id))
            wrote = words[words.index(">") + 1] if ">" in words else ""
            code, out, err = call(*words[1 : words.index(">") if wrote else None])
            if words[1:5] == ["period", "plan", "ready", "P1"]:
                assert "NZ has no focal point" in err, "as the page says"
            elif words[1:4] != ["period", "compendium", "--to"]:
                assert code == 0, f"{line}: {err}"
            if wrote:
                (tmp_path / wrote).write_text(out, encoding="utf-8")
