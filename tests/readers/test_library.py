import pytest
import yaml

from linkgraph.errors import InputError, MappingError, UnknownName
from linkgraph.readers import READERS, find_mapping, list_mappings, mapping_that_fits
from linkgraph.readers.library import read_mapping

OWN = {"format": "csv", "fits": ["*.csv"], "entities": {}}


def write(folder, name, raw):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(raw if isinstance(raw, str) else yaml.safe_dump(raw), encoding="utf-8")
    return path


def test_every_mapping_that_ships_is_whole():
    shipped = list_mappings()

    assert len(shipped) >= 20
    assert {mapping.format for mapping in shipped.values()} == set(READERS)
    assert all(mapping.title != name for name, mapping in shipped.items())
    assert all(mapping.digest and mapping.fits and mapping.required for mapping in shipped.values())


def test_a_mapping_is_found_by_name_or_by_its_file(tmp_path):
    path = write(tmp_path, "own.yaml", OWN)

    assert find_mapping("common/persons").title == "Persons"
    assert find_mapping(str(path)).name == "own"


def test_an_unknown_name_is_told_with_the_nearest():
    with pytest.raises(UnknownName, match="common/persons"):
        find_mapping("common/person")


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("nz_persons.csv", "kestrel/nz_persons"),
        ("NZ_Persons_2026.CSV", "kestrel/nz_persons"),
        ("persons.csv", "common/persons"),
        ("my_statement_camt053.xml", "kestrel/my_statement"),
        ("camt053_september.xml", "common/camt053"),
        ("interpol_notices.json", "kestrel/interpol_notices"),
        ("notices.json", "common/interpol"),
    ],
)
def test_a_file_finds_its_mapping(file, name):
    assert mapping_that_fits(file).name == name


@pytest.mark.parametrize("file", ["readme.txt", "nz_persons.csv.source.json", "x.csv"])
def test_other_files_fit_none(file):
    assert mapping_that_fits(file) is None


def test_no_file_of_the_made_up_case_fits_two():
    patterns = [p for mapping in list_mappings().values() for p in mapping.fits]

    for pattern in patterns:
        assert mapping_that_fits(pattern.replace("*", "_1")) is not None


def test_the_pattern_that_says_more_wins(tmp_path):
    write(tmp_path, "any.yaml", OWN)

    assert mapping_that_fits("nz_persons.csv", [tmp_path]).name == "kestrel/nz_persons"
    assert mapping_that_fits("other.csv", [tmp_path]).name == "any"


def test_a_users_own_wins_over_what_ships(tmp_path):
    write(tmp_path, "mine.yaml", OWN | {"fits": ["persons.csv"]})

    assert mapping_that_fits("persons.csv", [tmp_path]).name == "mine"


def test_a_users_own_of_a_known_name_stands_for_it(tmp_path):
    write(tmp_path, "common/persons.yaml", OWN | {"title": "Mine"})

    assert find_mapping("common/persons", [tmp_path]).title == "Mine"


def test_two_that_say_as_much_are_a_question(tmp_path):
    write(tmp_path, "a.yaml", OWN)
    write(tmp_path, "b.yaml", OWN)

    with pytest.raises(MappingError, match="several mappings fit") as caught:
        mapping_that_fits("x.csv", [tmp_path])

    assert "a, b" in caught.value.remedy


@pytest.mark.parametrize("text", ["a: [", "a: b: c", "\t- x"])
def test_what_is_no_yaml_is_refused_with_its_line(tmp_path, text):
    with pytest.raises(MappingError, match="not YAML") as caught:
        read_mapping(write(tmp_path, "own.yaml", text), "own")

    assert "own.yaml" in caught.value.where


def test_a_mapping_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(MappingError, match="cannot be read"):
        find_mapping(str(tmp_path / "none.yaml"))


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(MappingError, match="no such folder"):
        list_mappings([tmp_path / "none"])


def test_a_mapping_runs_no_code(tmp_path):
    with pytest.raises(MappingError, match="not YAML"):
        find_mapping(str(write(tmp_path, "own.yaml", "a: !!python/object/apply:os.getcwd []")))


@pytest.mark.parametrize("file", ["persons.xlsx", "PERSONS.ODS", "people.xls"])
def test_a_list_that_is_a_workbook_fits_as_its_csv_would(file):
    assert mapping_that_fits(file).name == "common/persons"


def test_a_mapping_of_workbooks_comes_before_one_of_lists(tmp_path):
    write(tmp_path, "list.yaml", OWN | {"fits": ["persons*.csv"]})
    write(tmp_path, "book.yaml", OWN | {"format": "excel", "fits": ["*.xlsx"]})

    assert mapping_that_fits("persons_north.xlsx", [tmp_path]).name == "book"


def test_a_list_without_heads_fits_no_workbook(tmp_path):
    write(tmp_path, "bare.yaml", OWN | {"fits": ["bare.csv"], "header": False})

    assert mapping_that_fits("bare.xlsx", [tmp_path]) is None


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "NO", "0712", "12:30", "2026-01-31"])
def test_a_column_may_be_called_what_yaml_takes_for_something_else(tmp_path, word):
    text = "title: t\nformat: csv\nrequired: [W]\nentities: {p: {schema: Person, keys: W, properties: {names: W}}}\n"

    read = read_mapping(write(tmp_path, "mine.yaml", text.replace("W", word)), "mine")

    assert read.required == (word,)
    assert read.columns() == (word,)


@pytest.mark.parametrize(
    "text",
    [
        "title: t\nformat: csv\nentities: {p: {schema: Persn, properties: {names: n}}}\n",
        "title: t\nformat: csv\nentities: {p: {schema: Person, properties: {namse: n}}}\n",
        "title: t\nformat: csv\nentities: {p: {schema: Person, properties: {names: n}}}\n\
links: [{schema: OWNSS, from: p, to: p}]\n",
    ],
)
def test_what_a_mapping_names_wrongly_is_told_with_the_mapping(tmp_path, text):
    with pytest.raises(InputError) as refused:
        read_mapping(write(tmp_path, "mine.yaml", text), "mine")

    assert refused.value.where.startswith("mine")
