import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from linkgraph.errors import InputError
from linkgraph.reports import KINDS, make_document, make_page
from linkgraph.reports.page import PageTemplate, default_template, read_template, shipped
from linkgraph.reports.page_check import check_page
from linkgraph.reports.templates import copy_templates
from linkgraph.views.markup import policy, shown_text
from tests.reports.material import hostile, material
from tests.views.hostile import CORPUS

GOLDEN = Path(__file__).parent / "golden"
RUNNING = {"script", "iframe", "object", "embed", "base", "link", "form", "svg", "math"}


class Seen(HTMLParser):
    """Tags, attributes and text of a page, as a browser takes them."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text.append(data)


def page(kind, held=None):
    return make_page(make_document(kind, held or material(kind)))


@pytest.mark.parametrize("kind", ["mid-term", "debrief", "senior-officials", "plan"])
def test_a_page_is_as_it_was(kind):
    """``LINKGRAPH_WRITE_GOLDEN=1`` writes what it is now, to be looked at and committed."""
    file = GOLDEN / f"{kind}.html"
    if os.environ.get("LINKGRAPH_WRITE_GOLDEN"):
        file.write_text(page(kind), encoding="utf-8", newline="\n")

    assert page(kind) == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_equal_reports_make_equal_bytes(kind):
    assert page(kind).encode() == page(kind).encode()


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_of_a_case_becomes_markup(kind):
    seen = Seen(page(kind, hostile(kind)))

    assert RUNNING.isdisjoint(seen.tags)
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert all(
        value.startswith(("#", "data:image/svg+xml;base64,"))
        for name, value in seen.attributes
        if name in {"href", "src", "action", "srcset"}
    )


@pytest.mark.parametrize("kind", ["plan", "debrief"])
def test_every_text_can_be_read_with_its_direction_marks_made_visible(kind):
    seen = "".join(Seen(page(kind, hostile(kind))).text)

    assert not re.search("[\u202a-\u202e\u2066-\u2069]", seen)
    for text in CORPUS:
        # A browser reads every end of line as one kind.
        assert shown_text(text).replace("\r", "\n") in seen


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_lets_nothing_run_and_reaches_nothing(kind):
    made = page(kind)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', made)[1]

    assert "default-src &#39;none&#39;" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert re.findall(r'(?:src|href)="(?!#|data:image)', made) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_caveat_stands_at_head_and_foot(kind):
    assert page(kind).count("H1 AMBER | For MY | From MY/Police, NZ/Immigration") == 2


def test_heads_of_tables_and_the_language_are_told_to_readers():
    made = page("debrief")

    assert '<html lang="en">' in made
    assert made.count("<caption>") == made.count("<table>")
    assert '<th scope="col">' in made
    assert '<th scope="row">' in made


# Templates of one's own


SIGN = '<meta http-equiv="Content-Security-Policy" content="{{ policy }}">'


def own_template(folder, change=lambda text: text, style=None):
    copy_templates("debrief", folder)
    file = folder / "debrief.html"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    if style is not None:
        (folder / "report.css").write_text(style, encoding="utf-8")
    return read_template(file)


def fill(template):
    return make_page(make_document("debrief", material("debrief")), template)


def test_the_copy_of_a_template_makes_the_same_page(tmp_path):
    assert fill(own_template(tmp_path)) == page("debrief")


def test_what_a_person_changes_in_a_template_shows(tmp_path):
    made = own_template(
        tmp_path,
        lambda text: text.replace('<h2 id="cautions">Cautions', '<h2 id="cautions">Take care'),
        style="h1 { color: #300; }",
    )  # fmt: skip

    assert "Take care" in fill(made)
    assert "h1 { color: #300; }" in fill(made)


def test_a_broken_template_is_named_with_its_line(tmp_path):
    with pytest.raises(InputError, match="TemplateSyntaxError") as told:
        own_template(tmp_path, lambda text: text.replace("{% endmacro -%}", "{% endmagic -%}", 1))

    assert re.match(r"debrief\.html, line \d+: ", str(told.value))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("{{ doc.tiitle }}", "UndefinedError"),
        ("{{ nobody }}", "UndefinedError"),
        ("{{ ''.__class__.__mro__ }}", "SecurityError"),
        ("{{ doc.__init__.__globals__ }}", "SecurityError"),
        ("{% include '/etc/passwd' %}", "TemplateNotFound"),
        ("{% for n in range(10000000) %}{% endfor %}", "OverflowError"),
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
        ("{{ doc.sections[999999].heading }}", "UndefinedError"),
    ],
)
def test_a_template_that_asks_for_what_there_is_not_is_named_with_its_line(tmp_path, wrong, reason):
    made = own_template(tmp_path, lambda text: text.replace("<body>", f"<body>\n<p>{wrong}</p>", 1))
    at = shipped("report.html").split("<body>")[0].count("\n") + 2

    with pytest.raises(InputError, match=reason) as told:
        fill(made)

    assert told.value.where == f"debrief.html, line {at}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('content="{{ policy }}"', 'content=""'),
        ("<head>", "<head><script src='x.js'></script>"),
        ("<head>", "<head><link rel=stylesheet href='//x'>"),
        ("<!DOCTYPE html>", "<!DOCTYPE html><img src='//x'>"),
        ("{{ bdi(doc.caveat) }}", ""),
        ("{{ bdi(doc.caveat) }}", "<!-- {{ doc.caveat }} -->"),
        ("{{ bdi(doc.caveat) }}", '<i title="{{ doc.caveat }}"></i>'),
        ('<aside class="caveat top"', '<aside class="top"'),
        ('<aside class="caveat top"', '<aside class="caveat top" hidden'),
        ('<aside class="caveat top"', '<aside class="caveat top" popover'),
        ("{{ bdi(doc.caveat) }}", "<font color=white>{{ bdi(doc.caveat) }}</font>"),
        ("{{ bdi(doc.caveat) }}", "<details>{{ bdi(doc.caveat) }}</details>"),
        ('<aside class="caveat top"', '<div hidden><aside class="caveat top"'),
        ("<body>", "<body>\n<details><summary>more</summary>"),
        ("<body>", "<body>\n<select>"),
        ("<body>", '<body text="white" bgcolor="white">'),
        ('<html lang="{{ doc.language }}">', "<html hidden>"),
        (SIGN, f"<!-- {SIGN} -->"),
        (SIGN, f"<title>{SIGN}</title>"),
        (SIGN, SIGN.replace("http-equiv", "name")),
    ],
)
def test_a_template_without_policy_or_caveat_makes_no_page(tmp_path, old, new):
    with pytest.raises(InputError, match=r"policy|caveat"):
        fill(own_template(tmp_path, lambda text: text.replace(old, new, 1)))


@pytest.mark.parametrize(
    "wrong",
    [
        '<meta http-equiv="Refresh" content="0;url=https://example.test">',
        '<base href="https://example.test/">',
        '<a href="https://example.test/">our site</a>',
        '<form action="//example.test"></form>',
        '<iframe src="https://example.test"></iframe>',
        '<img src="logo.png">',
        '<a href=" javascript:alert(1)">x</a>',
    ],
)
def test_a_template_that_leads_elsewhere_makes_no_page(tmp_path, wrong):
    with pytest.raises(InputError, match="leads elsewhere"):
        fill(own_template(tmp_path, lambda text: text.replace("</body>", f"{wrong}</body>", 1)))


def test_a_template_may_hold_a_logo_and_whom_to_write_to(tmp_path):
    more = '<img src="data:image/png;base64,AA=="><a href="mailto:desk@example.test">us</a></body>'

    assert "desk@example.test" in fill(
        own_template(tmp_path, lambda text: text.replace("</body>", more, 1))
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "{{ doc.title | safe }}",
        "{{ doc.title | urlize }}",
        "{% autoescape false %}{{ doc.title }}{% endautoescape %}",
    ],
)
def test_a_template_cannot_make_markup_of_text(tmp_path, wrong):
    with pytest.raises(InputError):
        own_template(tmp_path, lambda text: text.replace("<body>", f"<body>{wrong}", 1))


def test_what_keeps_the_caveat_in_sight_comes_before_any_style_of_ones_own(tmp_path):
    """An important rule of the first layer wins over important rules of all others."""
    hiding = (
        "@layer caveat { .caveat { display: none !important } } .caveat { opacity: 0 !important }"
    )

    page = fill(own_template(tmp_path, style=hiding))

    rules = shipped("caveat.css")
    assert page.index("@layer {\n  html") < page.index(hiding)
    assert page.index(f"<style>{shown_text('/*')}") == page.index("<style>")
    declared = re.sub(r"/\*.*?\*/|@[^{]*\{|[^{};]+\{|\}", "", rules, flags=re.DOTALL)
    assert all("!important" in one for one in declared.split(";") if one.strip())
    for name in ("display", "visibility", "opacity", "color", "font-size", "position", "clip-path"):
        assert re.search(rf"[ {{]{name}: [^;]+ !important", rules)


def test_a_caveat_may_stand_beside_a_letterhead_of_ones_own(tmp_path):
    more = '<body>\n<p class="letterhead">Our agency<br><img src="data:image/png;base64,AA=="></p>'

    assert "Our agency" in fill(
        own_template(tmp_path, lambda text: text.replace("<body>", more, 1))
    )


def test_a_style_that_ends_its_element_is_refused(tmp_path):
    with pytest.raises(InputError, match="markup"):
        own_template(tmp_path, style="</style><script>1</script>")


def test_a_template_that_is_no_text_is_refused(tmp_path):
    file = tmp_path / "t.html"
    file.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(InputError, match="cannot be read"):
        read_template(file)


def test_templates_that_are_there_are_not_written_over(tmp_path):
    copy_templates("debrief", tmp_path)
    (tmp_path / "report.css").write_text("h1 {}", encoding="utf-8")

    with pytest.raises(InputError, match="already"):
        copy_templates("debrief", tmp_path)
    copy_templates("plan", tmp_path)

    assert (tmp_path / "report.css").read_text(encoding="utf-8") == "h1 {}"


def test_a_template_can_take_nothing_in_and_change_nothing():
    made = PageTemplate("t.html", "{{ doc.sections.append(1) }}", "")

    with pytest.raises(InputError, match="Undefined"):
        made.fill(make_document("debrief", material("debrief")))


@pytest.mark.parametrize("kind", KINDS)
def test_pages_of_the_template_that_ships_pass_what_those_of_others_have_to(kind):
    document = make_document(kind, hostile(kind))

    told = policy(default_template().style)
    check_page(make_page(document), "report.html", told, shown_text(document.caveat))
