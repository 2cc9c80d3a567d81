"""A page of somebody's own, read as a browser reads it."""

import pytest

from linkgraph.errors import InputError
from linkgraph.reports.page_check import check_page

POLICY, CAVEAT = "default-src 'none'", "H2 AMBER | For MY | From NZ/Police"
SIGN = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
ASIDE = f'<aside class="caveat top" role="note"><bdi>{CAVEAT}</bdi></aside>'
FOOT = ASIDE.replace("top", "bottom")


def page(inside="<p>text</p>", *, head=SIGN, html="<html lang=en>", top=ASIDE, foot=FOOT):
    return f"<!DOCTYPE html>{html}<head>{head}</head><body>{top}{inside}{foot}</body></html>"


def check(text):
    check_page(text, "debrief.html", POLICY, CAVEAT)


def refused(text, match):
    with pytest.raises(InputError, match=match) as told:
        check(text)
    assert told.value.where == "debrief.html"


def test_a_page_with_policy_caveat_and_nothing_that_leads_out_passes():
    check(page())


@pytest.mark.parametrize(
    "inside",
    [
        "<div><p>one<p>two</div>",
        "<ul><li>one<li>two</ul>",
        "<table><thead><tr><th>a<tbody><tr><td>b<td>c</table>",
        "<dl><dt>a<dd>b</dl>",
        "one<br>two<br/>three<hr>",
        '<svg><g><path d="M0 0"/><circle r="1"/></g></svg>',
        '<a href="#part">x</a><a href="mailto:us@example.test">y</a><a href="tel:+64">z</a>',
        '<img src="data:image/png;base64,AA==" alt="">',
    ],
)
def test_what_people_write_in_pages_passes(inside):
    check(page(inside))


LEADING = ["action", "background", "data", "formaction", "href", "ping", "poster", "src",
           "xlink:href"]  # fmt: skip


@pytest.mark.parametrize("name", LEADING)
@pytest.mark.parametrize("to", ["https://example.test/x", "//example.test", "x.png", "", "javascript:1", "data:text/html,x", "&#104;ttps://example.test"])  # fmt: skip
def test_no_attribute_leads_elsewhere(name, to):
    refused(page(f'<i {name}="{to}">x</i>'), "leads elsewhere")
    refused(page(f'<I {name.upper()}="{to}"/>'), "leads elsewhere")


@pytest.mark.parametrize(
    "inside",
    [
        '<img srcset="data:image/png;base64,AA== 1x, https://example.test/x 2x">',
        '<link imagesrcset="https://example.test/x">',
        '<base target="_blank">',
        '<meta http-equiv="refresh" content="5">',
        '<svg><a><animate attributeName="href" values="https://example.test"/></a></svg>',
        '<svg><a><set attributeName="xlink:href" to="https://example.test"/></a></svg>',
    ],
)
def test_nothing_leads_elsewhere_by_a_list_or_in_a_while(inside):
    refused(page(inside), "leads elsewhere")


def test_of_an_attribute_that_stands_twice_the_first_counts():
    refused(page('<a href="https://example.test" href="#part">x</a>'), "leads elsewhere")
    refused(page(head=SIGN.replace("content=", 'content="img-src *" content=')), "policy")
    refused(page(top=ASIDE.replace("class=", 'class="x" class=')), "caveat")
    check(page(top=ASIDE.replace("role=", 'class="x" role=')))


@pytest.mark.parametrize(
    "head",
    [
        "",
        SIGN.replace("'none'", "*"),
        SIGN.replace("meta", "link"),
        f"<img alt=x>{SIGN}",
        f"<noscript>{SIGN}</noscript>",
        f"<template>{SIGN}</template>",
        f"<title>{SIGN}</title>",
        f"<style>{SIGN}</style>",
        f"<!-- {SIGN} -->",
        SIGN.replace("Content-Security-Policy", "Content-Security-Policy-Report-Only"),
    ],
)
def test_a_policy_that_a_browser_would_not_keep_is_none(head):
    refused(page(head=head), "policy")


def test_a_page_may_say_how_it_is_written_before_its_policy():
    check(page(head=f"<meta charset=utf-8>{SIGN}<title>Debrief</title>"))
    check(page(head=f'{SIGN}<meta name="viewport" content="width=device-width">'))


@pytest.mark.parametrize(
    "tag", ["area", "br", "col", "embed", "hr", "img", "input", "link", "param", "source", "track", "wbr"]
)  # fmt: skip
def test_an_element_without_an_end_holds_nothing_that_comes_after_it(tag):
    check(page(f"<{tag}>"))
    check(page(f"<{tag}/>"))
    check(page(f"<p>one<{tag}>two</p>"))


@pytest.mark.parametrize("lacking", [{"top": ""}, {"foot": ""}, {"top": "", "foot": ""}])
def test_the_caveat_stands_twice(lacking):
    refused(page(**lacking), "caveat")


@pytest.mark.parametrize("tag", ["aside", "div", "p", "section", "header", "footer"])
def test_the_caveat_may_stand_in_what_every_browser_shows(tag):
    check(page(top=ASIDE.replace("aside", tag)))


@pytest.mark.parametrize(
    "tag",
    ["dialog", "details", "canvas", "audio", "video", "object", "datalist", "select", "noframes",
     "progress", "meter", "template", "textarea", "title", "noscript", "svg", "table"],
)  # fmt: skip
def test_the_caveat_stands_in_nothing_that_a_browser_hides(tag):
    refused(page(top=ASIDE.replace("aside", tag)), "caveat")


@pytest.mark.parametrize(
    "before",
    [
        "<div hidden>",
        "<div hidden/>",
        "<details/>",
        "<div hidden><table></div>",
        "<div hidden><select></div>",
        "<dialog>",
    ],
)
def test_nothing_around_the_caveat_hides_it_however_it_ends(before):
    refused(page(top=f"{before}{ASIDE}"), "caveat")
    refused(page(foot=f"{before}{FOOT}"), "caveat")


@pytest.mark.parametrize("name", ["hidden", "style", "inert", "popover", "onclick", "slot", "aria-hidden"])  # fmt: skip
@pytest.mark.parametrize("tag", ["<html", "<aside", "<bdi", "<body"])
def test_nothing_on_the_way_to_the_caveat_says_anything_that_may_hide_it(name, tag):
    refused(page().replace(tag, f"{tag} {name}=''", 1), "caveat")


def test_the_caveat_stands_right_under_the_body():
    refused(page(top="", head=f"{SIGN}{ASIDE}"), "caveat")
    refused(page(top=f"<main>{ASIDE}</main>"), "caveat")
    refused(page().replace("<body>", "").replace("</body>", ""), "caveat")
    check(page(top=ASIDE.replace("role", "tabindex='-1' id=x dir=ltr lang=en role")))


@pytest.mark.parametrize("tag", ["i", "font", "del", "details", "small"])
def test_the_caveat_stands_in_plain_words(tag):
    refused(page(top=ASIDE.replace("bdi", tag)), "caveat")


def test_what_stands_in_an_attribute_or_a_comment_is_no_caveat():
    refused(page(top=f"<!-- {ASIDE} -->"), "caveat")
    refused(page(top=f'<aside class="caveat" aria-label="{CAVEAT}"></aside>'), "caveat")
    refused(page(top=CAVEAT), "caveat")
