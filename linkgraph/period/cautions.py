"""What a reader of a joint period and of its outcomes must know, in words."""

from __future__ import annotations

__all__ = ["ALONE", "COLUMNS", "DRAFTS", "FROM_TO", "MANY", "NON_PUNISHMENT", "PLANS", "REPORTED"]

PLANS = "A plan says what is to be looked into together, never what anyone did."
DRAFTS = "An enquiry without a day sent is a draft: nobody was asked yet."
NON_PUNISHMENT = (
    "Somebody whom a plan or an enquiry is about is suspect and victim at once, and may have been"
    " made to offend: weigh the non-punishment principle before any action."
)
ALONE = "It is made from what its audience may see alone, and need not be all that there is."
COLUMNS = (
    "A joint outcome belongs to each of its countries and once to the total: columns do not sum."
)
FROM_TO = "A figure from-to rests on reports that may be of one outcome; the lower number is what is sure."
MANY = (
    "A line that counts many cannot be held against lines of single people: enter one or the other."
)
REPORTED = "The figures count what was reported, not what happened."
