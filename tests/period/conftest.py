import pytest

from tests.builders import new_ledger


@pytest.fixture
def ledger(tmp_path):
    made = new_ledger(tmp_path / "case")
    yield made
    made.close()
