"""What a new user sees first: each step of the demo finds something."""

import subprocess
import sys
from pathlib import Path

DEMO = Path(__file__).resolve().parent.parent / "examples" / "kestrel" / "demo.py"


def test_every_question_of_the_demo_has_an_answer(tmp_path):
    ran = subprocess.run(
        [sys.executable, str(DEMO)], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    told = ran.stdout + ran.stderr
    assert told.count("Caution:") == 3
    assert "Nothing found" not in told
    assert Path(ran.stdout.split()[-1]).stat().st_size > 100_000
