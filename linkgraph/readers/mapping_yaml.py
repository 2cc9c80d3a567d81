"""YAML as people mean it who write mappings."""

from __future__ import annotations

import re
from typing import Any

import yaml

__all__ = ["read_yaml"]

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Plain(_BASE):  # type: ignore[misc]
    """A safe loader that takes for text whatever is not plainly something else."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way


# YAML 1.1 takes the column "no" and the country NO for false, 0712 for an octal number and
# 12:30 for a count of seconds.
for _tag, _words, _firsts in (
    ("bool", r"true|false|True|False", "tfTF"),
    ("int", r"0|[1-9][0-9]*", "0123456789"),
    ("null", r"~|null|", ["~", "n", ""]),
    ("merge", r"<<", "<"),
):
    _Plain.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_words})$"), list(_firsts)
    )


def read_yaml(text: str) -> object:
    """Return what a YAML text holds; nothing but true, false, whole numbers and null is no text.

    Raises:
        yaml.YAMLError: It is not YAML.
    """
    return yaml.load(text, Loader=_Plain)  # noqa: S506 - its base is a safe loader
