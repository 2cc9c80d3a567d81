"""What people enter is a source of their own agency, as typed as any import."""

import polars as pl
import pytest

from linkgraph.errors import InputError
from linkgraph.schema import load_schema
from linkgraph.statements import Originator
from linkgraph.statements.entered import (
    Entered,
    Sharing,
    entered_batch,
    entered_source,
    entered_text,
)
from linkgraph.statements.stated import is_stated

OWN = Originator("NZ", "Police")


def source(said=("a",), **told):
    return entered_source(said, Sharing(**told), OWN, "ann", what="a lesson")


def test_without_a_word_it_is_for_the_own_agency_alone():
    made = source()

    assert (made.originator, made.handling, made.tlp, made.releasable_to) == (OWN, "H3", "RED", ())
    assert is_stated(made.file), "what leaves does not tell who entered it"
    assert made.purpose == "a lesson"


def test_other_words_other_readers_or_somebody_else_make_another_source():
    ids = {
        source().id,
        source(("b",)).id,
        source(handling="H1").id,
        source(releasable_to=("MY",)).id,
    }

    assert len(ids) == 4
    assert source().id == source().id


@pytest.mark.parametrize(
    "told",
    [{"handling": "x"}, {"tlp": "x"}, {"releasable_to": ("ZZ",)}, {"releasable_to": ("MYS",)}],
    ids=str,
)
def test_readers_that_there_are_not_are_refused(told):
    with pytest.raises(InputError, match=r"none of|there is not"):
        source(**told)


@pytest.mark.parametrize("to", ["INTERPOL", "NZ/Customs", "MY"])
def test_countries_agencies_and_organizations_may_be_readers(to):
    assert source(releasable_to=(to,)).releasable_to == (to,)


@pytest.mark.parametrize("to", ["my/Police", "Malaysia/Police", "MYS/Police"])
def test_a_reader_s_country_is_its_code_however_it_is_written(to):
    assert source(releasable_to=(to,)).releasable_to == ("MY/Police",)


def test_each_entry_is_a_record_and_what_it_is_about_exists_by_its_word():
    batch = entered_batch([
        Entered("Enquiry", "enquiry:1", {"asks": "Who?", "blocks": ("P1",), "due": ""},
                about=("phone:+641", "person:1")),
        Entered("Lesson", "lesson:1", {"text": "x"}, "lessons[1]"),
    ])  # fmt: skip

    assert batch.read == 2
    assert batch.records["locator"].to_list() == ["1", "lessons[1]"]
    frames = {table.kind: table.frame for table in batch.entities}
    assert set(frames) == {"Enquiry", "Lesson", "Phone", "Person"}
    assert "due" not in frames["Enquiry"].columns, "what is empty says nothing"
    assert {(t.type, t.start, t.end) for t in batch.links} == {
        ("CONCERNS", "Enquiry", "Phone"), ("CONCERNS", "Enquiry", "Person"),
    }  # fmt: skip
    for kind, frame in frames.items():
        for name in set(frame.columns) - {"record", "id"}:
            assert frame.schema[name] == load_schema().kinds[kind].properties[name].dtype
        assert frame.schema["record"] == pl.Int32


def test_an_id_of_nothing_is_refused():
    with pytest.raises(InputError, match="no id"):
        entered_batch([Entered("Enquiry", "enquiry:1", {}, about=("nothing:1",))])


def test_a_text_keeps_its_lines_and_script_and_loses_only_its_ends():
    assert entered_text("  line one\n\tline two \u202e\n", "x") == "line one\n\tline two \u202e"
    assert entered_text("e\u0301", "x") == "\u00e9"
    with pytest.raises(InputError) as refused:
        entered_text("a\x1b[2J", "--title")
    assert refused.value.where == "--title"


def test_a_text_that_nobody_would_read_is_refused():
    assert entered_text("x" * 4_000 + "\n", "--title")
    assert entered_text("e\u0301" * 4_000, "--title") == "\u00e9" * 4_000
    with pytest.raises(InputError, match="may have 4,000"):
        entered_text("x" * 20_001, "--title")
