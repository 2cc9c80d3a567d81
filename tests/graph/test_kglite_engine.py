import json
import os
from pathlib import Path

import pytest

from linkgraph.errors import EngineError
from linkgraph.graph.base import Watermark
from linkgraph.graph.kglite_engine import KgliteEngine
from linkgraph.graph.projection import project
from linkgraph.graph.sync import bring_up_to_date
from linkgraph.schema import load_schema
from tests.builders import fill, new_ledger


@pytest.fixture
def ledger(tmp_path):
    made = new_ledger(tmp_path)
    fill(made, "A", entities=[("person:p", {"names": ["Preecha"]})])
    return made


@pytest.fixture
def path(tmp_path, ledger):
    engine = KgliteEngine(tmp_path / "graph.kgl")
    bring_up_to_date(ledger, engine)
    return tmp_path / "graph.kgl"


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "gone", "marks gone", "marks cut"])
def test_a_damaged_graph_counts_as_missing_and_is_made_again(path, ledger, damage):
    marks = path.with_name("graph.kgl.json")
    data = path.read_bytes()
    harm = {
        "cut": lambda: path.write_bytes(data[: len(data) // 2]),
        "changed": lambda: path.write_bytes(data[:-1] + bytes([data[-1] ^ 1])),
        "empty": lambda: path.write_bytes(b""),
        "gone": path.unlink,
        "marks gone": marks.unlink,
        "marks cut": lambda: marks.write_text("{"),
    }
    harm[damage]()

    engine = KgliteEngine(path)

    assert engine.watermark() is None
    assert bring_up_to_date(ledger, engine) == "built"


def test_a_graph_whose_marks_tell_of_another_file_counts_as_missing(path):
    marks = path.with_name("graph.kgl.json")
    told = json.loads(marks.read_text(encoding="utf-8"))
    marks.write_text(json.dumps(told | {"digest": "0" * 128}), encoding="utf-8")

    assert KgliteEngine(path).watermark() is None


def test_nothing_half_written_is_left_where_saving_fails(path, ledger, monkeypatch):
    fill(ledger, "B", entities=[("person:q", {})])

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EngineError) as told:
        bring_up_to_date(ledger, KgliteEngine(path))

    monkeypatch.undo()
    assert "No space" not in str(told.value)
    assert not [p.name for p in path.parent.iterdir() if p.name.endswith(".new")]
    assert bring_up_to_date(ledger, KgliteEngine(path)) == "built"


def test_asking_before_there_is_a_graph_says_what_to_do(tmp_path):
    with pytest.raises(EngineError, match="no graph") as told:
        KgliteEngine(tmp_path / "graph.kgl").run("MATCH (n) RETURN n.id AS id", {})

    assert "graph sync" in str(told.value)


def test_the_engines_own_words_stay_out_of_the_message(path):
    with pytest.raises(EngineError) as told:
        KgliteEngine(path).run("MATCH (n {id: 'Somchai'} RETURN", {})

    assert "Somchai" not in str(told.value)
    assert told.value.__cause__ is not None


def test_the_watermark_is_what_was_written(path, ledger):
    assert KgliteEngine(path).watermark() == Watermark(
        "case-1", ledger.version, load_schema().version
    )
    assert KgliteEngine(path).read().counts() == project(ledger).counts()


def test_a_graph_is_made_from_whatever_folder_one_stands_in(tmp_path, ledger, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inner").mkdir()
    engine = KgliteEngine(Path("inner") / "graph.kgl")

    bring_up_to_date(ledger, engine)

    assert engine.read().counts() == project(ledger).counts()
