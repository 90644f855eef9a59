"""The outcomes people write for, and the statements that help to write and to judge.

A published version of the standards cannot change, so the whole process shares what was read of it once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from swip.standards.models import FrameworkVersion, Item, ItemKind

KEPT_IN_MEMORY = 20
_remembered: dict[tuple, Contents] = {}


@dataclass(frozen=True)
class Statement:
    """One statement under an outcome, with the points it lists."""

    text: str
    points: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Prompts:
    """The statements under one outcome that share a heading: what to know, what to do."""

    heading: str
    statements: list[Statement]


@dataclass(frozen=True)
class Contents:
    """What one version asks for. Prompts are by the number of their outcome, and no list to tick off."""

    outcomes: list[Item]
    prompts: dict[int | None, list[Prompts]]


def contents_of(standards: FrameworkVersion) -> Contents:
    """The outcomes of a version in order, each with its domain at hand, and the statements under each."""
    if not standards.is_published:
        return read(standards)
    key = (standards.pk, standards.identifier, standards.changed_at)
    if key not in _remembered:
        while len(_remembered) >= KEPT_IN_MEMORY:
            _remembered.pop(next(iter(_remembered)), None)
        _remembered[key] = read(standards)
    return _remembered[key]


def outcomes_of(standards: FrameworkVersion) -> list[Item]:
    return contents_of(standards).outcomes


def prompts_of(standards: FrameworkVersion) -> dict[int | None, list[Prompts]]:
    return contents_of(standards).prompts


def by_domain(outcomes: Iterable[Item]) -> list[tuple[Item | None, list[Item]]]:
    """Outcomes under the domain they belong to, in the order of the document."""
    return [(domain, list(of_it)) for domain, of_it in groupby(outcomes, key=lambda outcome: outcome.parent)]


def read(standards: FrameworkVersion) -> Contents:
    outcomes = list(standards.outcomes.select_related("parent").defer("search", "parent__search"))
    below = standards.items.filter(kind__role__in=[ItemKind.Role.PROMPT, ItemKind.Role.PART])
    points: dict[int | None, list[str]] = defaultdict(list)
    statements: dict[int | None, list[Item]] = defaultdict(list)
    for item in below.select_related("kind").defer("search"):
        if item.kind.role == ItemKind.Role.PART:
            points[item.parent_id].append(item.text)
        else:
            statements[item.parent_id].append(item)
    prompts: dict[int | None, list[Prompts]] = {}
    for outcome_id, items in statements.items():
        in_order = sorted(items, key=lambda each: (each.kind.position, each.position))
        prompts[outcome_id] = [
            Prompts(kind.heading or kind.plural, [Statement(each.text, points[each.pk]) for each in of_kind])
            for kind, of_kind in groupby(in_order, key=lambda each: each.kind)
        ]
    return Contents(outcomes, prompts)
