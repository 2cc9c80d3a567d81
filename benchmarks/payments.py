"""A million made-up payments, the same ones on every run."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["COLUMNS", "MAPPING", "write_payments"]

COLUMNS = "txn_id,from_account,to_account,amount,currency,timestamp,channel,remark"
MAPPING = """
title: Payments of the benchmark
format: csv
required: [txn_id, from_account, to_account, amount, currency, timestamp]
defaults: {zone: Asia/Kuala_Lumpur}
entities:
  payer: {schema: BankAccount, properties: {number: from_account}}
  payee: {schema: BankAccount, properties: {number: to_account}}
links:
  - schema: PAID
    from: payer
    to: payee
    reference: txn_id
    properties:
      amount_minor: {column: amount, currency: "{currency}"}
      currency: currency
      at: timestamp
      channel: channel
      reference: txn_id
      remark: remark
"""


def write_payments(path: Path, rows: int, accounts: int = 200_000) -> None:
    """Write payments as a financial-intelligence unit exports them."""
    rng = random.Random(7)
    numbers = [f"{rng.randrange(10**11, 10**12)}" for _ in range(accounts)]
    grouped = [f"{n[:4]}-{n[4:8]}-{n[8:]}" for n in numbers]
    words = ["gaji", "sewa", "fee", "bayaran", "", "loan return", "groceries", "visa"]
    with path.open("w", encoding="utf-8") as file:
        file.write(COLUMNS + "\n")
        for n in range(rows):
            a, b = rng.choice(grouped), rng.choice(grouped)
            amount = f"{rng.randrange(100, 9_999_999) / 100:,.2f}"
            quoted = f'"{amount}"' if "," in amount else amount
            day, second = rng.randrange(364), rng.randrange(86_400)
            month, date = 1 + day // 31, 1 + day % 28
            clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
            at = f"2026-{min(month, 12):02d}-{date:02d}T{clock}+08:00"
            file.write(f"T{n:08d},{a},{b},{quoted},MYR,{at},IBG,{rng.choice(words)}\n")
