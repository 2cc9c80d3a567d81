"""Plans by trying everything, on networks small enough for that, and strategies for such problems."""

from dataclasses import replace
from itertools import combinations, product

import networkx as nx
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from linkgraph.plan import (
    Action,
    Candidate,
    Capacity,
    Flow,
    Objective,
    Problem,
    Tie,
    critical_nodes,
)

COUNTRIES = ("ID", "MY", "NZ")
CHAIN = ("recruiter", "transporter")
STAR = critical_nodes([("hub", one) for one in "abcd"], 1)
FLOWS = (Tie("in", "a", 5.0), Tie("a", "out", 5.0), Tie("in", "b", 3.0), Tie("b", "out", 3.0))
TWO_FLOWS = replace(
    critical_nodes([tie[:2] for tie in FLOWS], 1),
    ties=FLOWS,
    candidates=(Candidate("a"), Candidate("b")),
    objectives=(Objective("flow"),),
    flow=Flow(frozenset({"in"}), frozenset({"out"})),
)
objective_names = st.sampled_from(["pairwise", "largest", "roles", "value"])


def examples(most):
    """Return settings for laws whose examples take a while each."""
    return settings(max_examples=most, deadline=None, suppress_health_check=list(HealthCheck))


def led(one, *countries):
    """Return a candidate whom each of some countries can act on with one team."""
    return Candidate(one, tuple(Action(country, (("arrest", 1),)) for country in countries))


def graph_of(problem):
    graph = nx.Graph()
    graph.add_nodes_from(problem.nodes, people=1)
    for tie in problem.ties:
        if tie.id:
            graph.add_node(tie.id, people=0)
            graph.add_edges_from([(tie.one, tie.id), (tie.id, tie.other)])
        else:
            graph.add_edge(tie.one, tie.other)
    return graph


def flow_left(problem, acted):
    graph = nx.DiGraph()
    graph.add_nodes_from(["in", "out"])
    for tie in problem.ties:
        if not {tie.one, tie.other, tie.id} & acted and tie.one != tie.other:
            held = graph.get_edge_data(tie.one, tie.other, {"capacity": 0.0})["capacity"]
            graph.add_edge(tie.one, tie.other, capacity=held + tie.weight)
    graph.add_edges_from(("in", one) for one in problem.flow.sources - acted)
    graph.add_edges_from((one, "out") for one in problem.flow.sinks - acted)
    return nx.maximum_flow_value(graph, "in", "out")


def with_all_that_goes(problem, acted):
    """Return all nodes that are gone once these are acted on."""
    return acted | {node for c in problem.candidates if c.id in acted for node in c.also}


