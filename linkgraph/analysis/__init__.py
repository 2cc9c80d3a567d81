"""Measures over a network: no ledger, no engine, no screen, no clock."""
