"""Front matter that several measured questions have in common."""

from __future__ import annotations

__all__ = ["CHOOSING", "KIND", "LARGE", "MOST", "SAMPLING", "TOGETHER"]

CHOOSING = """
[params.link_types]
type = "links"
default = "ties"
help = "Link types to count"
"""

KIND = """
[params.kind]
type = "kind"
help = "Only rows of this kind, such as Person"
"""

TOGETHER = """
[params.together]
type = "bool"
default = true
help = "Look at an account, phone, document or handset that one alone has as whoever has it"
"""

SAMPLING = """
[params.exact_to]
type = "int"
default = 20000
least = 0
help = "Count components of up to so many entities through, and for ways between others any that come apart into parts no larger; others are sampled"

[params.sample]
type = "int"
default = 16
least = 2
help = "Entities drawn from a component that is sampled, count; more make the error smaller and take longer"
"""

MOST = """
[params.most]
type = "int"
default = 50
least = 1
most = 1000000
help = "Most rows, the first in order"
"""

LARGE = """
[params.least_score]
type = "float"
default = 0
least = 0
most = 1
help = "Smallest score, 0-1"

[params.least_value]
type = "float"
default = 500
least = 0
help = "Smallest large payment, units of value_currency (half of the 1,000 under which FATF recommendation 16 asks for less); where no rate leads there, a tenth of the limit for cash"

[params.value_currency]
type = "text"
default = "USD"
help = "Currency of least_value (ISO 4217)"
"""
