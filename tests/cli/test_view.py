"""``linkgraph view``: each picture is written, and none for whom it may not be."""

import json

import pytest

import linkgraph as lg
from tests.builders import fill
from tests.case.test_planning import CHAIN

MEANS = ("--capacity", "MY:arrest=1", "--capacity", "NZ:arrest=1", "--least-tie", "0.3")


@pytest.fixture
def folder(tmp_path):
    case = lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Joint cell")
    fill(case.ledger, "A", links=CHAIN)
    case.close()
    return tmp_path / "case"


@pytest.mark.parametrize(
    "words",
    [
        ("network",),
        ("network", "--renderer", "canvas"),
        ("board",),
        ("board", *MEANS, "--zero-hour", "2026-12-04T21:00Z"),
        ("timeline",),
        ("map",),
        ("money",),
    ],
    ids=" ".join,
)
def test_a_picture_is_written_where_it_was_asked_for(call, folder, tmp_path, words):
    file = tmp_path / "out.html"

    code, out, err = call("view", *words, "-c", folder, "-o", file)

    assert (code, out.strip(), err) == (0, str(file), "")
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("what", ["network", "timeline", "map", "money"])
def test_a_figure_is_written_where_the_name_says_so(call, folder, tmp_path, what):
    for ending, begins in ((".svg", b"<svg"), (".png", b"\x89PNG")):
        file = tmp_path / f"figure{ending}"

        assert call("view", what, "-c", folder, "-o", file)[0] == 0
        assert file.read_bytes().startswith(begins)


def test_a_board_begins_from_a_plan(call, folder, tmp_path):
    plan, file = tmp_path / "plan.json", tmp_path / "board.html"
    assert call("plan", "targets", *MEANS, "-c", folder, "-o", plan)[0] == 0

    assert call("view", "board", "--plan", plan, "-c", folder, "-o", file)[0] == 0

    html = file.read_text(encoding="utf-8")
    told = json.loads(plan.read_text(encoding="utf-8"))
    assert f'"case":"{told["case"]}"' in html
    assert '"loaded":[[' in html


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("board", "--audience", "MY", *MEANS), 2),
        (("board", "--zero-hour", "2026-12-04T21:00Z"), 2),
        (("board", "--capacity", "MY:arrest=x"), 2),
        (("board", "--limit", "-1"), 2),
        (("board", "--capacity", "XX:arrest=3"), 2),
        (("map", "--around", "person:nobody"), 2),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(call, folder, tmp_path, words, code):
    file = tmp_path / "out.html"

    assert call("view", *words, "-c", folder, "-o", file)[0] == code
    assert not file.exists()


@pytest.mark.parametrize("what", ["network", "timeline", "map", "money", "board"])
@pytest.mark.parametrize("name", ["out.pdf", "out", "out.svgz"])
def test_a_file_that_is_no_page_and_no_figure_is_refused(call, folder, tmp_path, what, name):
    code, _, err = call("view", what, "-c", folder, "-o", tmp_path / name)

    assert code == 2
    assert ".svg or .png" in err
    assert not (tmp_path / name).exists()


def test_a_board_is_no_figure(call, folder, tmp_path):
    code, _, err = call("view", "board", "-c", folder, "-o", tmp_path / "board.svg")

    assert code == 2
    assert "a board is a page" in err
    assert not (tmp_path / "board.svg").exists()


def test_a_figure_of_a_large_network_draws_its_sixty_most_relevant(call, tmp_path):
    links = [("PAID", f"account:{n:06d}", "account:999999", {}) for n in range(70)]
    with lg.create_case(tmp_path / "large", jurisdiction="NZ", agency="Joint cell") as case:
        fill(case.ledger, "A", links=links)
    file = tmp_path / "figure.svg"

    assert call("view", "network", "-c", tmp_path / "large", "-o", file)[0] == 0
    assert "60 of 71" in file.read_text(encoding="utf-8")
    assert call("view", "network", "--limit", 30, "-c", tmp_path / "large", "-o", file)[0] == 0
    assert "30 of 71" in file.read_text(encoding="utf-8")


def test_a_plan_brings_its_own_means(call, folder, tmp_path):
    plan = tmp_path / "plan.json"
    call("plan", "targets", *MEANS, "-c", folder, "-o", plan)

    assert call("view", "board", "--plan", plan, *MEANS, "-c", folder, "-o", tmp_path / "b")[0] == 2


def test_a_case_is_viewed_with_either_renderer(folder):
    with lg.open_case(folder) as case:
        assert len(case.view().html) < len(case.view(renderer="pyvis").html)
        with pytest.raises(lg.errors.InputError):
            case.view(renderer="other")
