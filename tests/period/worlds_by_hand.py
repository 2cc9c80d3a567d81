"""All figures that tables allow, found by trying every one: no solver is asked."""

from collections import defaultdict
from itertools import combinations, product

from linkgraph.period.table import Table


def some_of(all_of):
    held = sorted(all_of)
    return [frozenset(one) for n in range(1, len(held) + 1) for one in combinations(held, n)]


def claim_of(truth, parts, hidden=()):
    """Return a table on some parts of a truth (part to figures by country), nobody in two."""
    countries = sorted(next(iter(truth.values())))
    cells = {name: sum(truth[part][name] for part in parts) for name in countries}
    shown = {name: None if name in hidden else value for name, value in cells.items()}
    return Table(shown, sum(cells.values()))


def few_by_hand(claims, parts, k):
    """Tell whether a sum over parts and countries is more than none and below k in all worlds.

    Args:
        claims: Tables with the parts that each sums; two countries at most, nobody in both.
        parts: How many parts there are.
        k: Least figure that may be told.
    """
    countries = sorted({name for table, _ in claims for name in table.cells})
    of = [_columns(claims, parts, name, k) for name in countries]
    with_totals = [(table.total, reach) for table, reach in claims if table.total is not None]
    worlds = _joined(of, with_totals)
    for union in some_of(range(parts)):
        for group in some_of(range(len(countries))):
            values = {
                sum(amounts)
                for held in worlds
                for amounts in product(
                    *({sum(one[p] for p in union) for one in held[c]} for c in group)
                )
            }
            if values and min(values) > 0 and max(values) < k:
                return True
    return False


def _columns(claims, parts, name, k):
    """Return all figures of one country, part by part, that no table speaks against."""
    given = [
        value
        for table, _ in claims
        for value in (table.total, *table.cells.values())
        if value is not None
    ]
    found = [()]
    for part in range(parts):
        most = min((_most(table, name) for table, reach in claims if part in reach), default=None)
        # A figure that no table bounds may be anything: k is as good as more.
        top = k if most is None or most == float("inf") else most
        assert top <= max([*given, k])
        found = [
            (*one, value)
            for one in found
            for value in range(int(top) + 1)
            if _may_be((*one, value), claims, name)
        ]
    return [one for one in found if _is(one, claims, name)]


def _most(table, name):
    told = table.cells.get(name)
    if told is not None:
        return told
    return float("inf") if table.total is None else table.total


def _may_be(one, claims, name):
    return all(
        sum(one[p] for p in reach if p < len(one)) <= _most(table, name) for table, reach in claims
    )


def _is(one, claims, name):
    return all(
        table.cells.get(name) is None or sum(one[p] for p in reach) == table.cells[name]
        for table, reach in claims
    )


def _joined(of, with_totals):
    """Return sets of figures by country, such that any of them make up the totals together."""
    keyed = []
    for columns in of:
        held = defaultdict(list)
        for one in columns:
            held[tuple(sum(one[p] for p in reach) for _, reach in with_totals)].append(one)
        keyed.append(held)
    totals = tuple(total for total, _ in with_totals)
    if len(keyed) == 1:
        return [[held] for key, held in keyed[0].items() if key == totals]
    found = []
    for key, held in keyed[0].items():
        rest = tuple(total - told for total, told in zip(totals, key, strict=True))
        if rest in keyed[1]:
            found.append([held, keyed[1][rest]])
    return found
