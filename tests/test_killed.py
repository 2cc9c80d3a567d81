"""Killed at any moment and run again, an import and a graph end as if never killed."""

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

ROWS = 2_000
COLUMNS = "txn_id,from_account,to_account,amount,currency,timestamp,channel,remark"
WORK = """
import sys
from linkgraph.case import open_case
case = open_case(sys.argv[1])
print("begun", flush=True)
for path in sys.argv[2:]:
    case.import_file(path)
case.sync()
"""


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    """Two files of payments with their sidecars."""
    folder = tmp_path_factory.mktemp("exports")
    for part in (1, 2):
        path = folder / f"my_transactions_{part}.csv"
        lines = [
            f"T{part}{n:06d},{10_000_000 + n % 500},{20_000_000 + n % 700},{n % 900 + 1}.50,MYR,"
            f"2026-01-{n % 28 + 1:02d}T10:00:00+08:00,TT,x"
            for n in range(ROWS)
        ]
        path.write_text("\n".join([COLUMNS, *lines]) + "\n", encoding="utf-8")
        sidecar = path.with_name(path.name + ".source.json")
        sidecar.write_text('{"originator": "MY/FIU", "handling": "H1"}', encoding="utf-8")
    return sorted(map(str, folder.glob("*.csv")))


def new_case(folder):
    return create_case(folder, jurisdiction="NZ", agency="Police")


def start(folder, exports):
    process = subprocess.Popen(
        [sys.executable, "-c", WORK, str(folder), *exports], stdout=subprocess.PIPE
    )
    process.stdout.readline()
    process.stdout.close()
    return process


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, exports):
    """The digest of an undisturbed run, and how long the work took."""
    folder = tmp_path_factory.mktemp("undisturbed") / "case"
    new_case(folder).close()
    process = start(folder, exports)
    begun = time.monotonic()
    assert process.wait() == 0
    took = time.monotonic() - begun
    with open_case(folder) as case:
        return case.digest(), took


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("seed", range(20))
def test_an_import_killed_and_run_again_ends_as_if_never_killed(
    tmp_path, exports, undisturbed, seed
):
    digest, took = undisturbed
    new_case(tmp_path / "case").close()
    process = start(tmp_path / "case", exports)
    moment = took * random.Random(seed).uniform(0.0, 0.9)  # noqa: S311
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=moment)
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert start(tmp_path / "case", exports).wait() == 0

    with open_case(tmp_path / "case") as case:
        assert case.ledger.check() == []
        assert case.digest() == digest
        assert case.sync() == "current"
        shown = projection_digest(case.engine().read())
        assert shown == projection_digest(project(case.ledger))
        assert [row.read for row in case.ledger.sources()] == [ROWS, ROWS]
