"""A case's joint period lived through step by step, beside a plain account of what was said."""

import datetime as dt
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import linkgraph as lg
from linkgraph.errors import InputError
from linkgraph.statements.entered import Sharing
from tests.period.periods import (
    PERIOD,
    a_focal_point,
    a_lesson,
    a_phase,
    a_plan,
    a_task,
    an_enquiry,
)

REFERENCES = st.sampled_from(["P1", "P2"])
NUMBERS = st.sampled_from(["E-1", "E-2"])
DAYS = st.dates(dt.date(2026, 3, 1), dt.date(2026, 3, 9)).map(str)
TITLES = st.sampled_from(["one", "two"])
FOR_MY = Sharing(handling="H1", tlp="GREEN", releasable_to=("MY",))
READERS = st.sampled_from([None, FOR_MY])


class Period(RuleBasedStateMachine):
    """Holds, of each source in force, what it said; the newest of each reference counts."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.case = lg.create_case(self.folder / "case", jurisdiction="NZ", agency="Joint cell")
        self.said = []

    @initialize()
    def begin(self):
        self.case.add_period(PERIOD, FOR_MY)
        for country in ("MY", "NZ"):
            self.case.add_focal_point(a_focal_point(country), FOR_MY)

    def note(self, source, what, key, value, readers):
        if source not in {one[0] for one in self.said}:
            self.said.append((source, what, key, value, readers is not None))

    def newest(self, what, *, seen_only=False):
        return {
            key: value
            for _, kind, key, value, seen in self.said
            if kind == what and (seen or not seen_only)
        }

    @rule(reference=REFERENCES, title=TITLES, readers=READERS)
    def set_plan(self, reference, title, readers):
        source = self.case.set_plan(a_plan(reference, title=title, tasks=(a_task(),)), readers)
        self.note(source, "plan", reference, title, readers)

    @rule(reference=REFERENCES)
    def make_ready(self, reference):
        if reference not in self.newest("plan"):
            return
        self.case.make_ready(reference, today=dt.date(2026, 3, 5))
        assert self.case.investigation_plan(reference).ready == "2026-03-05"
        self.said = [one for one in self.said if one[1] != "ready"]

    @rule(number=NUMBERS, asks=TITLES, readers=READERS)
    def draft(self, number, asks, readers):
        if self.newest("sent").get(number):
            return
        source = self.case.draft_enquiry(an_enquiry(number, asks=asks), readers)
        steps = ("asks", "sent", "answered")
        self.said = [one for one in self.said if one[1] not in steps or one[2] != number]
        self.note(source, "asks", number, asks, readers)

    @rule(number=NUMBERS, day=DAYS)
    def send(self, number, day):
        known = {one.reference: one for one in self.case.enquiries()}
        if number in known and not known[number].sent:
            source = self.case.send_enquiry(number, day, sharing=FOR_MY)
            self.note(source, "sent", number, day, FOR_MY)

    @rule(number=NUMBERS, day=DAYS)
    def answer(self, number, day):
        known = {one.reference: one for one in self.case.enquiries()}
        if number not in known:
            return
        held = known[number]
        if held.sent and not held.answered and day >= held.sent:
            source = self.case.answer_enquiry(number, day, sharing=FOR_MY)
            self.note(source, "answered", number, day, FOR_MY)
        else:
            try:
                self.case.answer_enquiry(number, day)
            except InputError:
                return
            raise AssertionError("an answer out of order was taken")

    @rule(text=TITLES, readers=READERS)
    def learn(self, text, readers):
        source = self.case.add_lesson(a_lesson(text, plan=""), readers)
        self.note(source, "lesson", text, text, readers)

    @rule()
    def freeze(self):
        self.case.set_phase(a_phase())
        self.case.freeze("JPA", "action", again=True)
        then = self.case.known_in("JPA", "action")
        assert then.holds
        assert {p.reference: p.title for p in then.told.plans} == self.newest("plan")

    @rule(data=st.data())
    def withdraw(self, data):
        if not self.said:
            return
        one = data.draw(st.sampled_from(self.said))
        self.case.withdraw(one[0], reason="mistaken")
        self.said.remove(one)

    @invariant()
    def what_stands_is_the_newest_word(self):
        plans, told = self.case.investigation_plans("JPA"), self.case.enquiries("JPA")
        assert {one.reference: one.title for one in plans} == self.newest("plan")
        by_number = {one.reference: one for one in self.case.enquiries()}
        assert set(told) <= set(by_number.values())
        steps = {what: self.newest(what) for what in ("asks", "sent", "answered")}
        assert set(by_number) == set().union(*steps.values())
        for number, one in by_number.items():
            for what, held in steps.items():
                assert getattr(one, what) == held.get(number, "")
        assert {one.text for one in self.case.lessons()} == set(self.newest("lesson"))

    @invariant()
    def a_partner_gets_the_newest_word_that_it_may_see(self):
        made = self.case.period_release("JPA", "MY")
        assert {p.reference: p.title for p in made.plans} == self.newest("plan", seen_only=True)
        asked = self.newest("asks", seen_only=True)
        assert {e.reference: e.asks for e in made.enquiries if e.asks} == {
            number: asks for number, asks in asked.items() if self.told(number)
        }

    def told(self, number):
        return number in {one.reference for one in self.case.enquiries("JPA")}

    def teardown(self):
        assert self.case.check() == [], "the graph shows the ledger"
        self.case.close()
        shutil.rmtree(self.folder)


TestPeriod = Period.TestCase
TestPeriod.settings = settings(
    max_examples=6, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
)
