"""A page is written whole or not at all."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from linkgraph.errors import InputError, StoreError
from linkgraph.views import draw_network
from linkgraph.views.writing import check_place, write_bytes
from tests.views.releases import entity, release, small


@pytest.fixture
def view():
    return draw_network(release([entity("account-1", caption="Nguyễn محمد สมชาย")]))


def test_a_written_page_is_the_page_in_utf8(view, tmp_path):
    view.write(tmp_path / "page.html")

    assert (tmp_path / "page.html").read_bytes() == view.html.encode("utf-8")


def test_a_path_may_be_text(view, tmp_path):
    view.write(str(tmp_path / "page.html"))

    assert (tmp_path / "page.html").exists()


def test_a_page_that_is_there_is_replaced(view, tmp_path):
    (tmp_path / "page.html").write_text("old", encoding="utf-8")

    view.write(tmp_path / "page.html")

    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == view.html


def test_a_system_of_another_encoding_writes_utf8_too(tmp_path):
    code = (
        "import sys; from linkgraph.views import View;"
        "View(html='Nguy\\u1ec5n', summary='').write(sys.argv[1])"
    )
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    subprocess.run([sys.executable, "-c", code, str(tmp_path / "p")], check=True, env=environment)

    assert (tmp_path / "p").read_text(encoding="utf-8") == "Nguyễn"


def test_a_folder_is_not_written_over(view, tmp_path):
    with pytest.raises(InputError, match="a folder stands there"):
        view.write(tmp_path)


def test_a_folder_that_is_not_there_is_said(view, tmp_path):
    with pytest.raises(InputError, match="is not there") as caught:
        view.write(tmp_path / "none" / "page.html")
    assert caught.value.remedy


def test_a_folder_that_takes_no_file_is_said(view, tmp_path, monkeypatch):
    def refuse(**_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)

    with pytest.raises(InputError, match="Permission denied"):
        view.write(tmp_path / "page.html")


@pytest.mark.parametrize("refuse", [write_bytes, lambda path, _: check_place(path)])
def test_a_place_is_refused_in_the_same_words_before_and_when_it_is_written(tmp_path, refuse):
    for place, why in (
        (tmp_path, "a folder stands there"),
        (tmp_path / "none" / "page.html", "is not there"),
        (tmp_path / ("x" * 4000), "no file can have this name"),
    ):
        with pytest.raises(InputError, match=why) as caught:
            refuse(place, b"")
        assert caught.value.remedy


def test_looking_at_a_place_leaves_nothing_there(tmp_path):
    (tmp_path / "page.html").write_text("old", encoding="utf-8")

    check_place(tmp_path / "page.html")
    check_place(tmp_path / "new.html")

    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_a_full_disk_leaves_what_was_there(view, tmp_path, monkeypatch, step):
    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "page.html").write_text("old", encoding="utf-8")
    monkeypatch.setattr(step, fail)

    with pytest.raises(StoreError, match="No space left"):
        view.write(tmp_path / "page.html")
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "old"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_new_page_is_for_its_writer_alone(view, tmp_path):
    view.write(tmp_path / "page.html")

    assert Path(tmp_path / "page.html").stat().st_mode & 0o077 == 0


def test_an_error_names_nobody(tmp_path):
    with pytest.raises(InputError) as caught:
        draw_network(small()).write(tmp_path)
    assert "Somchai" not in str(caught.value)
