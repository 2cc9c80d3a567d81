"""A page of somebody's own template, read as a browser reads it: its policy, its caveat, no way out."""

from __future__ import annotations

from html.parser import HTMLParser

from linkgraph.errors import InputError

__all__ = ["check_page"]

_HEAD = {"html", "head", "meta"}
_SILENT = {"title", "style", "script", "template", "noscript", "textarea", "iframe"}
_LEADING = {"action", "background", "data", "formaction", "href", "ping", "poster", "src",
            "xlink:href"}  # fmt: skip
# Lists of addresses: pictures stand in a page by themselves.
_LISTS = {"imagesrcset", "srcset"}
# Elements that set an attribute of another as time passes.
_SETTING = {"animate", "set"}
# Elements that have no end.
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
         "source", "track", "wbr"}  # fmt: skip
# Elements that end by themselves.
_OPTIONAL = {"dd", "dt", "li", "p", "tbody", "td", "tfoot", "th", "thead", "tr"}
# In these an element that ends as it begins has ended; elsewhere it stays open.
_FOREIGN = {"math", "svg"}
# Around the caveat: where it stands, and what these may say of themselves, so that none hides it.
_AROUND = ("html", "body")
_CAVEAT, _WITHIN = "caveat", {"bdi", "b", "strong", "span", "p"}
# Of other elements a browser shows nothing, or not always.
_SHOWN = {"aside", "div", "footer", "header", "p", "section"}
_HARMLESS = {"class", "id", "lang", "dir", "aria-label", "role", "tabindex"}
_INSIDE = ("#", "data:image/", "mailto:", "tel:")


def check_page(page: str, name: str, told: str, caveat: str) -> None:
    """Refuse a page that lacks the policy or the caveat, or leads elsewhere.

    Args:
        page: The page.
        name: Its template's, for messages.
        told: The policy that it has to state before anything that it loads.
        caveat: What has to be read at its head and at its foot.

    Raises:
        InputError: It does not, with what to do. A comment states and shows nothing.

    Note:
        O(letters). A style's rules for the caveat give way to those of ``caveat.css``; so it has
        to stand where these reach it: in an element of class ``caveat`` right under the body.
    """
    read = _Reading(told, caveat)
    read.feed(page)
    read.close()
    if not read.has_policy:
        raise InputError(
            "its page has no policy that keeps it from reaching a network, or too late",
            where=name,
            remedy="Keep the line with {{ policy }} where it stands in the template that ships.",
        )
    if read.leads_out:
        raise InputError(
            "its page leads elsewhere",
            where=name,
            remedy="Take out links, forms and refreshes; put pictures in as data:image/...",
        )
    if read.caveats < 2:  # noqa: PLR2004 - head and foot
        raise InputError(
            "its page does not show the handling caveat at its head and at its foot",
            where=name,
            remedy='Keep both <aside class="caveat ..."> with {{ bdi(doc.caveat) }} as they'
            " stand in the template that ships: right under the body, with nothing around them.",
        )


class _Reading(HTMLParser):
    """What a page states, shows and leads to."""

    def __init__(self, told: str, caveat: str) -> None:
        super().__init__(convert_charrefs=True)
        self._told = told
        self._caveat = caveat
        self._silent: list[str] = []
        self._late = False
        self._crooked = False
        self._open: list[tuple[str, dict[str, str]]] = []
        self.has_policy = False
        self.leads_out = False
        self.caveats = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in an element as it begins."""
        # Of an attribute that stands twice a browser takes the first.
        of = {name: value or "" for name, value in reversed(attrs)}
        kind = of.get("http-equiv", "").casefold()
        if kind == "content-security-policy" and not self._late and not self._silent:
            self.has_policy |= tag == "meta" and of.get("content") == self._told
        # A policy holds for what comes after it.
        self._late |= tag not in _HEAD
        self.leads_out |= tag == "base" or (tag == "meta" and kind == "refresh")
        self.leads_out |= any(
            not of[name].strip().startswith(_INSIDE) for name in _LEADING & of.keys()
        )
        self.leads_out |= not _LISTS.isdisjoint(of)
        self.leads_out |= tag in _SETTING and "href" in of.get("attributename", "").casefold()
        if tag in _SILENT:
            self._silent.append(tag)
        if tag not in _VOID:
            self._open.append((tag, of))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in an element that ends as it begins: but in a drawing a browser leaves it open."""
        self.handle_starttag(tag, attrs)
        if not _FOREIGN.isdisjoint(name for name, _ in self._open):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Take in an element's end."""
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        names = [name for name, _ in self._open]
        if tag in names:
            at = len(names) - 1 - names[::-1].index(tag)
            # Where others are still open in it, what a browser ends is not told by its name alone.
            self._crooked |= not _OPTIONAL.issuperset(names[at + 1 :])
            del self._open[at:]

    def handle_data(self, data: str) -> None:
        """Take in what is read between tags."""
        if not self._silent and self._caveat in data:
            self.caveats += self._in_sight()

    def _in_sight(self) -> bool:
        """Tell whether what is read now stands where the rules for the caveat reach it."""
        names = [name for name, _ in self._open]
        if self._crooked or tuple(names[:2]) != _AROUND or len(names) == len(_AROUND):
            return False
        said = {key for _, of in self._open for key in of}
        return (
            names[2] in _SHOWN
            and _WITHIN.issuperset(names[3:])
            and _CAVEAT in self._open[2][1].get("class", "").split()
            and said <= _HARMLESS
        )
