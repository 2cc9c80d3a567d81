"""A report as one page that reaches nothing: from the template that ships, or a person's own."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.nodes import ScopedEvalContextModifier
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from linkgraph.errors import InputError
from linkgraph.reports.document import Facts, Items, Picture, TableBlock, Text
from linkgraph.reports.page_check import check_page
from linkgraph.views.markup import policy, read, shown_text

if TYPE_CHECKING:
    from pathlib import Path

    from linkgraph.reports.document import Document

__all__ = ["PageTemplate", "default_template", "make_page", "read_template"]

_BLOCKS = {
    "text_block": Text,
    "items_block": Items,
    "facts_block": Facts,
    "table_block": TableBlock,
    "picture_block": Picture,
}
_STYLE = "report.css"
_CAVEAT = "caveat.css"


class PageTemplate:
    """A template of a page.

    Args:
        name: Its file's name, for messages.
        text: Jinja; it gets ``doc``, ``policy`` and ``style``.
        style: CSS; the page's policy allows this one alone, after the rules that keep the
            caveat in sight.
        own: Whether a person made it: each of its pages is then read again before it leaves.

    Raises:
        InputError: It is no template; the message names the line.
    """

    def __init__(self, name: str, text: str, style: str, *, own: bool = True) -> None:
        self.name = name
        self._own = own
        self.style = shipped(_CAVEAT) + style
        # No other file can be taken in; what it is given cannot be changed nor its insides reached.
        self._environment = ImmutableSandboxedEnvironment(
            loader=DictLoader({name: text}), autoescape=True, undefined=StrictUndefined
        )
        # Text stays text: nothing may make markup, or links, of it.
        for filter_ in ("safe", "urlize", "xmlattr"):
            del self._environment.filters[filter_]
        self._environment.filters |= {"shown": shown_text, "picture": _address}
        self._environment.tests |= {
            test: lambda block, kind=kind: isinstance(block, kind) for test, kind in _BLOCKS.items()
        }
        try:
            off = self._environment.parse(text).find(ScopedEvalContextModifier)
            self._template = self._environment.get_template(name)
        except TemplateSyntaxError as cause:
            raise self._wrong(cause, cause.lineno) from cause
        if off is not None:
            raise InputError(
                "the template turns off what keeps text from becoming markup",
                where=f"{name}, line {off.lineno}",
                remedy="Take the autoescape block out.",
            )

    def fill(self, document: Document) -> str:
        """Return the page of a report.

        Raises:
            InputError: The template asks for something that there is not; or its page lacks
                the policy or the caveat, or leads elsewhere.
        """
        told = policy(self.style)
        # The style is the package's or the user's own file, and can end nowhere but at its end.
        style = Markup(self.style)  # noqa: S704
        try:
            page = self._template.render(doc=document, policy=told, style=style)
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError,
                AttributeError, RecursionError, MemoryError, OverflowError) as cause:  # fmt: skip
            raise self._wrong(cause, self._line(cause)) from cause
        if self._own:
            check_page(page, self.name, told, shown_text(document.caveat))
        return page

    def _line(self, cause: BaseException) -> int:
        """Return the template's line at which rendering stopped; 0 where it cannot be told."""
        line, trace = 0, cause.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in {self.name, "<template>"}:
                line = trace.tb_lineno
            trace = trace.tb_next
        return line

    def _wrong(self, cause: BaseException, line: int | None) -> InputError:
        # A template's own words hold no record; what it was filled with may.
        words = f": {cause.message}" if isinstance(cause, TemplateSyntaxError) else ""
        return InputError(
            f"the template cannot be used ({type(cause).__name__}{words})",
            where=f"{self.name}, line {line}" if line else self.name,
            remedy="`linkgraph report template copy` writes the one that ships, to begin from.",
        )


def _address(block: Picture) -> str:
    # An image runs nothing and reaches nothing, whatever stands in it.
    return f"data:image/svg+xml;base64,{b64encode(block.figure.svg.encode()).decode()}"


@cache
def default_template() -> PageTemplate:
    """Return the template that ships."""
    return PageTemplate("report.html", shipped("report.html"), shipped(_STYLE), own=False)


def shipped(name: str) -> str:
    """Return a file of the templates that ship, as text."""
    return read(files("linkgraph.reports") / "_templates" / name)


def read_template(path: Path) -> PageTemplate:
    """Return a person's own template; with ``report.css`` beside it, if there is one.

    Raises:
        InputError: It cannot be read, or is no template.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        beside = path.with_name(_STYLE)
        style = read(beside) if beside.is_file() else shipped(_STYLE)
    except (OSError, UnicodeDecodeError) as cause:
        raise InputError(
            "the template cannot be read", where=path.name, remedy="It is a text in UTF-8."
        ) from cause
    if "</" in style:
        raise InputError("the style holds markup", where=_STYLE, remedy="It is CSS alone.")
    return PageTemplate(path.name, text, style)


def make_page(document: Document, template: PageTemplate | None = None) -> str:
    """Return a report as a page. Equal reports give equal bytes.

    Args:
        document: The report.
        template: The one that ships where left out.

    Raises:
        InputError: The template asks for what there is not.
    """
    filled: Any = (template or default_template()).fill(document)
    return str(filled)
