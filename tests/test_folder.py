"""What a killed process leaves in a case's folder goes; what another is making stays."""

import os
import stat
import subprocess
import sys

import pytest

from linkgraph.folder import private, put_down, sweep, unfinished, unfinished_folder


@pytest.fixture(scope="module")
def gone():
    """The number of a process that no longer runs."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_what_a_dead_process_left_goes(tmp_path, gone):
    (tmp_path / f"graph.kgl.{gone}.new").write_text("x", encoding="utf-8")
    (tmp_path / f"graph.kgl.json.{gone}.new").write_text("x", encoding="utf-8")
    folder = tmp_path / f"graph.kgl.{gone}.abc123.new"
    folder.mkdir()
    (folder / "Person.csv").write_text("x", encoding="utf-8")

    sweep(tmp_path / "graph.kgl")

    assert list(tmp_path.iterdir()) == []


def test_what_a_running_process_makes_stays(tmp_path):
    mine = unfinished(tmp_path / "graph.kgl")
    mine.write_text("x", encoding="utf-8")
    theirs = tmp_path / f"graph.kgl.{os.getppid()}.new"
    theirs.write_text("x", encoding="utf-8")

    sweep(tmp_path / "graph.kgl")

    assert mine.exists()
    assert theirs.exists() or os.name == "nt"


@pytest.mark.parametrize(
    "name", ["graph.kgl", "graph.kgl.json", "other.kgl.1.new", "graph.kgl.x.new"]
)
def test_what_is_no_leftover_of_that_file_stays(tmp_path, name):
    (tmp_path / name).write_text("x", encoding="utf-8")

    sweep(tmp_path / "graph.kgl")

    assert (tmp_path / name).exists()


def test_a_file_of_a_name_with_numbers_and_brackets_is_swept_too(tmp_path, gone):
    (tmp_path / f"2024[1].kgl.{gone}.new").write_text("x", encoding="utf-8")

    sweep(tmp_path / "2024[1].kgl")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_for_unfinished_work_goes_even_where_the_work_fails(tmp_path):
    def work():
        with unfinished_folder(tmp_path / "graph.kgl") as folder:
            (folder / "x.csv").write_text("x", encoding="utf-8")
            raise OSError

    with pytest.raises(OSError, match=r"^$"):
        work()

    assert list(tmp_path.iterdir()) == []


def test_two_works_of_one_process_do_not_meet(tmp_path):
    with unfinished_folder(tmp_path / "g") as one, unfinished_folder(tmp_path / "g") as other:
        assert one != other


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no owner's modes")
def test_nobody_else_may_look_into_unfinished_work(tmp_path):
    with unfinished_folder(tmp_path / "g") as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IRWXU


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no owner's modes")
def test_a_private_file_that_was_open_to_all_is_closed(tmp_path):
    path = tmp_path / "x"
    path.touch(mode=0o666)

    private(path)

    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR


def test_a_finished_file_gets_its_name_over_no_other(tmp_path, monkeypatch):
    def knows_no_second_names(*_):
        raise OSError(95, "not supported")

    for way in ("links", "none"):
        if way == "none":
            monkeypatch.setattr("pathlib.Path.hardlink_to", knows_no_second_names)
        fresh, there = tmp_path / f"{way}.new", tmp_path / way
        fresh.write_text("first")
        put_down(fresh, there)
        fresh.write_text("second")

        with pytest.raises(FileExistsError):
            put_down(fresh, there)

        assert (there.read_text(), fresh.read_text()) == ("first", "second")
