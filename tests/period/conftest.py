import pytest

from tests.builders import new_ledger
from tests.cli.conftest import call  # noqa: F401


@pytest.fixture
def ledger(tmp_path):
    made = new_ledger(tmp_path / "case")
    yield made
    made.close()
