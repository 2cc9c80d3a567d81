import pytest

from linkgraph.case import create_case
from linkgraph.errors import InputError, SourceError

PERSONS = "person_id,name,birth_date,phone\n1,Ana Lopes,3/4/1971,0812345601\n"
MARKS = {"originator": "TH/AMLO"}


@pytest.fixture
def case(tmp_path):
    made = create_case(tmp_path / "case", jurisdiction="TH", agency="AMLO")
    yield made
    made.close()


@pytest.fixture
def persons(tmp_path):
    file = tmp_path / "persons.csv"
    file.write_text(PERSONS, encoding="utf-8")
    return file


def test_the_same_file_in_another_order_of_dates_is_not_the_same_again(case, persons):
    case.import_file(persons, told=MARKS, reading={"order": "mdy", "country": "TH"})

    with pytest.raises(SourceError, match="read in another way"):
        case.import_file(persons, told=MARKS, reading={"order": "dmy", "country": "TH"})


@pytest.mark.parametrize("first", ["TH/RTP", "TH/Rtp", "INTERPOL"])
def test_an_originator_of_the_case_in_other_letters_is_refused(case, persons, tmp_path, first):
    reading = {"order": "dmy", "country": "TH"}
    case.import_file(persons, told={"originator": first}, reading=reading)
    other = tmp_path / "more" / "persons.csv"
    other.parent.mkdir()
    other.write_text(PERSONS.replace("Ana", "Eva"), encoding="utf-8")

    for letters in (first.lower(), f"{first[:2]}{first[2:].swapcase()}", "th/amlo"):
        with pytest.raises(InputError, match="in other letters") as told:
            case.import_file(other, told={"originator": letters}, reading=reading)
        assert "persons.csv" in str(told.value)
        assert "Eva" not in str(told.value)

    assert len(case.ledger.sources()) == 1
    for number, right in enumerate((first, "TH/AMLO", "TH")):
        other.write_text(PERSONS.replace("Ana", f"Eva {number}"), encoding="utf-8")
        case.import_file(other, told={"originator": right}, reading=reading)


def test_the_same_file_read_alike_is_in_already(case, persons):
    reading = {"order": "dmy", "country": "TH"}
    first = case.import_file(persons, told=MARKS, reading=reading)

    again = case.import_file(persons, told=MARKS, reading={"country": "th", "order": "dmy"})

    assert (first.new, again.new) == (True, False)


def test_a_file_none_of_whose_lines_could_be_read_may_be_withdrawn_and_read_rightly(case, persons):
    wrong = case.import_file(persons, told=MARKS, reading={"order": "dmy"})
    case.withdraw(wrong.source_id, reason="no country was told")

    right = case.import_file(persons, told=MARKS, reading={"order": "dmy", "country": "TH"})

    assert (wrong.stored, right.stored) == (0, 1)
