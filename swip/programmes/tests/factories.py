"""Programmes and rule books for every room's tests: the real ones, published with a few queries."""

from __future__ import annotations

import copy
import datetime
import uuid
from functools import cache
from typing import Any

import factory
from django.utils import timezone

from swip.programmes import actions, files, values
from swip.programmes.models import Programme, RuleBook
from swip.standards.models import Framework, FrameworkVersion, Licence
from tests import kept

LONG_AGO = datetime.date(2020, 1, 1)
KEPT = ("swip", None, "2026-1", LONG_AGO, RuleBook.Status.PUBLISHED)  # see tests/kept.py


@cache
def file_of(code: str) -> files.RuleBookFile:
    return next(each for each in files.read_folder() if each.programme["code"] == code)


def standards_for_rules(code: str = "standards-for-rules") -> FrameworkVersion:
    """A framework with nothing in it, for tests that only need rules."""
    kept = FrameworkVersion.objects.filter(framework__code=code).first()
    return kept or FrameworkVersion.objects.create(
        framework=Framework.objects.create(code=code, title=code, short_title=code, publisher="Nobody"),
        code="1",
        title="Standards for rules",
        status=FrameworkVersion.Status.IN_FORCE,
        licence=Licence.objects.create(code=f"licence-{code}", title="Licence", identifier=uuid.uuid4()),
        text_may_ship=True,
        identifier=uuid.uuid4(),
    )


class ProgrammeFactory(factory.django.DjangoModelFactory):
    """SWIP, or `ProgrammeFactory(code="asye")`; the same one all through a test."""

    class Meta:
        model = Programme
        django_get_or_create = ("code",)

    code = "swip"
    name = factory.LazyAttribute(lambda programme: file_of(programme.code).programme["name"])
    short_name = factory.LazyAttribute(lambda programme: file_of(programme.code).programme["short_name"])
    description = "A programme for tests"


def rule_book(
    code: str = "swip",
    *,
    standards: FrameworkVersion | None = None,
    changed: dict[str, Any] | None = None,
    version: str = "2026-1",
    valid_from: datetime.date = LONG_AGO,
    status: str = RuleBook.Status.PUBLISHED,
) -> RuleBook:
    """The rules, stages and questions of a programme as its file has them; the same one all through a test.

    `changed={"outcome.evidence_items.min": 2}` says something else under some keys, before it is published.
    """
    existing = (
        RuleBook.objects.select_related("programme").filter(programme__code=code, version=version).first()
    )
    if existing:
        return existing
    as_kept = (code, changed, version, valid_from, status) == KEPT
    if as_kept and not Programme.objects.filter(code=code).exists():
        standing_on = {"standards_id": (standards or standards_for_rules()).pk}
        if kept.shelf.bring("rule_book", programmes_rulebook=standing_on):
            return RuleBook.objects.select_related("programme", "standards").get(programme__code=code)
    programme = ProgrammeFactory(code=code)
    file = file_of(code)
    book = RuleBook(
        programme=programme,
        version=version,
        standards=standards or standards_for_rules(),
        sections=file.sections,
        valid_from=valid_from,
    )
    book.save()
    contents = [
        [copy.copy(each) for each in part] for part in (file.sources, file.rules, file.stages, file.questions)
    ]
    for rule in contents[1]:
        if rule.key in (changed or {}):
            rule.value = values.checked(rule.kind, changed[rule.key])
    actions.fill(book, contents)
    if status == RuleBook.Status.PUBLISHED:
        book.move_to(status, published_at=timezone.now())
    return book


def rule_book_draft(**details: Any) -> RuleBook:
    """A version that an editor is working on, drafted from the published one."""
    published = rule_book()
    editor = details.pop("by")
    return actions.draft_from(published, version=details.pop("version", "2027-1"), by=editor)


class RuleBookFactory(factory.Factory):
    """The same for factories of other rooms: `factory.SubFactory(RuleBookFactory, code="asye")`."""

    class Meta:
        model = rule_book
