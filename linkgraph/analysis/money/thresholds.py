"""From which sum cash is reported, by country: a table to be overridden by the asker."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["THRESHOLDS", "Threshold"]


class Threshold(NamedTuple):
    """A country's reporting limit for cash.

    Attributes:
        currency: ISO 4217.
        amount: Units of the currency, not minor ones.
        source: The rule that sets it.
    """

    currency: str
    amount: float
    source: str


# Rules change: an asker who knows better says so with the question.
THRESHOLDS = {
    "AU": Threshold("AUD", 10_000, "Anti-Money Laundering and Counter-Terrorism Financing Act 2006, s. 43"),
    "BD": Threshold("BDT", 1_000_000, "Bangladesh Financial Intelligence Unit, cash transaction report"),
    "CA": Threshold("CAD", 10_000, "Proceeds of Crime (Money Laundering) and Terrorist Financing Regulations"),
    "ID": Threshold("IDR", 500_000_000, "Law 8 of 2010, art. 23"),
    "IN": Threshold("INR", 1_000_000, "Prevention of Money-laundering (Maintenance of Records) Rules 2005, r. 3"),
    "LK": Threshold("LKR", 1_000_000, "Financial Transactions Reporting Act 6 of 2006, regulations"),
    "MY": Threshold("MYR", 25_000, "Bank Negara Malaysia, cash threshold report"),
    "NZ": Threshold("NZD", 10_000, "Anti-Money Laundering and Countering Financing of Terrorism Act 2009, prescribed transactions"),
    "PH": Threshold("PHP", 500_000, "Republic Act 9160, s. 3 (b)"),
    "TH": Threshold("THB", 2_000_000, "Anti-Money Laundering Act 1999, s. 13, ministerial regulation"),
    "US": Threshold("USD", 10_000, "31 CFR 1010.311"),
    "VN": Threshold("VND", 400_000_000, "Decision 11/2023/QD-TTg"),
}  # fmt: skip
