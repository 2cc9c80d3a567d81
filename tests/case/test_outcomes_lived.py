"""Outcomes of a case lived through step by step, beside a plain account of what must count."""

import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from linkgraph.case import create_case
from linkgraph.period.entered_outcome import OutcomeTold
from linkgraph.statements.entered import Sharing

MADE = dt.datetime(2016, 1, 15, tzinfo=dt.UTC)
FOR_MY = Sharing(handling="H0", tlp="GREEN", releasable_to=("MY",))
REFERENCES = st.sampled_from(["NZ-A", "NZ-B", "NZ-C"])
K = 5


class LivedOutcomes(RuleBasedStateMachine):
    """Enters, puts right, withdraws and gives away; the plain account is two lists."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.case = create_case(Path(self.folder.name) / "c", jurisdiction="NZ", agency="Police")
        # (source, reference, count, country, whether Malaysia may see it), in order.
        self.entered = []
        self.given = []
        # What Malaysia works out of others by its own figure, of each table that was true.
        self.left = []

    def teardown(self):
        self.case.close()
        self.folder.cleanup()

    @rule(
        reference=REFERENCES, count=st.integers(0, 12), country=st.sampled_from(["NZ", "TH", "MY"]),
        shared=st.booleans(),
    )  # fmt: skip
    def enter(self, reference, count, country, shared):
        told = OutcomeTold(
            kind="victims assisted", reference=reference, count=count, countries=(country,),
            day="2015-10-05", period="JPA",
        )  # fmt: skip
        source = self.case.enter_outcome(told, FOR_MY if shared else None)
        self.entered.append((source, reference, count, country, shared))

    @precondition(lambda self: self.entered)
    @rule(data=st.data())
    def withdraw(self, data):
        gone = data.draw(st.sampled_from(self.entered))
        self.case.withdraw(gone[0], reason="an error")
        self.entered.remove(gone)

    @rule()
    def give(self):
        made = self.case.tally_release("JPA", audience="MY", k=K, made=MADE)
        again = self.case.tally_release("JPA", audience="MY", k=K, made=MADE)
        assert made.figures == again.figures
        (victims,) = [one for one in made.figures if one.kind == "victims_assisted"]
        total, cells = self.account(shared=True)
        told = {"": victims.total, **victims.by_country}
        true = {"": total, **cells}
        for name, text in told.items():
            if text != "withheld":
                assert int(text) >= K
                before = {one.get(name) for one in self.given}
                assert int(text) == true.get(name, 0) or text in before
        for former in self.given[-1:]:
            for name, text in told.items():
                then = former.get(name, "withheld")
                if "withheld" not in {text, then}:
                    assert text == then or abs(int(text) - int(then)) >= K
        if victims.total == str(total):
            left = total - cells.get("MY", 0)
            assert left == 0 or left >= K
            # A table that was given before may stand though it is true no more.
            if told not in self.given:
                assert all(left == one or abs(left - one) >= K for one in self.left)
                self.left.append(left)
        self.given.append(told)

    @invariant()
    def counts_as_the_account_says(self):
        tally = self.case.tally("JPA")
        total, cells = self.account()
        for figure in tally.figures:
            assert (figure.low, figure.high) == (total, total)
            assert {c: low for c, (low, _) in figure.by_country.items()} == cells
        assert bool(tally.figures) == bool(self.entered)

    def account(self, *, shared=False):
        """Return the total and each country's number: of each reference the last word."""
        last = {
            reference: (count, country)
            for _, reference, count, country, seen in self.entered
            if seen or not shared
        }
        cells = {}
        for count, country in last.values():
            cells[country] = cells.get(country, 0) + count
        return sum(cells.values()), cells


TestLivedOutcomes = LivedOutcomes.TestCase
TestLivedOutcomes.settings = settings(max_examples=8, stateful_step_count=12, deadline=None)
