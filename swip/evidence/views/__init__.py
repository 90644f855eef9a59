"""The pages of the portfolio: written by a social worker, reviewed by their supervisor."""

from swip.evidence.views.files import file, files, remove_file
from swip.evidence.views.reading import changes, evidence, portfolio, version, versions
from swip.evidence.views.reviewing import review, waiting
from swip.evidence.views.work import work
from swip.evidence.views.writing import check, kind, outcomes, reasons, start, start_again, withdraw, write

__all__ = [
    "changes",
    "check",
    "evidence",
    "file",
    "files",
    "kind",
    "outcomes",
    "portfolio",
    "reasons",
    "remove_file",
    "review",
    "start",
    "start_again",
    "version",
    "versions",
    "waiting",
    "withdraw",
    "work",
    "write",
]
