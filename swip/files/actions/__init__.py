"""What can be done with files. The one place that changes them."""

from swip.files.actions.scanning import scan_all
from swip.files.actions.storing import clear_away, drop, hold, keep, take_out
from swip.files.actions.uploading import TooLate, forget, receive, start_upload, whole_file

__all__ = [
    "TooLate",
    "clear_away",
    "drop",
    "forget",
    "hold",
    "keep",
    "receive",
    "scan_all",
    "start_upload",
    "take_out",
    "whole_file",
]
