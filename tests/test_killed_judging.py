"""Killed while judging or while the graph follows, and run again: as if never killed."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from linkgraph.case import create_case, open_case
from linkgraph.graph.projection import project
from linkgraph.graph.sync import projection_digest
from tests.builders import fill

PEOPLE = 3_000
WORK = """
import sys
from linkgraph.case import open_case
from linkgraph.ledger import Judgement
case = open_case(sys.argv[1])
print("begun", flush=True)
made = [
    Judgement(f"person:{n:05}", f"person:{n + 1:05}", "same", 0.9, "splink", ("name",), "splink")
    for n in range(0, 500, 2)
]
case.ledger.judge_all(made, who="splink", action="resolved", retire_models=True)
case.sync()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A case whose graph shows it before anything is judged."""
    made = create_case(tmp_path_factory.mktemp("made") / "case", jurisdiction="NZ", agency="Police")
    fill(
        made.ledger, "A",
        entities=[(f"person:{n:05}", {"names": [f"Name {n}"]}) for n in range(PEOPLE)],
        links=[("USES", f"person:{n:05}", f"phone:+6421{n // 3:07}", {}) for n in range(PEOPLE)],
    )  # fmt: skip
    made.sync()
    made.close()
    return made.folder


def copied(folder, into):
    into.mkdir()
    for path in folder.iterdir():
        (into / path.name).write_bytes(path.read_bytes())
    return into


def start(folder):
    process = subprocess.Popen([sys.executable, "-c", WORK, str(folder)], stdout=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    return process


@pytest.fixture(scope="module")
def undisturbed(folder, tmp_path_factory):
    """The digest of an undisturbed run, its version, and how long the work took."""
    mine = copied(folder, tmp_path_factory.mktemp("undisturbed") / "case")
    process = start(mine)
    begun = time.monotonic()
    assert process.wait() == 0
    took = time.monotonic() - begun
    with open_case(mine) as case:
        return case.digest(), case.ledger.version, took


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("seed", range(6))
def test_judging_killed_and_run_again_ends_as_if_never_killed(tmp_path, folder, undisturbed, seed):
    digest, version, took = undisturbed
    mine = copied(folder, tmp_path / "case")
    process = start(mine)
    moment = took * random.Random(seed).uniform(0.0, 1.0)  # noqa: S311
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=moment)
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert start(mine).wait() == 0

    with open_case(mine) as case:
        assert case.ledger.check() == []
        assert (case.digest(), case.ledger.version) == (digest, version)
        assert case.sync() == "current"
        assert projection_digest(case.engine().read()) == projection_digest(project(case.ledger))
