import stat
from pathlib import Path

import pytest

from linkgraph.resolve import scoring
from linkgraph.resolve.model import ready_model
from linkgraph.resolve.prepare import prepare
from linkgraph.resolve.scoring import compared, linker_over, score_pairs
from tests.resolve.tables import records

NAME = "Nadarajah Ponnambalam"


@pytest.fixture
def frame():
    return prepare(records(*({"names": [NAME], "births": ["1980-01-02"]} for _ in range(40)))).frame


def spill(linker):
    """Make the linker's database hold more than its share; return what it wrote."""
    database = linker._db_api._con
    folder = Path(database.execute("select current_setting('temp_directory')").fetchone()[0])
    database.execute("set threads = 1")
    database.execute("set memory_limit = '64MB'")
    database.execute(
        "create table t as select ? || i as a, md5(i::varchar) as b from range(1200000) r(i)",
        [NAME],
    )
    database.execute("create table sorted as select * from t order by b")
    return folder


def test_what_memory_cannot_hold_is_read_by_nobody_and_goes(frame, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    model = ready_model()
    with linker_over(frame, model, compared(frame)) as linker:
        folder = spill(linker)
        written = [one.read_bytes() for one in folder.iterdir()]
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert sum(map(len, written)) > 1_000_000
        assert not any(NAME.encode() in one for one in written)
    assert not folder.exists()
    assert list(tmp_path.iterdir()) == []


def test_what_memory_cannot_hold_goes_where_comparing_fails(frame, monkeypatch):
    seen = []

    def fail(linker, *_):
        seen.append(spill(linker))
        raise RuntimeError

    monkeypatch.setattr(scoring, "_predict", fail)
    with pytest.raises(RuntimeError):
        score_pairs(frame, ready_model())
    assert [one.exists() for one in seen] == [False]
