"""Finds, reads and checks the ``.cypher`` files of the catalogue."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linkgraph.catalogue.only_reads import check_reads
from linkgraph.catalogue.parameters import SHARED, TYPES, Parameter
from linkgraph.catalogue.question import ENTITIES, MARKS, Question
from linkgraph.errors import LinkgraphError, QuestionError, UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkgraph.catalogue.surroundings import Measure, Opens

__all__ = [
    "catalogue_folder",
    "get_question",
    "list_questions",
    "measured_question",
    "read_question",
]

_FENCE = "// +++"
_KEYS = {"title", "question", "caution", "identity", "first", "money", "params", "returns",
         "explain", "shared"}  # fmt: skip
_LISTS = {"identity", "money", "shared"}
# A question longer than this is none.
_MOST_BYTES = 200_000
_NAME = re.compile(r"[A-Za-z0-9_-]+")


def catalogue_folder() -> Path:
    """Return the folder of the questions that ship: in the package, or beside it."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_cypher"
    return shipped if shipped.is_dir() else package.parent / "cypher"


def list_questions(folders: Iterable[Path] = ()) -> dict[str, Question]:
    """Return all questions by id, in order of the id.

    Args:
        folders: A user's own folders, checked the same way; their questions may not
            take the name of one that ships.

    Raises:
        QuestionError: A file breaks the form.
    """
    found = dict(_shipped())
    for folder in folders:
        if not folder.is_dir():
            raise QuestionError("there is no such folder of questions", where=folder.name)
        for name, question in _under(folder).items():
            if name in found:
                raise QuestionError("a question that ships has this name", where=name)
            found[name] = question
    return dict(sorted(found.items()))


def get_question(name: str, folders: Iterable[Path] = ()) -> Question:
    """Return one question by id.

    Raises:
        UnknownName: None has the id; the nearest is offered.
    """
    known = list_questions(folders)
    if name not in known:
        raise UnknownName.of("question", name, known)
    return known[name]


@cache
def _shipped() -> dict[str, Question]:
    from linkgraph.catalogue.measured import MEASURED

    measured = {
        name: measured_question(
            name, module.HEAD, module.answer, opens=getattr(module, "opens", None)
        )
        for name, module in MEASURED.items()
    }
    return _under(catalogue_folder()) | measured


def _under(folder: Path) -> dict[str, Question]:
    found = {}
    for path in sorted(folder.glob("*/*.cypher")):
        if path.name.count(".") == 1:
            if not _NAME.fullmatch(path.parent.name) or not _NAME.fullmatch(path.stem):
                raise QuestionError(
                    "a question's file or folder has a name with other than letters, digits, - and _",
                    where=folder.name if _NAME.fullmatch(folder.name) else "",
                )
            name = f"{path.parent.name}/{path.stem}"
            found[name] = read_question(path, name)
    return found


def read_question(path: Path, name: str) -> Question:
    """Return the question of a file, and of its twins for one engine.

    Raises:
        QuestionError: The front matter or the text breaks the form, or the text could write.
    """
    head, text = _parts(path, name)
    texts = {"": text}
    for twin in sorted(path.parent.glob(f"{path.stem}.*.cypher")):
        texts[twin.name.split(".")[1]] = check_reads(_read(twin, name), name)
    made = _question(head, name)
    for body in texts.values():
        _check_params(made.params, body, name)
    return replace(made, texts=texts)


def measured_question(
    name: str, told: str, measure: Measure, *, opens: Opens | None = None
) -> Question:
    """Return a question that a measure answers.

    Args:
        name: Its id, such as ``network/hubs``.
        told: What front matter says of it, as TOML.
        measure: What answers it.
        opens: What tells on which links a row rests, where neither ``explain`` nor the row
            itself does.

    Raises:
        QuestionError: The front matter breaks the form.
    """
    return replace(_question(_head(told, name), name), measure=measure, opens=opens)


def _question(head: dict[str, Any], name: str) -> Question:
    made = Question(
        id=name,
        title=_said(head, "title", name),
        question=_said(head, "question", name),
        caution=_said(head, "caution", name),
        identity=tuple(head.get("identity") or ()),
        params=_parameters(head, name),
        returns=_returns(head, name),
        money=tuple(head.get("money") or ()),
        first=head.get("first") is True,
        explain=check_reads(str(head.get("explain") or ""), name),
    )
    _check_explain(made)
    return made


def _parameters(head: dict[str, Any], name: str) -> dict[str, Parameter]:
    own = {k: _parameter(k, spec, name) for k, spec in head.get("params", {}).items()}
    shared = head.get("shared") or []
    if odd := [one for one in shared if one not in SHARED or one in own]:
        raise QuestionError(
            f"{odd[0]!r} is no shared parameter, or is one of the question's own",
            where=name,
            remedy=f"Known: {', '.join(SHARED)}",
        )
    return own | {one: SHARED[one] for one in SHARED if one in shared}


