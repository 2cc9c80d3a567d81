"""Word documents that people hand over as templates: their styles and letterhead, nothing else."""

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from linkgraph.errors import InputError
from linkgraph.reports import make_document
from linkgraph.reports.templates import copy_templates
from linkgraph.reports.word import make_word
from tests.reports.material import material, parts_of
from tests.reports.test_word import CAVEAT, all_text, opened, word


def saved(own, folder):
    file = folder / "own.docx"
    own.save(str(file))
    return file


def test_styles_and_letterhead_of_a_template_are_taken_and_its_text_is_not(tmp_path):
    copy_templates("debrief", tmp_path)
    file = tmp_path / "debrief.docx"
    own = docx.Document(str(file))
    own.styles["Heading 1"].font.name = "Georgia"
    own.sections[0].header.paragraphs[0].text = "Agency letterhead"
    own.save(str(file))

    made = opened(word("debrief", template=file))

    assert made.styles["Heading 1"].font.name == "Georgia"
    assert [line.text for line in made.sections[0].header.paragraphs] == [
        CAVEAT,
        "Agency letterhead",
    ]
    assert "this text is left out" not in all_text(made)


def test_a_template_without_our_styles_still_takes_the_report(tmp_path):
    file = tmp_path / "bare.docx"
    own = docx.Document()
    for style in list(own.styles):
        if style.name in {"Title", "Subtitle", "List Bullet", "Caption", "Table Grid"}:
            style.delete()
    own.save(str(file))

    assert "One room" in all_text(opened(word("debrief", template=file)))


def test_what_is_no_word_document_is_refused(tmp_path):
    file = tmp_path / "broken.docx"
    for content in (b"", b"no zip at all", b"PK\x05\x06" + b"\0" * 18):
        file.write_bytes(content)
        with pytest.raises(InputError, match="no Word document"):
            word("debrief", template=file)


def test_a_damaged_document_is_refused(tmp_path):
    copy_templates("debrief", tmp_path)
    file = tmp_path / "debrief.docx"
    parts = parts_of(file.read_bytes())
    with zipfile.ZipFile(file, "w") as packed:
        for name, held in parts.items():
            packed.writestr(name, b"<w:broken" if name == "word/document.xml" else held)

    with pytest.raises(InputError, match="no Word document"):
        word("debrief", template=file)


FETCHES = b"""<Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
 Type="attachedTemplate" TargetMode="External" Target="https://example.test/t.dotm"/></Relationships>
"""


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("word/vbaProject.bin", b"macro"),
        ("word/_rels/settings.xml.rels", FETCHES),
        ("word/_rels/settings.xml.rels", FETCHES.replace(b'"External"', b"'External'")),
        ("word/_rels/settings.xml.rels", FETCHES.decode().encode("utf-16")),
    ],
)
def test_a_template_that_reaches_out_or_runs_is_refused(tmp_path, part, content):
    copy_templates("debrief", tmp_path)
    file = tmp_path / "debrief.docx"
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr(part, content)

    with pytest.raises(InputError, match=r"macros|elsewhere"):
        word("debrief", template=file)


