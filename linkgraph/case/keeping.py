"""A case's part that keeps questions, and tells what changed in their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.case.asking import Asking
from linkgraph.case.place import current_user
from linkgraph.catalogue import Difference, find_difference, get_question, rows_to_keep
from linkgraph.catalogue.measured.shielded import shielded
from linkgraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from linkgraph.catalogue import Answer
    from linkgraph.ledger import KeptQuestion

__all__ = ["Keeping"]


class Keeping(Asking):
    """Questions that are asked again after imports."""

    def keep(
        self,
        name: str,
        question: str,
        params: Mapping[str, object] | None = None,
        *,
        engine: str = "",
        questions: Iterable[Path] = (),
    ) -> Answer:
        """Answer a question, and keep it with its answer, to be run again.

        Args:
            name: Small letters, digits, ``-`` and ``_``; what it looks for, never a person.
            question: Its id.
            params: Parameters by name.
            engine: Which graph to ask; the case's own where empty.
            questions: A user's own folders of questions.

        Raises:
            InputError: There is no such question, a parameter is wrong, or another
                question is kept under the name.
        """
        folders = tuple(questions)
        asked = get_question(question, folders)
        bound = asked.bind(params or {})
        given = {one: bound[one] for one in params or {}}
        answer = self.answer(question, params, engine=engine, questions=folders)
        rows = rows_to_keep(answer, asked.identity)
        self.ledger.keep(name, question, given, rows, who=current_user())
        return answer

    def kept(self) -> list[KeptQuestion]:
        """Return the questions that are kept, by name."""
        return self.ledger.kept()

    def run_kept(
        self, name: str, *, peek: bool = False, engine: str = "", questions: Iterable[Path] = ()
    ) -> Difference:
        """Ask a kept question again; return what is new, changed and gone since.

        Args:
            name: What it is kept under.
            peek: Leave what it is compared with as it is, to be compared again.
            engine: Which graph to ask; the case's own where empty.
            questions: A user's own folders of questions.

        Raises:
            InputError: No question is kept under the name, or it is none any more.
        """
        folders = tuple(questions)
        held = next((one for one in self.ledger.kept() if one.name == name), None)
        if held is None:
            raise InputError(
                "no question is kept under this name",
                remedy="`linkgraph alert list` shows the names.",
            )
        asked = get_question(held.question, folders)
        before = self.ledger.kept_rows(name)
        answer = self.answer(held.question, held.params, engine=engine, questions=folders)
        now = rows_to_keep(answer, asked.identity)
        changes = find_difference(before, now, asked.identity, self._hidden())
        version = self.ledger.version
        found = Difference(
            name, held.question, held.asked, version, changes, held.erased, answer, tuple(now)
        )
        if not peek:
            self.settle_kept(found)
        return found

    def _hidden(self) -> frozenset[str]:
        """Return whom a role protects now, and what they hold or use."""
        beside = self._surroundings()
        return shielded(beside.read(), beside)

    def settle_kept(self, found: Difference) -> None:
        """Let what a kept question gave now be what its next run is compared with.

        Raises:
            InputError: The question is kept no more.
        """
        self.ledger.renew(found.name, found.rows)

    def drop_kept(self, name: str) -> None:
        """Forget a kept question and all that it gave.

        Raises:
            InputError: No question is kept under the name.
        """
        self.ledger.drop_kept(name, who=current_user())
