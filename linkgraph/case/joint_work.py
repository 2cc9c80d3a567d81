"""A case's part that gives joint periods away, and tells what views together find."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from linkgraph.case.clock import moment_to_give
from linkgraph.case.following import Following
from linkgraph.case.place import current_user
from linkgraph.catalogue import get_question
from linkgraph.period.compendium import make_compendium
from linkgraph.period.gain import find_joint_gain
from linkgraph.period.held import withheld_by
from linkgraph.period.reading import read_told
from linkgraph.period.release import PeriodRequest, Releasing
from linkgraph.period.replaced import replaced_since
from linkgraph.share import audience_named, sources_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from linkgraph.period.compendium import Compendium
    from linkgraph.period.gained import By, JointGain
    from linkgraph.period.held import Withheld
    from linkgraph.period.released import PeriodRelease

__all__ = ["JointWork"]


class JointWork(Following):
    """Releases of joint periods, the compendium, joint gain."""

    name: str

    def period_release(
        self, reference: str, audience: str = "", *, made: dt.datetime | None = None
    ) -> PeriodRelease:
        """Return what an audience may see of a joint period; that it was given goes on record.

        Args:
            reference: The period's.
            audience: ``MY``, ``NZ/Police``, ``INTERPOL``; the own agency where empty.
            made: The moment to write on it; now where left out.

        Returns:
            What it would be, had the sources that the audience may not see never come.

        Raises:
            ReleaseError: Held back: what the audience may not see speaks against something
                in it.
            InputError: There is no such audience, it may see no period of the reference, or
                the clock is behind what the case has on record.
        """
        found = self._releasing(audience, made).period(reference)
        self._note(audience, f"a joint period to {found.audience}")
        return found

    def held_for(self, reference: str, audience: str) -> tuple[str, ...]:
        """Return which parts of a joint period hold its release back: ``withheld_for(…).parts``."""
        return self.withheld_for(reference, audience).parts

    def withheld_for(self, reference: str, audience: str) -> Withheld:
        """Return which parts of a joint period hold its release back, and which texts it leaves out.

        For inside alone: by it somebody could tell of whom the case holds what the audience
        may not see.

        Args:
            reference: The period's.
            audience: As for ``period_release``.

        Raises:
            InputError: The audience may see no such period.
        """
        return withheld_by(self._releasing(audience, None), reference)

    def replaced_for(self, audience: str) -> tuple[str, ...]:
        """Return what an audience would get in words that were replaced since.

        Something newer says otherwise, and the audience may not see that. For inside alone:
        by it somebody could tell what is withheld. Whoever means to take it back withdraws
        the earlier source.

        Args:
            audience: As for ``period_release``.

        Returns:
            Kind and reference of each (``plan P1``), sorted.
        """
        ledger, today = self.ledger, dt.datetime.now(dt.UTC).date()
        named = audience_named(audience, ledger)
        rows = sources_for(ledger.sources(), named, ledger.consents(), today)
        return replaced_since(read_told(ledger, rows), self.joint_told())

    def compendium(
        self, search: str = "", audience: str = "", *, made: dt.datetime | None = None
    ) -> Compendium:
        """Return cross-border cases, as an audience may have them; it goes on record.

        Args:
            search: Words in any script that each case must hold; all cases where empty.
            audience: As for ``period_release``.
            made: The moment to write on it; now where left out.

        Raises:
            ReleaseError: As for ``period_release``.
            InputError: There is no such audience.
        """
        found = make_compendium(self._releasing(audience, made), search)
        self._note(audience, f"a compendium to {found.audience}")
        return found

    def joint_gain(  # noqa: PLR0913 - keyword only
        self,
        question: str,
        *,
        of: str,
        with_: str,
        params: Mapping[str, object] | None = None,
        by: By = "originator",
        more: bool = False,
        questions: Iterable[Path] = (),
    ) -> JointGain:
        """Return what a question gives on two sides' material together and on neither's alone.

        Args:
            question: Its id, such as ``money/paid_by_many``.
            of: One side: ``NZ``, ``NZ/Immigration``.
            with_: The other.
            params: The question's parameters.
            by: A side is what it gave (``originator``), or what it may see (``seen``).
            more: Tell of rows too that a side has, and that say more together.
            questions: A user's own folders of questions.

        Raises:
            InputError: There is no such question, a parameter is wrong, or a side has no
                source in the case.
        """
        asked = get_question(question, questions)
        sides = audience_named(of, self.ledger), audience_named(with_, self.ledger)
        return find_joint_gain(
            self.ledger,
            asked,
            asked.bind(params or {}),
            sides,
            by=by,
            folder=self.folder,
            evidence=self.explain_each,
            more=more,
        )

    def _releasing(self, audience: str, made: dt.datetime | None) -> Releasing:
        request = PeriodRequest(
            case_name=self.name,
            own=self.own,
            audience=audience_named(audience, self.ledger) if audience else None,
            made=moment_to_give(self.ledger, audience, made),
        )
        return Releasing.of(self.ledger, request)

    def _note(self, audience: str, what: str) -> None:
        if audience:
            self.ledger.note(who=current_user(), action="released", reason=what)