def figures(problem, acted):
    """Return all figures of what is left once these are acted on."""
    graph, gone = graph_of(problem), with_all_that_goes(problem, set(acted))
    graph.remove_nodes_from(gone)
    parts = list(nx.connected_components(graph))
    sizes = [sum(graph.nodes[one]["people"] for one in part) for part in parts]
    chains = 0
    for part in parts:
        held = [sum(role in problem.roles.get(n, ()) for n in part) for role in problem.chain]
        whole = 1
        for count in held:
            whole *= count
        chains += whole if problem.chain else 0
    made = {
        "pairwise": sum(s * (s - 1) // 2 for s in sizes),
        "largest": max(sizes, default=0),
        "roles": chains,
        "value": sum(c.value for c in in_reach(problem) if c.id not in acted),
    }
    if problem.flow.sources:
        made["flow"] = flow_left(problem, gone)
    return made


def in_reach(problem):
    part = set(problem.countries) or {c.country for c in problem.capacities}
    found = [
        c
        for c in problem.candidates
        if problem.must_not.isdisjoint((c.id, *c.also))
        and any(not part or a.country in part or not a.country for a in c.actions)
    ]
    shut = {c.id for c in problem.candidates} - {c.id for c in found}
    bound = [set(g) for g in problem.together]
    for _ in bound:
        shut |= {one for group in bound if group & shut for one in group}
    return [c for c in found if c.id not in shut]


def keeps(problem, leads):
    """Tell whether acting on these, each led by its country, keeps to all that was asked."""
    by_id = {c.id: c for c in problem.candidates}
    part = set(problem.countries) or {c.country for c in problem.capacities}
    drawn = {}
    for one, country in leads.items():
        actions = [a for a in by_id[one].actions if a.country == country]
        if not actions or (part and country and country not in part):
            return False
        for resource, cost in actions[0].costs:
            drawn[country, resource] = drawn.get((country, resource), 0) + cost
    limited = {c.resource for c in problem.capacities}
    most = {(c.country, c.resource): c.most for c in problem.capacities}
    return (
        not (with_all_that_goes(problem, set(leads)) & problem.must_not)
        and problem.must <= leads.keys()
        and all(group <= leads.keys() or not group & leads.keys() for group in problem.together)
        and (problem.budget is None or len(leads) <= problem.budget)
        and all(n <= most.get(pool, 0) for pool, n in drawn.items() if pool[1] in limited)
    )


def feasible(problem, acted):
    by_id = {c.id: c for c in problem.candidates}
    ways = product(*([a.country for a in by_id[one].actions] for one in acted))
    return any(keeps(problem, dict(zip(acted, way, strict=True))) for way in ways)


def best_value(problem, total):
    """Return the least of ``total(figures)`` over all plans; None where there is none."""
    ids = sorted(c.id for c in problem.candidates)
    values = [
        total(figures(problem, set(acted)))
        for k in range(len(ids) + 1)
        for acted in combinations(ids, k)
        if feasible(problem, acted)
    ]
    return min(values, default=None)


def total_of(problem):
    """Return how a problem's objectives make one number of figures."""
    if len(problem.objectives) == 1:
        return lambda made: made[problem.objectives[0].name]
    before = figures(problem, set())
    weights = {o.name: o.weight / (before[o.name] or 1.0) for o in problem.objectives}
    return lambda made: sum(w * made[name] for name, w in weights.items())


costs = st.integers(0, 2).map(lambda n: (("arrest", n),) if n else ())


@st.composite
def candidates(draw, ids):
    chosen = draw(st.lists(st.sampled_from(ids), unique=True, min_size=1, max_size=6))
    made = []
    for one in chosen:
        reach = draw(st.lists(st.sampled_from(COUNTRIES), unique=True, min_size=1))
        actions = tuple(Action(country, draw(costs)) for country in reach)
        made.append(Candidate(one, actions, value=draw(st.sampled_from([0.0, 1.0, 2.5]))))
    return tuple(made)


@st.composite
def problems(draw, objectives=("pairwise",), most_nodes=7):
    """Make a problem of any shape that brute force can still solve."""
    n = draw(st.integers(2, most_nodes))
    nodes = tuple(f"n{i}" for i in range(n))
    pairs = draw(
        st.lists(
            st.sampled_from(list(combinations(nodes, 2))), unique=True, min_size=1, max_size=12
        )
    )
    targets = draw(st.integers(0, 2))
    ties = tuple(
        Tie(*pair, weight=draw(st.integers(0, 5)), id=f"t{i}" if i < targets else "")
        for i, pair in enumerate(pairs)
    )
    some = draw(candidates([*nodes, *(tie.id for tie in ties if tie.id)]))
    ids = [c.id for c in some]
    idle = [node for node in nodes if node not in ids]
    if idle and some[0].id in nodes and draw(st.booleans()):
        some = (replace(some[0], also=(draw(st.sampled_from(idle)),)), *some[1:])
    group = frozenset(draw(st.lists(st.sampled_from(ids), unique=True, max_size=2)))
    roles = {node: frozenset(draw(st.sets(st.sampled_from(CHAIN)))) for node in nodes}
    return Problem(
        nodes=nodes,
        ties=ties,
        candidates=some,
        capacities=tuple(Capacity(c, "arrest", draw(st.integers(0, 3))) for c in COUNTRIES),
        budget=draw(st.none() | st.integers(0, 4)),
        must_not=frozenset(draw(st.sets(st.sampled_from(nodes), max_size=1))),
        together=(group,) if len(group) > 1 else (),
        objectives=tuple(Objective(name) for name in objectives),
        roles=roles,
        chain=CHAIN,
        flow=Flow(frozenset({nodes[0]}), frozenset({nodes[-1]})),
    )


def shuffled(problem, random):
    def mixed(things):
        things = list(things)
        random.shuffle(things)
        return tuple(things)

    return replace(
        problem,
        nodes=mixed(problem.nodes),
        ties=mixed(tie if random.random() < 0.5 else turned(tie) for tie in problem.ties),
        candidates=mixed(replace(c, actions=mixed(c.actions)) for c in problem.candidates),
        capacities=mixed(problem.capacities),
    )


def turned(tie):
    return tie._replace(one=tie.other, other=tie.one)


def renamed(problem, names, countries):
    def each(ids):
        return frozenset(names[one] for one in ids)

    return replace(
        problem,
        nodes=tuple(names[n] for n in problem.nodes),
        ties=tuple(
            t._replace(one=names[t.one], other=names[t.other], id=names[t.id] if t.id else "")
            for t in problem.ties
        ),
        candidates=tuple(
            replace(
                c,
                id=names[c.id],
                also=tuple(names[node] for node in c.also),
                actions=tuple(Action(countries[a.country], a.costs) for a in c.actions),
            )
            for c in problem.candidates
        ),
        capacities=tuple(replace(c, country=countries[c.country]) for c in problem.capacities),
        must_not=each(problem.must_not),
        together=tuple(each(group) for group in problem.together),
        roles={names[n]: held for n, held in problem.roles.items()},
        flow=Flow(each(problem.flow.sources), each(problem.flow.sinks)),
    )


def names_of(problem, order):
    """Return another name for each node and tie, by a permutation of at least as many."""
    ids = [*problem.nodes, *(t.id for t in problem.ties if t.id)]
    return {one: f"x{order[i]:02}" for i, one in enumerate(ids)}


def same_countries(problem):
    return {a.country: a.country for c in problem.candidates for a in c.actions} | {
        c.country: c.country for c in problem.capacities
    }
