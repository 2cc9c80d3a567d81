"""Figures given to several readers in any order: whoever reads them learns nothing of few."""

import datetime as dt
import tempfile
from collections import Counter
from itertools import combinations
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from linkgraph.case import create_case
from linkgraph.errors import ReleaseError
from linkgraph.period import Period
from linkgraph.period.entered_outcome import OutcomeTold
from linkgraph.statements.entered import Sharing

MADE = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
K = 5
READERS = {
    "PUBLIC": {"PUBLIC"},
    "MY": {"MY", "PUBLIC"},
    "MY/Police": {"MY/Police", "MY", "PUBLIC"},
}
# The others lie within the first, and overlap: lines of some days belong to all.
PERIODS = {
    "YEAR": ("2026-01-01", "2026-12-31"),
    "SPRING": ("2026-03-01", "2026-05-31"),
    "EARLY": ("2026-01-01", "2026-03-31"),
}
SEEN_BY = st.sampled_from([("MY", "PUBLIC"), ("MY", "PUBLIC"), ("MY",), ("MY/Police",)])


class LivedReaders(RuleBasedStateMachine):
    """Enters victims for some readers, gives figures to some, and keeps what each of them has."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.case = create_case(Path(self.folder.name) / "c", jurisdiction="NZ", agency="Police")
        # (audience, period, kind) to figures by country, the total under "", in order.
        self.given = []
        self.entered = 0

    def teardown(self):
        self.case.close()
        self.folder.cleanup()

    @initialize()
    def begin(self):
        marks = Sharing(handling="H0", tlp="GREEN", releasable_to=("MY", "PUBLIC"))
        for name, (since, until) in PERIODS.items():
            made = Period(
                reference=name, title="", since=since, until=until, countries=("MY", "NZ")
            )
            self.case.add_period(made, marks)
        # Enough that there is something to tell at all.
        for country, day in (("MY", "2026-04-01"), ("NZ", "2026-02-01")):
            self.enter("victims_assisted", ("MY", "PUBLIC"), 20, country, day)

    @rule(
        kind=st.sampled_from(["victims_assisted", "victims_identified"]), to=SEEN_BY,
        count=st.sampled_from([1, 2, 3, 9]), country=st.sampled_from(["MY", "NZ"]),
        day=st.sampled_from(["2026-02-01", "2026-03-15", "2026-04-01"]),
    )  # fmt: skip
    def enter(self, kind, to, count, country, day):
        self.entered += 1
        told = OutcomeTold(
            kind=kind, reference=f"NZ-R{self.entered}-X", count=count, countries=(country,), day=day
        )
        self.case.enter_outcome(told, Sharing(handling="H0", tlp="GREEN", releasable_to=to))

    @rule(audience=st.sampled_from(sorted(READERS)), period=st.sampled_from(sorted(PERIODS)))
    def give(self, audience, period):
        before = self.record()
        try:
            made = self.case.tally_release(period, audience=audience, k=K, made=MADE)
        except ReleaseError:
            assert self.record() == before, "what is held back is not on record as given"
            return
        for figure in made.figures:
            told = {"": figure.total, **figure.by_country}
            shown = {name: int(text) for name, text in told.items() if text != "withheld"}
            self.given.append(((audience, period, figure.kind), shown))

    @rule(order=st.permutations(sorted(READERS)), period=st.sampled_from(sorted(PERIODS)))
    def give_each(self, order, period):
        for audience in order:
            self.give(audience, period)

    def record(self):
        return Counter(entry.action for entry in self.case.ledger.history())

    @invariant()
    def no_reader_has_a_figure_on_few(self):
        assert all(value >= K for _, shown in self.given for value in shown.values())

    @invariant()
    def no_two_figures_of_a_reader_differ_by_few(self):
        for reads in READERS.values():
            tables = [(key, shown) for key, shown in self.given if key[0] in reads]
            for (one, shown), (other, also) in combinations(tables, 2):
                # Kinds of different periods are of different people.
                if one[1] != other[1] and one[2] != other[2]:
                    continue
                for name in shown.keys() & also.keys():
                    apart = abs(shown[name] - also[name])
                    assert apart == 0 or apart >= K, (one, other, name)


TestLivedReaders = LivedReaders.TestCase
TestLivedReaders.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
