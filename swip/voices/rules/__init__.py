"""Decisions on plain values: codes, what is asked, and what a batch says."""
