"""All questions, one list: those in ``cypher/`` and those that a measure answers."""

from __future__ import annotations

from linkgraph.catalogue.answer import Answer
from linkgraph.catalogue.difference import Difference, find_difference, rows_to_keep
from linkgraph.catalogue.explanation import Explanation
from linkgraph.catalogue.finding import find_parameters
from linkgraph.catalogue.load import get_question, list_questions
from linkgraph.catalogue.opening import open_row
from linkgraph.catalogue.question import Parameter, Question
from linkgraph.catalogue.surroundings import Surroundings

__all__ = [
    "Answer",
    "Difference",
    "Explanation",
    "Parameter",
    "Question",
    "Surroundings",
    "find_difference",
    "find_parameters",
    "get_question",
    "list_questions",
    "open_row",
    "rows_to_keep",
]
