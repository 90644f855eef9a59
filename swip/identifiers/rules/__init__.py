"""Looks a text through for what could identify a child or a family. Plain Python: text in, findings out."""

from .finding import find, find_in, replace
from .kinds import Finding, Kind
from .pseudonyms import PseudonymBook

__all__ = ["Finding", "Kind", "PseudonymBook", "find", "find_in", "replace"]
