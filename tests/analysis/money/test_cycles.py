import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.money.cycles import closed_walks


def walks(moves, **bound):
    """Moves are (account, account, moment); one follows another where it starts there no earlier."""
    pairs = [
        (i, j)
        for i, one in enumerate(moves)
        for j, other in enumerate(moves)
        if one is not other and one[1] == other[0] and one[2] <= other[2]
    ]
    before, after = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    start, end = (np.array([move[n] for move in moves], dtype=np.int64) for n in (0, 1))
    return {tuple(walk) for walk in closed_walks(before, after, start, end, **bound)}


def by_trying_all(moves):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(moves)))
    graph.add_edges_from(
        (i, j)
        for i, one in enumerate(moves)
        for j, other in enumerate(moves)
        if one is not other and one[1] == other[0] and one[2] <= other[2]
    )
    found = set()
    for first in graph:
        for last in graph:
            if first == last or moves[last][1] != moves[first][0]:
                continue
            for path in nx.all_simple_paths(graph, first, last, cutoff=8):
                accounts = [moves[move][0] for move in path]
                if len(path) >= 3 and len(set(accounts)) == len(accounts):
                    found.add(tuple(path))
    return found


moves = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(0, 6)), max_size=9
).map(lambda rows: [row for row in rows if row[0] != row[1]])


@given(moves)
def test_walks_are_those_that_trying_all_finds(rows):
    assert walks(rows) == by_trying_all(rows)


@given(moves, st.integers(0, 6))
def test_a_bound_keeps_the_walks_that_end_in_time(rows, within):
    at = np.array([row[2] for row in rows], dtype=np.int64)

    kept = {walk for walk in walks(rows) if at[walk[-1]] - at[walk[0]] <= within}
    assert walks(rows, at=at, within=within) == kept


def test_the_last_payment_has_to_come_in_time_too():
    rows = [(1, 2, 0), (2, 3, 1), (3, 1, 6)]
    at = np.array([0, 1, 6])

    assert not walks(rows, at=at, within=5)
    assert walks(rows, at=at, within=6) == {(0, 1, 2)}


def test_three_that_come_back_are_a_cycle():
    assert walks([(1, 2, 0), (2, 3, 1), (3, 1, 2)]) == {(0, 1, 2)}


def test_two_that_come_back_are_none():
    assert not walks([(1, 2, 0), (2, 1, 1)])


def test_at_one_moment_a_way_back_is_told_from_each_of_its_accounts():
    told = walks([(1, 2, 0), (2, 3, 0), (3, 1, 0)])

    assert told == {(0, 1, 2), (1, 2, 0), (2, 0, 1)}


def test_a_way_back_in_time_is_none():
    assert not walks([(1, 2, 2), (2, 3, 1), (3, 1, 0)])


def test_of_no_moves_there_is_none():
    assert not walks([])
