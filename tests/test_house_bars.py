"""The bars of the house that no linter holds."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

MACHINE_PATH = re.compile(
    r"(?:^|[^a-z])/(?:work|tmp|root|home|Users)/|[A-Z]:\\Users\\", re.MULTILINE
)
REGISTRY_HOST = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com"
    r"|repo1?\.maven\.(?:org|apache\.org)|crates\.io|proxy\.golang\.org"
)

MODULES = sorted((ROOT / "linkgraph").rglob("*.py"))
each_module = pytest.mark.parametrize(
    "module", MODULES, ids=[m.relative_to(ROOT).as_posix() for m in MODULES]
)


def function_lines(function):
    """Count a function's lines, its docstring left out."""
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is not None:
        lines -= function.body[0].end_lineno - function.body[0].lineno + 1
    return lines


def own_files():
    """List what is or would be committed."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def files_that_hold(pattern):
    return [
        file.relative_to(ROOT).as_posix()
        for file in own_files()
        if pattern.search(file.read_bytes().decode("utf-8", errors="replace"))
    ]


@each_module
def test_a_module_fits_in_one_read(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@each_module
def test_a_function_fits_on_one_screen(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]

    too_long = {f.name: n for f in functions if (n := function_lines(f)) > LONGEST_FUNCTION}

    assert not too_long


@each_module
def test_a_module_says_what_it_gives(module):
    body = ast.parse(module.read_text(encoding="utf-8")).body
    targets = [t for node in body if isinstance(node, ast.Assign) for t in node.targets]
    targets += [node.target for node in body if isinstance(node, ast.AnnAssign)]
    only_a_docstring = all(isinstance(node, ast.Expr) for node in body)

    assert only_a_docstring or any(isinstance(t, ast.Name) and t.id == "__all__" for t in targets)


def test_the_library_is_found():
    assert MODULES, "no module found: the bars above would hold nothing"


def test_no_file_names_a_place_on_one_machine():
    assert files_that_hold(MACHINE_PATH) == []


def test_no_file_names_a_package_registry():
    assert files_that_hold(REGISTRY_HOST) == []


@pytest.mark.parametrize("folder", ["home", "root", "tmp", "Users"])
def test_a_place_on_one_machine_is_recognised(folder):
    assert MACHINE_PATH.search(f"see /{folder}/ann")
    assert not MACHINE_PATH.search(f"see example.test/{folder}/ann")
