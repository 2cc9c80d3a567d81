"""Kinds of value, one module each: clean what exports write, or reject it with a reason.

Every ``clean_*`` is pure and gives the same again when given its own result.
None loads a heavy library before it is needed.
"""