def field(own, instruction, pieces=1):
    """Put a field into a letterhead, its instruction cut into pieces as Word does."""
    line = own.sections[0].header.paragraphs[0]
    size = -(-len(instruction) // pieces)
    for at in range(0, len(instruction), size):
        told = OxmlElement("w:instrText")
        told.text = instruction[at : at + size]
        line.add_run()._r.append(told)


@pytest.mark.parametrize("pieces", [1, 5])
@pytest.mark.parametrize(
    "instruction",
    ['INCLUDEPICTURE "https://example.test/x.png" \\d', 'IncludeText "c:\\\\own.docx"',
     'DDEAUTO cmd "/c calc"', "MACROBUTTON Run here", 'HYPERLINK "https://example.test"'],
)  # fmt: skip
def test_a_field_that_fetches_or_runs_is_refused(tmp_path, instruction, pieces):
    own = docx.Document()
    field(own, instruction, pieces)

    with pytest.raises(InputError, match="elsewhere"):
        word("debrief", template=saved(own, tmp_path))


def test_a_simple_field_and_an_address_in_a_drawing_are_refused(tmp_path):
    simple, drawn = docx.Document(), docx.Document()
    told = OxmlElement("w:fldSimple")
    told.set(qn("w:instr"), 'INCLUDEPICTURE "https://example.test/x.png"')
    simple.sections[0].header.paragraphs[0]._p.append(told)
    shape = '<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="\\\\host\\share\\x.png"/>'
    drawn.sections[0].footer.paragraphs[0].add_run()._r.append(parse_xml(shape))

    for own in (simple, drawn):
        with pytest.raises(InputError, match="elsewhere"):
            word("debrief", template=saved(own, tmp_path))


def with_part_moved(own, folder, old, place, change=bytes):
    """Return a document of which one part lies elsewhere in the file, perhaps changed."""
    parts = parts_of(saved(own, folder).read_bytes())
    link = f'Target="{old.removeprefix("word/")}"'.encode()
    with zipfile.ZipFile(folder / "moved.docx", "w") as packed:
        for name, held in parts.items():
            told = held.replace(f"/{old}".encode(), f"/{place}".encode())
            told = told.replace(link, f'Target="/{place}"'.encode())
            packed.writestr(*(place, change(told)) if name == old else (name, told))
    return folder / "moved.docx"


@pytest.mark.parametrize("place", ["letter/head.xml", "word/head.bin", "WORD/HEAD.XML", "a.xml"])
def test_a_letterhead_is_looked_at_wherever_in_the_file_it_lies(tmp_path, place):
    fetching, numbered = docx.Document(), docx.Document()
    field(fetching, 'INCLUDEPICTURE "https://example.test/x.png"')
    field(numbered, "PAGE")

    with pytest.raises(InputError, match="elsewhere"):
        word("debrief", template=with_part_moved(fetching, tmp_path, "word/header1.xml", place))

    made = word("debrief", template=with_part_moved(numbered, tmp_path, "word/header1.xml", place))
    assert any(b"PAGE" in held for held in parts_of(made).values())


def test_a_part_that_is_broken_wherever_it_lies_makes_it_no_word_document(tmp_path):
    broken = with_part_moved(
        docx.Document(), tmp_path, "word/theme/theme1.xml", "x/theme.xml", lambda held: held[:-9]
    )

    with pytest.raises(InputError, match="no Word document"):
        word("debrief", template=broken)


def test_the_number_of_a_page_is_a_field_that_a_letterhead_may_have(tmp_path):
    own = docx.Document()
    field(own, "PAGE \\* MERGEFORMAT")

    assert b"PAGE" in parts_of(word("debrief", template=saved(own, tmp_path)))["word/header1.xml"]


def test_pages_that_a_template_heads_otherwise_have_the_caveat_too(tmp_path):
    own = docx.Document()
    own.settings.odd_and_even_pages_header_footer = True
    own.sections[0].different_first_page_header_footer = True
    own.sections[0].first_page_header.paragraphs[0].text = "First page of the agency"

    (section,) = opened(word("debrief", template=saved(own, tmp_path))).sections

    assert section.different_first_page_header_footer
    lines = [line.text for line in section.first_page_header.paragraphs]
    assert lines == [CAVEAT, "First page of the agency"]
    assert section.even_page_footer.paragraphs[0].text == CAVEAT


def former(folder):
    """A report of another case, written on in by somebody: what people take for a template."""
    own = opened(make_word(make_document("case", material("case"))))
    own.add_comment(own.paragraphs[0].runs, text="Siti told us", author="Officer Q")
    own.core_properties.identifier = own.core_properties.version = "Operation Lantern"
    own.core_properties.content_status = own.core_properties.language = "Operation Lantern"
    held = parse_xml(
        f'<w:docVars {nsdecls("w")}><w:docVar w:name="n" w:val="Lantern"/></w:docVars>'
    )
    own.settings.element.append(held)
    for line in own.sections[0].header.paragraphs:
        line.text = line.text.replace("For MY", "For TH")
    return saved(own, folder)


def test_nothing_of_a_former_report_stays_where_it_is_taken_for_a_template(tmp_path):
    file = former(tmp_path)
    before = parts_of(file.read_bytes())
    assert any(name.startswith("word/media/") for name in before)

    parts = parts_of(word("debrief", template=file))

    assert not [name for name in parts if "media" in name or "comment" in name]
    assert {name for name in parts if name.startswith("docProps/")} == {"docProps/core.xml"}
    for text in (b"Siti", b"Officer Q", b"Lantern", b"For TH"):
        assert not [name for name, held in parts.items() if text in held]


def test_the_caveat_of_a_former_report_makes_room_for_the_new_one(tmp_path):
    lines = opened(word("debrief", template=former(tmp_path))).sections[0].header.paragraphs

    assert [line.text for line in lines if line.text] == [CAVEAT]


def test_a_logo_in_the_letterhead_stays(tmp_path):
    picture = next(
        held for name, held in parts_of(word("case")).items() if name.startswith("word/media/")
    )
    own = docx.Document()
    own.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(picture))

    parts = parts_of(word("debrief", template=saved(own, tmp_path)))

    assert [held for name, held in parts.items() if name.startswith("word/media/")] == [picture]


def test_a_template_that_unpacks_to_far_more_than_it_weighs_is_refused(tmp_path):
    file = saved(docx.Document(), tmp_path)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/theme/more.xml", b" " * (65 << 20))

    with pytest.raises(InputError, match="too large"):
        word("debrief", template=file)
