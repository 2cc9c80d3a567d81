import subprocess
import sys

import polars as pl
import pytest

import linkgraph as lg
from linkgraph import analysis

PUBLIC = [getattr(analysis, name) for name in analysis.__all__]


@pytest.mark.parametrize("name", analysis.__all__)
def test_a_public_name_is_found_and_explained(name):
    told = getattr(lg.analysis, name)

    assert told.__name__ == name
    assert told.__doc__


@pytest.mark.parametrize("name", [n for n in analysis.__all__ if n[0].islower()])
def test_a_measure_says_what_it_returns_and_costs(name):
    told = getattr(analysis, name).__doc__

    assert "Returns:" in told
    assert "O(" in told
    assert "mpty" in told


def test_names_are_loaded_when_they_are_used():
    code = "import linkgraph.catalogue.measured, sys; print('scipy' in sys.modules)"

    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert out.stdout.strip() == "False"


def test_what_is_not_there_is_not_found():
    with pytest.raises(AttributeError):
        _ = analysis.fame


def test_a_network_of_a_case_is_measured_in_two_lines(tmp_path):
    with lg.create_case(tmp_path / "case", jurisdiction="NZ", agency="Police") as case:
        ties = lg.analysis.project_ties(case.network().links)

        assert lg.analysis.pagerank(ties).schema == {"id": pl.String, "score": pl.Float64}
