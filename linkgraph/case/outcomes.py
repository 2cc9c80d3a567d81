"""A case's part that counts what was achieved, inside and for others."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING

from linkgraph.case.clock import moment_to_give
from linkgraph.case.place import current_user
from linkgraph.errors import InputError
from linkgraph.period.counting import ground_inside, ground_released
from linkgraph.period.entered_outcome import OutcomeTold, day_of, decision_batch, outcome_batch
from linkgraph.period.given import note_given
from linkgraph.period.giving import (
    Withholding,
    cautions_of,
    columns_to_give,
    figures_to_give,
    marks_to_give,
    tables_of,
)
from linkgraph.period.likeness import WITHIN_DAYS
from linkgraph.period.occasion import Occasion
from linkgraph.period.outcomes import VICTIMS
from linkgraph.period.put_right import remark_on_moved
from linkgraph.period.readers import Readers
from linkgraph.period.reading import read_told
from linkgraph.period.release import PeriodRequest, Releasing
from linkgraph.period.released_tally import ReleasedTally
from linkgraph.period.remarks import remarks_on
from linkgraph.period.suppression import LEAST_CELL, check_least
from linkgraph.period.victim_table import (
    KIND,
    VictimTable,
    count_victims,
    rows_of,
    victim_cautions,
    victim_table,
)
from linkgraph.share import audience_named
from linkgraph.share.looking import sight_for
from linkgraph.share.sight import sources_behind
from linkgraph.statements.entered import Sharing, entered_source, entered_text
from linkgraph.statements.source import strictest_marks

if TYPE_CHECKING:
    from linkgraph.ledger import Ledger
    from linkgraph.period.table import Table
    from linkgraph.period.tally import Tally
    from linkgraph.statements import Batch, Originator

__all__ = ["Outcomes"]


class Outcomes:
    """Outcomes of joint periods, counted once."""

    ledger: Ledger
    name: str
    own: Originator

    def tally(self, period: str = "", *, plan: str = "", within_days: int = WITHIN_DAYS) -> Tally:
        """Return how many of each outcome there are, by all that the case holds.

        Args:
            period: Reference of the joint period; all outcomes where empty.
            plan: Only what belongs to this investigation plan.
            within_days: Days within which two reports of one person are one outcome.

        Raises:
            InputError: The days are below 0.
        """
        today = dt.datetime.now(dt.UTC).date()
        return ground_inside(self.ledger, self.own, today).count(period, within_days, plan)

    def tally_release(
        self,
        period: str,
        *,
        audience: str = "",
        k: int = LEAST_CELL,
        within_days: int = WITHIN_DAYS,
        made: dt.datetime | None = None,
    ) -> ReleasedTally:
        """Return the outcomes of a period as an audience may know them.

        Figures on victims below ``k`` are withheld, and whatever would let them be worked
        out, also beside what the audience, or everybody, was given before. Which figures on
        victims are given goes on record, so that the next ones are held against them.

        Args:
            period: Reference of the joint period.
            audience: ``MY``, ``NZ/Police``, ``PUBLIC``; the own agency where empty, for
                which nothing is withheld and nothing goes on record.
            k: Least figure on victims that is told, at least 3.
            within_days: Days within which two reports of one person are one outcome.
            made: The moment to write on it; now where left out.

        Raises:
            InputError: No period is named, k or the days are too low, there is no such
                audience, or the clock is behind what the case has on record.
            ReleaseError: Held back: a line names somebody of whom the audience must not learn;
                or somebody who reads this too had figures before beside which few victims
                could be worked out.
        """
        if not period.strip():
            raise InputError("figures that leave are those of a period", remedy="Name it.")
        seen = self._seen_by(audience, moment_to_give(self.ledger, audience, made))
        return self._tally_for(seen, period, k=k, within_days=within_days)

    def _tally_for(
        self,
        seen: Releasing,
        period: str,
        *,
        k: int = LEAST_CELL,
        within_days: int = WITHIN_DAYS,
    ) -> ReleasedTally:
        """Return a tally, as ``tally_release``, by what an audience is known to see."""
        to = seen.request.audience
        ground = ground_released(self.ledger, seen)
        found = ground.count(period, within_days)
        tables: dict[str, Table] = {}
        held: dict[str, str] = {}
        if to is not None:
            readers = Readers.of(self.ledger, to)
            occasion = readers.occasion(ground, found)
            tables, held = _tables(readers, occasion, found, check_least(k))
        countries = found.countries if to is None else columns_to_give(found, tables)
        withholding = Withholding(tables, seen.words.written)
        figures = figures_to_give(found, countries, withholding)
        handling, originators = marks_to_give(found, tables)
        if to is not None:
            note_given(self.ledger, occasion, to, tables, who=current_user())
        return ReleasedTally(
            case_name=seen.case_name(),
            audience=str(to or self.own),
            own=to is None,
            made=seen.request.made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            period=period.strip(),
            k=0 if to is None else k,
            within_days=within_days,
            countries=countries,
            figures=figures,
            outside=sum(to is None or row.kind not in VICTIMS for row in found.outside),
            cautions=cautions_of(0 if to is None else k),
            handling=handling,
            originators=originators,
            held=held,
        )

    def victim_table(
        self, audience: str, *, k: int = LEAST_CELL, made: dt.datetime | None = None
    ) -> VictimTable:
        """Return victims counted by columns of the Human Trafficking Case Data Standard.

        For statistics: it names nobody and holds no number below ``k``, nor one that
        would let such a number be worked out, also beside what the audience, or everybody,
        was given before. What is given goes on record.

        Args:
            audience: ``MY``, ``NZ/Police``, ``PUBLIC``.
            k: Least number that is told, at least 3.
            made: The moment that decides which sources are overdue; now where left out.

        Raises:
            InputError: k is too low, there is no such audience, or the clock is behind.
            ReleaseError: As for ``tally_release``.
        """
        to = audience_named(audience, self.ledger)
        sight = sight_for(self.ledger, to, moment_to_give(self.ledger, audience, made).date())
        readers = Readers.of(self.ledger, to)
        former = readers.own.of_period(KIND).get(KIND, [])
        table = victim_table(count_victims(sight), check_least(k), former)
        occasion = Occasion(KIND, {KIND: {}})
        readers.check({KIND: table}, k, occasion)
        note_given(self.ledger, occasion, to, {KIND: table}, who=current_user())
        sources = sources_behind(sight, sight.told)
        return VictimTable(
            audience=str(to),
            k=k,
            rows=(rows := rows_of(table)),
            handling=strictest_marks(sources) if rows else "",
            originators=tuple(sorted({str(one.originator) for one in sources})),
            cautions=victim_cautions(k),
            held="\n".join(filter(None, (table.why, readers.warning(KIND)))),
        )

    def enter_outcome(
        self, told: OutcomeTold, sharing: Sharing | None = None, *, why: str = ""
    ) -> str:
        """Put an outcome on record as the own agency's; return the source's id.

        Entered again under its number and kind it replaces what was entered before. Whom a
        victim's outcome is about is a victim from then on, and protected.

        Args:
            told: What is told of it.
            sharing: Who may see it; the own agency alone where left out.
            why: How it is known, for the list of sources; may be empty.

        Raises:
            InputError: Something in it is no number, day, country, amount, or an id that
                the case holds.
        """
        missing = set(told.about) - {one.id for one in self.ledger.explain(told.about)}
        if missing:
            raise InputError(
                "the case holds no entity of an id that it is about",
                remedy="`linkgraph entity find` shows ids.",
            )
        nonce = secrets.token_hex(8)
        batch = outcome_batch(told, self.own, nonce)
        return self._enter([repr(told), nonce], sharing, batch, why or "outcome of a period")

    def remarks_on_outcome(self, told: OutcomeTold, source: str = "") -> tuple[str, ...]:
        """Return what is odd about an outcome that was entered: in words that name nobody.

        Such as a period or a plan that is not on record, or a day to come. Empty where nothing is.

        Args:
            told: What was entered.
            source: Id of the source that it made; then what it puts right elsewhere is told too.
        """
        today = dt.datetime.now(dt.UTC).date()
        of = read_told(self.ledger, self.ledger.sources())
        odd = [*remarks_on(told, day_of(told.day), of, today, str(self.own))]
        if source and told.reference.strip():
            lines = ground_inside(self.ledger, self.own, today).lines()
            odd.append(remark_on_moved(lines, source, WITHIN_DAYS))
        return tuple(filter(None, odd))

    def decide_outcomes(
        self, one: str, other: str, *, same: bool, why: str, sharing: Sharing | None = None
    ) -> str:
        """Put on record whether two outcomes are one; return the source's id.

        Args:
            one: An outcome's id, as ``Tally.behind`` gives it.
            other: Another's, or an enquiry's.
            same: Whether they are one.
            why: The reason; required. Name nobody.
            sharing: Who may see the decision, so that it holds in tallies for them too; the
                own agency alone where left out.

        Raises:
            InputError: No reason is given, an id is of no outcome that the case holds, or the
                two are of different kinds, which are counted apart whatever is decided.
        """
        if not why.strip():
            raise InputError("a decision needs a reason", remedy="Give it with --why.")
        if not {one, other} <= {found.id for found in self.ledger.explain([one, other])}:
            raise InputError(
                "the case holds no outcome of one of these ids",
                remedy="`linkgraph period outcome list` shows ids.",
            )
        batch = decision_batch(one, other, holds=same)
        self._check_kinds(one, other)
        return self._enter([one, other, secrets.token_hex(8)], sharing, batch, why)

    def _check_kinds(self, one: str, other: str) -> None:
        ground = ground_inside(self.ledger, self.own, dt.datetime.now(dt.UTC).date())
        kinds = {row.kind for row in ground.lines() if row.id in {one, other}}
        if len(kinds) > 1:
            raise InputError(
                "the two are of different kinds, which are counted apart",
                remedy="`linkgraph period outcome list` shows what each is.",
            )

    def _enter(self, said: list[str], sharing: Sharing | None, batch: Batch, what: str) -> str:
        who, what = current_user(), entered_text(what, "why")
        source = entered_source(said, sharing or Sharing(), self.own, who, what=what)
        self.ledger.append(source, [batch], who=who, action="stated")
        return source.id

    def _seen_by(self, audience: str, made: dt.datetime) -> Releasing:
        to = audience_named(audience, self.ledger) if audience else None
        return Releasing.of(self.ledger, PeriodRequest(self.name, self.own, to, made))


def _tables(
    readers: Readers, occasion: Occasion, found: Tally, k: int
) -> tuple[dict[str, Table], dict[str, str]]:
    """Return the tables on victims that an audience is given, and what the giver is told."""
    tables = tables_of(found, k, readers.known(occasion))
    readers.check(tables, k, occasion)
    held = {kind: table.why for kind, table in tables.items() if table.why}
    if others := readers.warning(found.span.period):
        held["others"] = others
    # Whether lines name it is not looked at: few victims would show by it.
    if not found.span.since:
        held["period"] = (
            "this audience may see no period of that reference: is it mistyped, not entered, "
            "or entered without --releasable-to this audience?"
        )
    return tables, held
