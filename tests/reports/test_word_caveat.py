"""A caveat that no template hides: its own formatting wins over styles, defaults and page."""

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor, Twips

from linkgraph.reports.word_caveat import heads_and_feet
from tests.reports.test_word import CAVEAT, opened, word
from tests.reports.test_word_template import former, saved


def first_lines(made):
    """Return the first paragraph of each head and foot, as Word lays them out."""
    for section in made.sections:
        for part in heads_and_feet(section):
            yield docx.text.paragraph.Paragraph(part._element[0], part)


def hide_in(own, style):
    style.font.color.rgb = RGBColor(255, 255, 255)
    style.font.hidden = True
    style.font.size = Pt(1)
    style.font.name = "Wingdings"
    style.font.highlight_color = 1
    style.paragraph_format.line_spacing = Pt(0.7)
    style.paragraph_format.left_indent = Cm(90)
    style.element.get_or_add_pPr().append(
        parse_xml(f'<w:framePr {nsdecls("w")} w:x="90000" w:y="90000"/>')
    )
    return own


@pytest.mark.parametrize("name", ["Normal", "Header", "Footer"])
def test_a_style_that_hides_text_does_not_reach_the_caveat(tmp_path, name):
    own = docx.Document()
    hide_in(own, own.styles[name])

    made = opened(word("debrief", template=saved(own, tmp_path)))

    for line in first_lines(made):
        assert line.text == CAVEAT
        assert line.style.name == "linkgraph caveat"
        assert line.style.base_style is None
        assert line.paragraph_format.left_indent == 0
        assert line.paragraph_format.line_spacing == 1
        (run,) = line.runs
        assert run.font.color.rgb == RGBColor(0, 0, 0)
        assert run.font.hidden is False
        assert run.font.size == Pt(9)
        assert run.font.name == "Arial"
        assert not run.font.strike


def test_defaults_of_a_document_that_take_text_out_of_the_page_are_dropped(tmp_path):
    own = docx.Document()
    defaults = own.styles.element.find(qn("w:docDefaults"))
    defaults.find(f".//{qn('w:pPr')}").append(parse_xml(f'<w:framePr {nsdecls("w")} w:x="90000"/>'))
    word_2010 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    defaults.find(f".//{qn('w:rPr')}").append(
        parse_xml(f"<w14:textFill {word_2010}><w14:noFill/></w14:textFill>")
    )

    made = opened(word("debrief", template=saved(own, tmp_path)))

    held = made.styles.element.find(qn("w:docDefaults"))
    assert not list(held.iter(qn("w:framePr")))
    assert not [one for one in held.iter() if "word/2010/wordml" in str(one.tag)]


def test_a_style_of_our_name_in_a_template_makes_room_for_ours(tmp_path):
    own = docx.Document()
    theirs = own.styles.add_style("Linkgraph Caveat", 1)
    theirs.element.set(qn("w:styleId"), "linkgraphcaveat")
    theirs.font.hidden = True

    made = opened(word("debrief", template=saved(own, tmp_path)))

    held = [one for one in made.styles if one.style_id.casefold() == "linkgraphcaveat"]
    assert [one.font.hidden for one in held] == [False]


@pytest.mark.parametrize(
    ("measure", "of", "value"),
    [("header", "pgMar", "28000"), ("footer", "pgMar", "16000"), ("header", "pgMar", "-1700"),
     ("top", "pgMar", "-900"), ("bottom", "pgMar", "34000"), ("left", "pgMar", "-20000"),
     ("right", "pgMar", "11000"), ("gutter", "pgMar", "11000"), ("h", "pgSz", "500"),
     ("w", "pgSz", "500"), ("w", "pgSz", "no number"), ("header", "pgMar", "no number")],
)  # fmt: skip
def test_a_page_whose_measures_leave_no_room_gets_the_usual_ones(tmp_path, measure, of, value):
    own = docx.Document()
    own.sections[0]._sectPr.find(qn(f"w:{of}")).set(qn(f"w:{measure}"), value)

    (section,) = opened(word("debrief", template=saved(own, tmp_path))).sections

    most = section.page_height // 3
    assert section.page_height >= Cm(7)
    for name in ("header_distance", "footer_distance", "top_margin", "bottom_margin"):
        assert 0 <= getattr(section, name) <= most
    sides = section.left_margin + section.right_margin + section.gutter
    assert section.page_width - sides >= Cm(5)


def test_a_page_that_tells_no_measures_gets_the_usual_ones(tmp_path):
    own = docx.Document()
    for of in ("pgSz", "pgMar"):
        own.sections[0]._sectPr.remove(own.sections[0]._sectPr.find(qn(f"w:{of}")))

    (section,) = opened(word("debrief", template=saved(own, tmp_path))).sections

    assert section.page_height > section.header_distance > 0


def test_measures_that_a_page_can_have_stay(tmp_path):
    own = docx.Document()
    own.sections[0].header_distance, own.sections[0].top_margin = Twips(1000), Twips(3000)

    (section,) = opened(word("debrief", template=saved(own, tmp_path))).sections

    assert (section.header_distance, section.top_margin) == (Twips(1000), Twips(3000))


FLOATING = (
    '<w:p {0}><w:r><w:drawing><wp:anchor behindDoc="0" relativeHeight="9"/></w:drawing></w:r></w:p>'
)
OLDER = (
    '<w:p {0}><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"'
    ' style="position:absolute;z-index:9;width:90pt"/></w:pict></w:r></w:p>'
)


@pytest.mark.parametrize("floating", [FLOATING, OLDER])
def test_what_floats_in_a_letterhead_is_put_behind_the_caveat(tmp_path, floating):
    own = docx.Document()
    own.sections[0].header._element.append(parse_xml(floating.format(nsdecls("w", "wp"))))

    head = opened(word("debrief", template=saved(own, tmp_path))).sections[0].header._element

    xml = head.xml
    assert 'behindDoc="0"' not in xml
    assert "z-index:9" not in xml
    assert ('behindDoc="1"' in xml) or ("z-index:-1" in xml)


def test_the_caveat_comes_before_a_table_of_the_letterhead(tmp_path):
    own = docx.Document()
    head = own.sections[0].header
    table = head.add_table(1, 1, Cm(10))
    head._element.insert(0, table._tbl)

    made = opened(word("debrief", template=saved(own, tmp_path)))

    assert next(first_lines(made)).text == CAVEAT
    assert len(made.sections[0].header.tables) == 1


def test_a_report_made_from_a_report_has_one_caveat(tmp_path):
    made = opened(word("debrief", template=former(tmp_path)))

    for section in made.sections:
        for part in heads_and_feet(section):
            assert part._element.xml.count(CAVEAT) == 1
