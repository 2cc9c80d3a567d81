"""A case's part that writes reports, each made from releases for one audience."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linkgraph.case.clock import moment_to_give
from linkgraph.case.joint_work import JointWork
from linkgraph.case.outcomes import Outcomes
from linkgraph.case.showing import Showing
from linkgraph.errors import InputError, UnknownName
from linkgraph.period.suppression import LEAST_CELL
from linkgraph.share.rules import is_overdue
from linkgraph.views.writing import check_place as check_writable
from linkgraph.views.writing import write_bytes

if TYPE_CHECKING:
    from os import PathLike

    from linkgraph.period.released import PeriodRelease
    from linkgraph.reports.document import Document
    from linkgraph.share import Release

__all__ = ["Report", "Reporting", "check_place"]

_OF_A_PERIOD = {"plan", "mid-term", "debrief", "senior-officials"}
_WITH_OUTCOMES = {"mid-term", "debrief", "senior-officials"}


@dataclass(frozen=True, slots=True)
class Report:
    """A report, ready to be written.

    Attributes:
        document: What it says.
        held: For whoever gives it: kind of outcome to why its figures are not as they stand,
            and plan (``plan P1``) to what it has come to lack since it was found ready.
    """

    document: Document
    held: dict[str, str]

    def __repr__(self) -> str:
        """Return what it is, in a line."""
        return f"<{self.document.title}: {self.document.subtitle}; {self.document.caveat}>"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return what a notebook shows: the page, in a frame that reaches nothing."""
        from linkgraph.views import View

        bundle: dict[str, str] = View(self.html(), repr(self)[1:-1])._repr_mimebundle_()
        return bundle

    def html(self, template: str | PathLike[str] = "") -> str:
        """Return it as a page that reaches nothing.

        Args:
            template: A page's template of one's own; the one that ships where empty.
        """
        from linkgraph.reports.page import make_page, read_template

        return make_page(self.document, read_template(Path(template)) if template else None)

    def docx(self, template: str | PathLike[str] = "") -> bytes:
        """Return it as a Word document.

        Args:
            template: A Word document whose styles it takes; python-docx's own on A4 where empty.
        """
        from linkgraph.reports.word import make_word

        return make_word(self.document, Path(template) if template else None)

    def write(self, path: str | PathLike[str], template: str | PathLike[str] = "") -> None:
        """Write it to a file, whole or not at all; what it is follows from the name.

        Args:
            path: ``.html`` or ``.docx``.
            template: As for ``html`` and ``docx``.

        Raises:
            InputError: The name ends otherwise, the place cannot be written, or the
                template cannot be used.
        """
        if _ending_of(path) == ".html":
            write_bytes(path, self.html(template).encode("utf-8"))
        else:
            write_bytes(path, self.docx(template))


def check_place(path: str | PathLike[str], template: str | PathLike[str] = "") -> None:
    """Refuse where a report cannot be written, before it goes on record as given.

    Args:
        path: As for ``Report.write``.
        template: Likewise.

    Raises:
        InputError: The name ends otherwise, the place cannot be written, or the template
            cannot be used: one of a page is filled with a made-up report.
    """
    ending = _ending_of(path)
    check_writable(path)
    if template and ending == ".html":
        from linkgraph.reports.page import make_page, read_template
        from linkgraph.reports.trial import trial_document

        make_page(trial_document(), read_template(Path(template)))
    elif template:
        from linkgraph.reports.word_template import begin_document

        begin_document(Path(template))


def _ending_of(path: str | PathLike[str]) -> str:
    ending = Path(path).suffix.lower()
    if ending not in {".html", ".docx"}:
        raise InputError(
            "a report is a page or a Word document",
            remedy="End the file's name in .html or .docx.",
        )
    return ending


class Reporting(JointWork, Outcomes, Showing):
    """Reports."""

    def report(  # noqa: PLR0913 - keyword only
        self,
        kind: str,
        period: str = "",
        *,
        audience: str = "",
        plan: str = "",
        k: int = LEAST_CELL,
        made: dt.datetime | None = None,
        **options: Any,
    ) -> Report:
        """Return a report, made from what an audience may see alone.

        Args:
            kind: ``plan``, ``mid-term``, ``debrief``, ``senior-officials`` or ``case``.
            period: Reference of the joint period; for all but a case report.
            audience: ``MY``, ``NZ/Police``, ``PUBLIC``; the own agency where empty.
            plan: For a plan report, the only investigation plan that it tells of.
            k: Least figure on victims that is told to an audience.
            made: The moment to write on it; now where left out.
            **options: For a case report, as for ``release`` (``around``, ``depth``, ``links``,
                ``reveal``); for outcomes ``within_days``.

        Raises:
            UnknownName: There is no such kind of report.
            InputError: No period is named, or the audience may see none of it; a source whose
                time has passed would still speak at the moment; or the clock is behind.
            ReleaseError: Held back: what the audience may not see speaks against something
                in it.
        """
        from linkgraph.reports import KINDS, Material, make_document

        if kind not in KINDS:
            raise UnknownName.of("kind of report", kind, KINDS)
        moment = moment_to_give(self.ledger, audience, made)
        self._check_moment(moment)
        if kind not in _OF_A_PERIOD:
            release = self.release(audience=audience, made=moment, **options)
            return Report(make_document(kind, Material(release=release)), {})
        if not period.strip():
            raise InputError("this report is about a joint period", remedy="Name it.")
        # To look at a case for an audience is what takes long: once does for all parts.
        seen = self._releasing(audience, moment)
        told, tally = seen.period(period.strip()), None
        if kind in _WITH_OUTCOMES:
            tally = self._tally_for(seen, period, k=k, **options)
        pictured = self._pictured(told, plan, audience, moment) if kind == "plan" else None
        material = Material(period=told, tally=tally, release=pictured, plan=plan)
        held = dict(tally.held) if tally else {}
        for reference, lacks in self.lost_since_ready(period, today=moment.date()).items():
            words = "; ".join(one.says for one in lacks)
            held[f"plan {reference}"] = f"it was found ready, and lacks by now: {words}"
        document = make_document(kind, material)
        self._note(audience, f"a joint period to {told.audience}")
        return Report(document, held)

    def _check_moment(self, made: dt.datetime) -> None:
        """Refuse a day before a source's last one that has passed: it says nothing any more."""
        today = dt.datetime.now(dt.UTC).date()
        sources = [row.source for row in self.ledger.sources()]
        if any(is_overdue(one, today) and not is_overdue(one, made.date()) for one in sources):
            raise InputError(
                "a report of that day would rest on a source whose time has passed since",
                where="made",
                remedy="Give a later day, or none; `linkgraph source purge --overdue` erases it.",
            )

    def _pictured(
        self, told: PeriodRelease, plan: str, audience: str, made: dt.datetime
    ) -> Release | None:
        """Return what the audience may see of those whom plans are about; None where of nobody."""
        plans = [one for one in told.plans if plan in {"", one.reference}]
        around = sorted({about for one in plans for about in one.subjects})
        return self.release(audience=audience, around=around, made=made) if around else None
