"""Reads a framework that is written as rows: in its manifest, or in a CSV file beside it."""

import csv

from swip.standards.reading.manifest import Manifest
from swip.standards.reading.shapes import CannotRead, Evidence, FrameworkRead, Item, Passage, Term

COLUMNS = ["code", "parent", "kind", "text", "summary", "words"]
OURS = {"ours": True, "published": False}


def read(manifest: Manifest) -> FrameworkRead:
    rows = _from_csv(manifest) if manifest.table else _from_manifest(manifest)
    return FrameworkRead(
        path=manifest.path,
        framework=manifest.framework,
        version=manifest.version,
        licence=manifest.licence,
        subjects=manifest.subjects,
        kinds=tuple(rule.kind for rule in manifest.kinds),
        items=tuple(_top_to_bottom(manifest, rows)),
        terms=tuple(Term(rule.term, rule.meaning, rule.forms) for rule in manifest.terms),
        passages=tuple(Passage(row.heading, row.paragraphs) for row in manifest.passages),
        evidence_base=tuple(
            Evidence(rule.kind, rule.name, rule.reference) for rule in manifest.evidence_base
        ),
    )


def _from_manifest(manifest: Manifest) -> list[Item]:
    return [
        Item(row.code, row.kind, row.text, row.parent, row.summary, row.is_our_label)
        for row in manifest.items
    ]


def _from_csv(manifest: Manifest) -> list[Item]:
    items = []
    with manifest.source.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames != COLUMNS:
            raise CannotRead(manifest.source, 1, f"the columns should be {', '.join(COLUMNS)}")
        for row in rows:
            if None in row or None in row.values():
                raise CannotRead(
                    manifest.source, rows.line_num, "has more or fewer cells than there are columns"
                )
            if row["words"] not in OURS:
                raise CannotRead(
                    manifest.source, rows.line_num, f"words: “{row['words']}” is not ours or published"
                )
            items.append(
                Item(
                    code=row["code"],
                    kind=row["kind"],
                    text=row["text"].strip(),
                    parent=row["parent"],
                    summary=row["summary"].strip(),
                    is_our_label=OURS[row["words"]],
                    line=rows.line_num,
                )
            )
    return items


def _top_to_bottom(manifest: Manifest, rows: list[Item]) -> list[Item]:
    """In the order of a document: each piece followed by what stands under it."""
    under: dict[str, list[Item]] = {}
    known: set[str] = set()
    for row in rows:
        if row.parent and row.parent not in known:
            raise CannotRead(
                manifest.source, row.line, f"{row.code} stands under “{row.parent}”, which is not above it"
            )
        known.add(row.code)
        under.setdefault(row.parent, []).append(row)
    ordered: list[Item] = []

    def follow(parent: str) -> None:
        for row in under.pop(parent, []):
            ordered.append(row)
            follow(row.code)

    follow("")
    return ordered
