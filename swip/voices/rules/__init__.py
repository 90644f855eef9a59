"""Decisions on plain values: codes, what is asked, signs of harm, and what a batch says."""
