import io
from dataclasses import replace

import docx
import pytest
from docx.shared import Cm

from linkgraph.errors import InputError
from linkgraph.reports import KINDS, Material, make_document
from linkgraph.reports.word import make_word, style_template
from linkgraph.views.figure import Figure
from linkgraph.views.markup import shown_text
from tests.reports.material import case, hostile, material, parts_of, period, plan
from tests.views.hostile import CORPUS

CAVEAT = "H1 AMBER | For MY | From MY/Police, NZ/Immigration"


def word(kind, held=None, template=None):
    return make_word(make_document(kind, held or material(kind)), template)


def opened(packed):
    return docx.Document(io.BytesIO(packed))


def all_text(made):
    said = [line.text for line in made.paragraphs]
    for table in made.tables:
        said += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(said)


@pytest.mark.parametrize("kind", KINDS)
def test_equal_reports_make_equal_bytes(kind):
    assert word(kind) == word(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_caveat_stands_in_head_and_foot_of_every_page(kind):
    for section in opened(word(kind)).sections:
        for part in (
            section.header, section.first_page_header, section.even_page_header,
            section.footer, section.first_page_footer, section.even_page_footer,
        ):  # fmt: skip
            assert part.paragraphs[0].text == CAVEAT


def test_a_document_opens_again_with_all_that_it_says():
    made = opened(word("debrief"))

    headings = [line.text for line in made.paragraphs if line.style.name.startswith("Heading")]
    assert headings[:3] == ["Cautions", "The joint period", "Outcomes"]
    table = made.tables[1]
    assert [cell.text for cell in table.rows[0].cells] == ["Outcome", "All", "MY", "NZ"]
    assert table.rows[2].cells[1].text == "2\u20133 F2"
    assert "One room" in all_text(made)


def test_every_figure_leads_to_a_place_in_the_document():
    xml = parts_of(word("debrief"))["word/document.xml"].decode()

    links = {part.split('"')[0] for part in xml.split('w:hyperlink w:anchor="')[1:]}
    places = {part.split('"')[0] for part in xml.split('w:name="')[1:]}
    assert {"f1", "f2", "tasks_all", "enquiries_all"} <= links
    assert links <= places


@pytest.mark.parametrize("kind", KINDS)
def test_any_text_can_stand_in_a_document(kind):
    made = opened(word(kind, hostile(kind)))

    assert made.paragraphs


def test_texts_are_there_with_their_direction_marks_made_visible():
    told = all_text(opened(word("plan", hostile("plan"))))

    for text in CORPUS:
        # Word keeps tabs and ends of lines as signs of its own.
        shown = shown_text(text).replace("\r", "\n").strip()
        assert shown in told, text


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_fetches_nothing_and_holds_no_macro(kind):
    parts = parts_of(word(kind, hostile(kind)))

    assert not [name for name in parts if "vba" in name.casefold()]
    assert not [name for name, held in parts.items() if b'TargetMode="External"' in held]
    assert b"w:instrText" not in parts["word/document.xml"]


def test_nothing_of_the_machine_or_its_user_stands_in_a_document():
    core = opened(word("debrief")).core_properties

    assert (core.author, core.last_modified_by, core.revision) == ("linkgraph", "linkgraph", 1)
    assert core.created.isoformat() == "2026-10-20T08:00:00+00:00"


def test_a_caveat_of_many_originators_leaves_room_on_every_page():
    many = tuple(f"{'NZ' if n % 2 else 'MY'}/Agency number {n} with a long name" for n in range(30))

    made = opened(word("case", Material(release=replace(case(), originators=many))))

    (head, *_) = made.sections[0].header.paragraphs
    assert head.text == "H1 AMBER | For MY | From MY, NZ (originators named inside: 30)"
    assert all(one in [line.text for line in made.paragraphs] for one in many)
    assert made.core_properties.subject == "H1 AMBER | For MY"


def test_words_from_right_to_left_are_marked_so():
    turned = plan(objective="\u05de\u05d9 \u05de\u05d2\u05d9\u05d9\u05e1")

    made = word("plan", Material(period=period(plans=(turned,))))

    assert b"<w:rtl/>" in parts_of(made)["word/document.xml"]


def test_a_document_without_a_template_is_on_a4_and_tells_its_language():
    made = opened(word("debrief"))

    (page,) = made.sections
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (21.0, 29.7)
    assert made.core_properties.language == "en"


def fields(part):
    return [one.strip() for one in part._element.xpath(".//w:fldSimple/@w:instr")]


def test_pages_are_numbered_once_and_below_the_caveat(tmp_path):
    (tmp_path / "own.docx").write_bytes(style_template())
    (tmp_path / "former.docx").write_bytes(word("debrief"))

    for template in (None, tmp_path / "own.docx", tmp_path / "former.docx"):
        (page,) = opened(word("debrief", template=template)).sections
        assert fields(page.footer) == ["PAGE", "NUMPAGES"]
        assert fields(page.header) == []
        assert page.footer.paragraphs[0].text == CAVEAT


def test_a_letterhead_of_ones_own_tells_numbers_as_it_likes(tmp_path):
    docx.Document().save(tmp_path / "own.docx")

    (page,) = opened(word("debrief", template=tmp_path / "own.docx")).sections

    assert fields(page.footer) == []


def test_a_picture_is_no_wider_than_the_text_of_its_page(tmp_path):
    narrow = docx.Document()
    narrow.sections[0].page_width, narrow.sections[0].page_height = Cm(14.8), Cm(21)
    narrow.save(tmp_path / "a5.docx")

    for template, widest in ((tmp_path / "a5.docx", 14.8 - 2 * 3.175), (None, 16)):
        made = opened(make_word(make_document("case", material("case")), template))
        assert [round(one.width.cm, 1) for one in made.inline_shapes] == [round(widest, 1)]


def test_captions_and_pictures_stay_with_what_they_are_of():
    made = opened(word("case"))

    lines = made.paragraphs
    captions = [one for one in lines if one.style.name == "Caption"]
    pictures = [one for one in lines if one._p.xpath(".//w:drawing")]
    assert pictures
    assert all(one.paragraph_format.keep_with_next for one in pictures)
    kept = [one.paragraph_format.keep_with_next for one in captions]
    assert (kept.count(None), len(kept) > 3) == (len(pictures), True), "a picture's comes after it"


def test_a_picture_says_what_it_shows_and_is_left_out_where_no_font_is(monkeypatch):
    drawn = parts_of(word("case"))
    monkeypatch.setattr(Figure, "png", _no_font)
    left_out = opened(word("case"))

    assert [name for name in drawn if name.startswith("word/media/")]
    assert b'descr="' in drawn["word/document.xml"]
    assert "A picture is left out" in all_text(left_out)


def _no_font(_):
    raise InputError("this machine has no font")