def _check_explain(made: Question) -> None:
    known = {*made.params, *(f"row_{column}" for column in made.returns), "paths"}
    used = _params_in(made.explain)
    if odd := sorted(used - known):
        raise QuestionError(f"'explain' uses {odd[0]!r}, which nothing gives it", where=made.id)
    if made.explain not in {"", ENTITIES} and "paths" not in used:
        raise QuestionError("'explain' ends with LIMIT $paths", where=made.id)


def _parts(path: Path, name: str) -> tuple[dict[str, Any], str]:
    lines = _read(path, name).splitlines()
    fences = [n for n, line in enumerate(lines) if line.strip() == _FENCE]
    if len(fences) < 2 or fences[0] != 0:  # noqa: PLR2004
        raise QuestionError(f"front matter stands between two lines {_FENCE!r}", where=name)
    told = "\n".join(line.removeprefix("//").removeprefix(" ") for line in lines[1 : fences[1]])
    return _head(told, name), check_reads("\n".join(lines[fences[1] + 1 :]), name)


def _head(told: str, name: str) -> dict[str, Any]:
    try:
        head = tomllib.loads(told)
    except tomllib.TOMLDecodeError as cause:
        raise QuestionError("the front matter is not TOML", where=name) from cause
    unknown = sorted(set(head) - _KEYS)
    if unknown:
        raise QuestionError(f"{unknown[0]!r} is no part of front matter", where=name)
    for key in _LISTS & set(head):
        if not isinstance(head[key], list) or not all(isinstance(one, str) for one in head[key]):
            raise QuestionError(f"{key!r} is a list of texts", where=name)
    params = head.get("params", {})
    if not isinstance(params, dict) or not all(isinstance(one, dict) for one in params.values()):
        raise QuestionError("each parameter is a table [params.NAME]", where=name)
    return head


def _read(path: Path, name: str) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise QuestionError("the file is too long for a question", where=name)
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise QuestionError("the file cannot be read as UTF-8", where=name) from cause


def _said(head: dict[str, Any], key: str, name: str) -> str:
    value = head.get(key)
    if not isinstance(value, str) or not value.strip():
        raise QuestionError(f"{key!r} is missing", where=name)
    return value


def _returns(head: dict[str, Any], name: str) -> dict[str, str]:
    returns = head.get("returns")
    if not isinstance(returns, dict) or not returns:
        raise QuestionError("'returns' is missing", where=name)
    if taken := sorted(set(returns) & set(MARKS)):
        raise QuestionError(f"{taken[0]!r} is added by the catalogue", where=name)
    absent = [c for c in (*head.get("identity", ()), *head.get("money", ())) if c not in returns]
    if absent or not head.get("identity"):
        raise QuestionError("identity and money name columns of 'returns'", where=name)
    return {str(k): str(v) for k, v in returns.items()}


def _parameter(key: str, spec: dict[str, Any], name: str) -> Parameter:
    unknown = sorted(set(spec) - set(Parameter.__dataclass_fields__) | {"name"} & set(spec))
    if unknown or spec.get("type") not in TYPES or not spec.get("help"):
        raise QuestionError(
            f"parameter {key!r} needs a type ({', '.join(TYPES)}) and help",
            where=name,
            remedy=f"It may not say: {', '.join(unknown)}" if unknown else "",
        )
    made = Parameter(name=key, **spec)
    if made.inline and (
        made.type not in {"int", "links"} or (made.type == "int" and made.most is None)
    ):
        raise QuestionError(
            f"inline parameter {key!r} must be link types, or a whole number with 'most'",
            where=name,
        )
    _check_bounds(made, name)
    return made


def _check_bounds(made: Parameter, name: str) -> None:
    """Refuse bounds and a default that are not what they should be: nothing else checks them."""
    texts = (made.help,)
    bounds = (made.least, made.most)
    flags = (made.required, made.inline)
    fine = (
        all(isinstance(one, str) for one in texts)
        and all(one is None or isinstance(one, int | float) for one in bounds)
        and all(isinstance(one, bool) for one in flags)
    )
    try:
        if fine and made.default is not None and made.default != "ties":
            made.read(made.default)
    except LinkgraphError:
        fine = False
    if not fine:
        raise QuestionError(
            f"the default or a bound of parameter {made.name!r} is not of its type", where=name
        )


def _check_params(params: Mapping[str, Parameter], text: str, name: str) -> None:
    if odd := sorted(_params_in(text) ^ set(params)):
        raise QuestionError(
            f"parameter {odd[0]!r} is declared and used in one place only", where=name
        )


def _params_in(text: str) -> set[str]:
    return set(re.findall(r"\$([a-z_][a-z0-9_]*)", text))
