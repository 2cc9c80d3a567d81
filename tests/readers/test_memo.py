from linkgraph.readers import memo
from linkgraph.readers.memo import Memo


def counting():
    made = []
    return made, Memo(lambda cell: made.append(cell) or cell.upper())


def test_a_cell_that_comes_again_is_made_once():
    made, upper = counting()

    assert upper.look_up(["a", "b", "a"]) == ["A", "B", "A"]
    assert upper.look_up(["b"]) == ["B"]
    assert made == ["a", "b"]


def test_nothing_is_kept_of_a_column_in_which_nothing_comes_again(monkeypatch):
    monkeypatch.setattr(memo, "_FAIR_TRIAL", 4)
    _, upper = counting()

    for start in range(0, 12, 4):
        cells = [f"c{n}" for n in range(start, start + 4)]
        assert upper.look_up(cells) == [cell.upper() for cell in cells]

    assert len(upper) == 0


def test_what_is_kept_is_bounded(monkeypatch):
    monkeypatch.setattr(memo, "_MOST_KEPT", 5)
    _, upper = counting()

    for n in range(20):
        upper.look_up([f"c{n}", "again"])

    assert len(upper) <= 5
