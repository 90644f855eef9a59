"""Reads frameworks and crosswalks from files, without a database: all of it, or a reason why not."""

from pathlib import Path

from swip.standards.reading import manifest, published_text, table
from swip.standards.reading.checks import check
from swip.standards.reading.crosswalk import Crosswalk, Link, read_crosswalk
from swip.standards.reading.shapes import CannotRead, FrameworkRead, Item

__all__ = ["CannotRead", "Crosswalk", "FrameworkRead", "Item", "Link", "read_crosswalk", "read_framework"]


def read_framework(path: Path) -> FrameworkRead:
    """One version of a framework, from its manifest and the text or table that the manifest names."""
    described = manifest.read(path)
    read = published_text.read if described.form == "text" else table.read
    framework = read(described)
    check(framework, described)
    return framework
