import docx
import pytest

from linkgraph.errors import InputError, UnknownName
from linkgraph.reports import KINDS
from linkgraph.reports.page import default_template, read_template, shipped
from linkgraph.reports.templates import copy_templates
from linkgraph.reports.word import style_template


@pytest.mark.parametrize("kind", KINDS)
def test_a_kinds_templates_are_a_page_a_style_and_a_document(kind, tmp_path):
    made = copy_templates(kind, tmp_path / "new" / "folder")

    assert [path.name for path in made] == [f"{kind}.html", "report.css", f"{kind}.docx"]
    assert read_template(made[0]).style == default_template().style
    assert docx.Document(str(made[2])).paragraphs


def test_a_kind_that_there_is_not_is_refused(tmp_path):
    with pytest.raises(UnknownName, match="kind of report"):
        copy_templates("diary", tmp_path)


def test_where_a_file_stands_no_folder_is_made(tmp_path):
    (tmp_path / "taken").write_text("x", encoding="utf-8")

    with pytest.raises(InputError, match="cannot be made"):
        copy_templates("plan", tmp_path / "taken" / "below")


def test_without_a_style_beside_it_a_template_has_the_one_that_ships(tmp_path):
    page = tmp_path / "mine.html"
    page.write_text(shipped("report.html"), encoding="utf-8")

    assert read_template(page).style == default_template().style


def test_a_template_written_on_windows_is_the_same(tmp_path):
    page = tmp_path / "mine.html"
    page.write_bytes(b"\xef\xbb\xbf" + shipped("report.html").replace("\n", "\r\n").encode())

    assert read_template(page).name == "mine.html"


def test_the_style_template_is_the_same_each_time_and_of_nobody():
    one, other = style_template(), style_template()

    assert one == other


def test_the_style_that_ships_prints_the_caveat_as_head_and_foot():
    style = shipped("report.css")

    assert "table-header-group" in style
    assert "table-footer-group" in style
    assert "http" not in style
    assert "@import" not in style
