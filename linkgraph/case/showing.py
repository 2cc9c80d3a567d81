"""A case's part that shows: releases, and pictures made of them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from linkgraph.case.clock import moment_to_give
from linkgraph.case.effects import Effects
from linkgraph.case.place import current_user
from linkgraph.case.targeting import targeting_of
from linkgraph.errors import InputError
from linkgraph.schema import load_schema
from linkgraph.share import Part, Request, audience_named, build_release

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from linkgraph.plan import JointPlan
    from linkgraph.plan.asked import Asked
    from linkgraph.share import Release
    from linkgraph.statements import Originator
    from linkgraph.views.board import Pane
    from linkgraph.views.markup import View

__all__ = ["Showing"]


class Showing(Effects):
    """What an audience may see, and how it looks."""

    name: str
    own: Originator

    def release(  # noqa: PLR0913
        self,
        *,
        audience: str = "",
        around: Iterable[str] = (),
        depth: int = 1,
        links: Iterable[str] = (),
        reveal: str = "",
        made: dt.datetime | None = None,
    ) -> Release:
        """Return what an audience may see of the case or a part of it.

        Args:
            audience: ``MY``, ``NZ/Police``, ``INTERPOL``; the own agency where empty.
            around: Ids to start from; everything where empty.
            depth: Steps from there.
            links: Link types; the usual ties where empty.
            reveal: The own agency's reason to show victims and witnesses as they are;
                it is put on record.
            made: The moment to write on it; now where left out.

        Raises:
            InputError: There is no such audience; or it is for one, and the clock is behind
                what the case has on record.
        """
        types = tuple(load_schema().link(name.upper()).name for name in links)
        request = Request(
            case_name=self.name,
            own=self.own,
            audience=audience_named(audience, self.ledger) if audience else None,
            made=moment_to_give(self.ledger, audience, made),
            reveal=bool(reveal.strip()),
            part=Part(tuple(around), depth, types),
        )
        made_release = build_release(self.ledger, request)
        if request.reveal:
            self.ledger.note(who=current_user(), action="revealed", reason=reveal)
        return made_release

    def view(
        self,
        *,
        limit: int = 1500,
        renderer: Literal["canvas", "pyvis", "widget"] = "canvas",
        **options: Any,
    ) -> Any:
        """Draw a release's network; shown inline in a notebook.

        Args:
            limit: Most entities; of a larger release the most relevant part is drawn, and
                the view says so.
            renderer: ``canvas`` for a small page, ``pyvis`` for the one that vis-network draws,
                ``widget`` for one whose ``selected`` comes back into Python.
            **options: As for ``release``.

        Returns:
            A View; with ``widget``, an anywidget.
        """
        from linkgraph.views import draw_inline, draw_network, draw_widget

        ways = {"canvas": draw_inline, "pyvis": draw_network, "widget": draw_widget}
        if renderer not in ways:
            raise InputError("no such renderer", remedy=f"Choose one of {', '.join(ways)}.")
        draw: Callable[..., Any] = ways[renderer]
        return draw(self.release(**options), limit=limit)

    def plan(self, asked: Asked, start_from: Iterable[JointPlan] = ()) -> JointPlan:
        """Return whom the countries asked for should act on together; it draws itself.

        Arguments and errors as for ``Planning.plan``. In a notebook the last expression shows
        the network around the targets, with these selected.
        """
        made = super().plan(asked, start_from)
        return replace(made, draw=partial(self._drawn, made))

    def _drawn(self, plan: JointPlan) -> View:
        from linkgraph.views import draw_inline

        ids = [one.entity_id for one in plan.targets if one.kind != "link"]
        title = f"{self.name}: {len(plan.targets)} targets"
        return draw_inline(self.release(around=ids), title=title, selected=ids)

    def board(
        self,
        *,
        asked: Asked | None = None,
        plan: JointPlan | None = None,
        limit: int = 0,
        pane: Pane | None = None,
        **options: Any,
    ) -> View:
        """Draw a release as a targeting board: one file in which everything is linked.

        Args:
            asked: Countries and means to plan with; those of the plan where left out.
            plan: A plan to begin from and to compare with.
            limit: Most entities drawn; 0 for all.
            pane: Only this pane (``time``, ``map``, ``money``).
            **options: As for ``release``.

        Raises:
            InputError: A plan, or means, for another audience than the own agency: a plan
                is an inside file.
        """
        from linkgraph.views import draw_board

        made = self.release(**options)
        asked = asked if asked is not None or plan is None else plan.asked
        if asked is not None:
            if not made.own:
                raise InputError(
                    "a plan and a country's means are inside matters, not for another audience",
                    remedy="Leave out --plan and --capacity, or --audience.",
                )
            made = replace(made, targeting=targeting_of(self, made, asked, plan))
        return draw_board(made, limit=limit, pane=pane)
