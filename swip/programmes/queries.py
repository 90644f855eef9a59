"""What the pages of programmes ask: rules by section, a rule over the years, what changed between two versions."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from swip.core.asking import among_them, ask
from swip.programmes import files, rules, values
from swip.programmes.models import EligibilityQuestion, Programme, Rule, RuleBook, Source, Stage
from swip.programmes.rules import Difference


def _rules_of_books(*keys: str) -> QuerySet:
    rules_of_them = Rule.objects.filter(among_them("rule_book"), key__in=keys).order_by()
    return rules_of_them.values_list("rule_book", "key", "kind", "value")


def values_of_many(rule_books: Iterable[int], *keys: str) -> dict[int, dict[str, Any]]:
    """A few rules of several books by their numbers: hundreds of people go by them, and no book has to be opened."""
    found: dict[int, dict[str, Any]] = {pk: dict.fromkeys(keys) for pk in rule_books}
    for pk, key, kind, value in ask(_rules_of_books, found, *keys):
        found[pk][key] = values.typed(kind, None if value is None else json.loads(value))
    return found


@dataclass(frozen=True)
class Standing:
    """How a version stands today, in words and a colour."""

    words: str
    colour: str


def standing(book: RuleBook, on: datetime.date | None = None) -> Standing:
    day = on or timezone.localdate()
    if book.valid_from is None or book.is_draft:
        return Standing("Draft", "yellow")
    if day < book.valid_from:
        return Standing("Not yet in force", "blue")
    if book.valid_to and day > book.valid_to:
        return Standing("No longer in force", "grey")
    return Standing("In force", "green")


@dataclass(frozen=True)
class OnTheShelf:
    """A programme, and the rule book that it goes by today."""

    programme: Programme
    book: RuleBook | None


def shelf(programmes: Any) -> list[OnTheShelf]:
    today = RuleBook.objects.in_force_on(timezone.localdate()).select_related(
        "standards__framework", "programme"
    )
    in_force = {book.programme_id: book for book in today}
    return [OnTheShelf(programme, in_force.get(programme.pk)) for programme in programmes]


def versions(programme: Programme) -> list[tuple[RuleBook, Standing]]:
    """Every version that was published, newest first."""
    books = RuleBook.objects.public().filter(programme=programme).select_related("programme")
    return [(book, standing(book)) for book in books.order_by("-valid_from")]


@dataclass(frozen=True)
class Section:
    """Rules that are read together."""

    code: str
    title: str
    summary: str
    rules: list[Rule]


def by_section(book: RuleBook) -> list[Section]:
    found = [
        Section(each["code"], each["title"], each.get("summary", ""), [])
        for each in [*book.sections, {"code": "", "title": "Other rules"}]
    ]
    by_code = {section.code: section for section in found}
    for rule in book.contents.rules.values():
        by_code.get(rule.section, by_code[""]).rules.append(rule)
    return [section for section in found if section.rules]


def table_of(rule: Rule) -> tuple[list[str], list[list[str]]] | None:
    """The heads and rows of a rule whose value is a table."""
    if rule.kind != values.Kind.TABLE or rule.value is None:
        return None
    return values.columns(rule.value), values.cells(rule.value)


def over_the_years(rule: Rule) -> list[Rule]:
    """The same rule in every published version of its programme, newest first."""
    same = Rule.objects.filter(key=rule.key, rule_book__programme=rule.rule_book.programme_id)
    published = same.exclude(rule_book__status=RuleBook.Status.DRAFT)
    return list(published.select_related("rule_book__programme").order_by("-rule_book__valid_from"))


def elsewhere(rule: Rule) -> list[Rule]:
    """The same rule in the other programmes, as it is in force today."""
    others = RuleBook.objects.in_force_on(timezone.localdate()).exclude(programme=rule.rule_book.programme_id)
    same = Rule.objects.filter(key=rule.key, rule_book__in=others)
    return list(same.select_related("rule_book__programme"))


def questions_on(rule: Rule) -> list[EligibilityQuestion]:
    """What is asked before somebody is registered because of this rule."""
    return [each for each in rule.rule_book.questions if each.rule_key == rule.key]


def applied_by(rule: Rule) -> list[str]:
    """The parts of the service that lean on a rule, in words."""
    return [values.column_words(room) for room in files.applied().get(rule.key, [])]


@dataclass(frozen=True)
class Comparison:
    """Two versions side by side: only what differs."""

    older: RuleBook
    newer: RuleBook
    rules: list[Difference]
    stages: list[Difference]
    questions: list[Difference]
    sources: list[Difference]

    def __len__(self) -> int:
        return len(self.rules) + len(self.stages) + len(self.questions) + len(self.sources)


def comparison(older: RuleBook, newer: RuleBook) -> Comparison:
    return Comparison(
        older,
        newer,
        rules.differences(older.contents.rules, newer.contents.rules, Rule.PARTS),
        rules.differences(_by_code(older.stages), _by_code(newer.stages), Stage.PARTS),
        rules.differences(_by_code(older.questions), _by_code(newer.questions), EligibilityQuestion.PARTS),
        rules.differences(older.sources, newer.sources, Source.PARTS),
    )


def _by_code(records: Any) -> dict[str, Any]:
    return {each.code: each for each in records}


def rows(book: RuleBook) -> list[list[object]]:
    """One line for each rule, for a table that leaves the service."""
    titles = {section["code"]: section["title"] for section in book.sections}
    return [
        [
            rule.key,
            titles.get(rule.section, ""),
            rule.title,
            rule.get_kind_display(),
            rule.in_words,
            rule.plain_words,
            rule.confidence,
            rule.get_may_tighten_display(),
            "; ".join(source.title for source in rule.cited),
            rule.source_note,
            rule.valid_from or book.valid_from,
            rule.valid_to or book.valid_to,
        ]
        for rule in book.contents.rules.values()
    ]


HEADS = [
    "Key",
    "Section",
    "Rule",
    "Kind",
    "Value",
    "In plain words",
    "Confidence",
    "May an employer ask more of itself?",
    "Sources",
    "Note on the sources",
    "From",
    "To",
]


def as_data(book: RuleBook) -> dict[str, Any]:
    """The whole rule book for another system."""
    return {
        "identifier": str(book.identifier),
        "programme": {
            "code": book.programme.code,
            "name": book.programme.name,
            "identifier": str(book.programme.identifier),
        },
        "version": book.version,
        "notice": "Made by the project team. Not official guidance.",
        "validFrom": book.valid_from,
        "validTo": book.valid_to,
        "standards": {
            "framework": book.standards.framework.code,
            "version": book.standards.code,
            "identifier": str(book.standards.identifier),
        },
        "sections": book.sections,
        "sources": [
            {name: getattr(each, name) for name in ("code", "title", "publisher", "address", "dated")}
            for each in book.sources.values()
        ],
        "stages": [
            {
                "code": each.code,
                "name": each.name,
                "month": each.month,
                "isOptional": each.is_optional,
                "isFinal": each.is_final,
                "hasReview": each.has_review,
                "selfAssessment": each.self_assessment_point or None,
            }
            for each in book.stages
        ],
        "eligibilityQuestions": [
            {"code": each.code, "words": each.words, "rule": each.rule_key, "answers": each.answers}
            for each in book.questions
        ],
        "rules": [
            {
                "key": each.key,
                "section": each.section,
                "title": each.title,
                "kind": each.kind,
                "value": each.value,
                "unit": each.unit,
                "plainWords": each.plain_words,
                "sources": each.sources,
                "sourceNote": each.source_note,
                "confidence": each.confidence,
                "mayTighten": each.may_tighten or None,
                "validFrom": each.valid_from,
                "validTo": each.valid_to,
            }
            for each in book.contents.rules.values()
        ],
    }
