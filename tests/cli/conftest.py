import pytest

from linkgraph import cli


@pytest.fixture
def call(capsys):
    """Runs a command in this process; returns (exit code, stdout, stderr)."""

    def run(*words):
        code = 0
        try:
            cli.main([str(word) for word in words])
        except SystemExit as stopped:
            code = stopped.code or 0
        out, err = capsys.readouterr()
        return code, out, err

    return run
