"""The pages on outcomes and reports are run, not trusted: their commands, one after the other."""

import re
import shlex
from pathlib import Path

import pytest

from linkgraph.case import create_case
from linkgraph.period import Period
from linkgraph.statements.entered import Sharing
from tests.builders import fill

PAGES = Path(__file__).resolve().parents[2] / "docs/how-to"
OPEN = {"handling": "H0", "tlp": "GREEN", "releasable_to": ["MY", "PUBLIC"]}
SHARED = Sharing(handling="H0", tlp="GREEN", releasable_to=("MY", "PUBLIC"))


def commands(page):
    text = (PAGES / page).read_text(encoding="utf-8")
    return [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]  # fmt: skip


@pytest.fixture
def at(tmp_path, monkeypatch):
    """A case that has what the pages name, in the folder that one stands in."""
    with create_case(tmp_path / "case", jurisdiction="NZ", agency="Immigration") as case:
        case.add_period(
            Period(reference="JPA-2026", title="Joint period", since="2026-03-01",
                   until="2026-12-31", countries=("MY", "NZ")), SHARED,
        )  # fmt: skip
        told = {"outcome_kind": "arrests", "day": "2026-05-03", "period": "JPA-2026"}
        fill(
            case.ledger, "list",
            entities=[("person:0123", {"names": ["Somchai Khamsaen"]}), ("outcome:0123", told),
                      ("outcome:4567", told | {"countries": ["MY"]})],
            links=[("SUSPECT_IN", "person:0123", "casefile:c", {})], **OPEN,
        )  # fmt: skip
    (tmp_path / "outcomes.csv").write_text("reference,outcome\nMY-1,arrests\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINKGRAPH_CASE", str(tmp_path / "case"))
    return tmp_path


@pytest.mark.parametrize("page", ["outcomes.md", "report.md"])
def test_the_commands_of_a_page_run_one_after_the_other(call, at, page):
    lines = [line for line in commands(page) if line.startswith("linkgraph ")]

    for line in lines:
        code, _, err = call(*shlex.split(line)[1:])
        assert code == 0, f"{line}: {err}"

    assert len(lines) >= 8
