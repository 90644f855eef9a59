"""The verbs of rule books: load them from files, draft a new version, change what it says, publish it."""

from __future__ import annotations

import copy
import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.programmes import files, rules
from swip.programmes.models import EligibilityQuestion, Programme, Rule, RuleBook, Source, Stage
from swip.standards.models import FrameworkVersion

EVE = datetime.timedelta(days=1)


class NotReady(Exception):
    """A rule book that cannot be published as it stands; says everything that is in the way."""

    def __init__(self, reasons: list[str]):
        self.reasons = reasons
        super().__init__("; ".join(reasons))


# From files


@transaction.atomic
def load_rule_books(folder: Path = files.FOLDER, *, by: User | None = None) -> list[RuleBook]:
    """Bring in the rule books of a folder that are not here yet. A fault in one leaves all as it was."""
    return [book for each in files.read_folder(folder) if (book := _load(each, by=by))]


def _load(file: files.RuleBookFile, *, by: User | None) -> RuleBook | None:
    programme = _programme(file, by=by)
    existing = RuleBook.objects.filter(programme=programme, version=file.version).first()
    if existing:
        _check_same(file, existing)
        return None
    try:
        standards = FrameworkVersion.objects.get(framework__code=file.framework, code=file.framework_version)
    except FrameworkVersion.DoesNotExist:
        wanted = f"the standards {file.framework} {file.framework_version} are not loaded"
        raise files.FaultInFile(file.path, "rule_book", wanted) from None
    book = RuleBook(
        programme=programme,
        version=file.version,
        standards=standards,
        summary=file.summary,
        sections=file.sections,
        drafted_by=by,
        drafted_from=latest(programme),
    )
    book.save()
    fill(book, [file.sources, file.rules, file.stages, file.questions])
    history.record("rule-book.loaded", book, by=by, note=f"From the file {file.path.name}")
    try:
        _publish(book, from_date=file.valid_from, by=by)
    except NotReady as problem:
        raise files.FaultInFile(file.path, "the rule book", str(problem)) from None
    return book


def _programme(file: files.RuleBookFile, *, by: User | None) -> Programme:
    """The name of a programme that is here already is left alone: somebody may have changed it."""
    said = file.programme
    programme = Programme.objects.filter(code=said["code"]).first()
    if programme is None:
        programme = Programme(**said)
        programme.save()
        history.record("programme.added", programme, by=by, note=f"From the file {file.path.name}")
    return programme


def _check_same(file: files.RuleBookFile, book: RuleBook) -> None:
    """A file may be read again, but what it says of a published version must not have changed."""
    if book.is_draft:
        raise files.FaultInFile(file.path, "rule_book", f"somebody has a draft of version {file.version}")
    kept: list[tuple[str, list[Any], list[Any], str]] = [
        ("source", file.sources, list(book.all_sources.all()), "code"),
        ("rule", file.rules, list(book.all_rules.all()), "key"),
        ("stage", file.stages, list(book.all_stages.all()), "code"),
        ("question", file.questions, list(book.all_questions.all()), "code"),
    ]
    for name, new, old, key in kept:
        former = {getattr(each, key): each for each in old}
        latter = {getattr(each, key): each for each in new}
        for difference in rules.differences(former, latter, type(new[0]).PARTS if new else ()):
            reason = f"differs from version {file.version}, which is published: give the file a new version"
            raise files.FaultInFile(file.path, f"{name} {difference.key}", reason)


def fill(book: RuleBook, contents: list[list[Any]]) -> None:
    """Sources, rules, stages and questions, written into a draft with one query for each sort."""
    for records in contents:
        for record in records:
            record.pk = None
            record._state.adding = True
            record.rule_book = book
        if records:
            type(records[0])._base_manager.bulk_create(records)


# A new version


def latest(programme: Programme) -> RuleBook | None:
    """The one that a new version takes the place of."""
    return RuleBook.objects.filter(programme=programme, status=RuleBook.Status.PUBLISHED).first()


@transaction.atomic
def draft_from(rule_book: RuleBook, *, version: str, by: User) -> RuleBook:
    """A new version to work on, which says the same as the one it comes from until somebody changes it."""
    book = RuleBook(
        programme=rule_book.programme,
        version=version,
        standards=rule_book.standards,
        summary=rule_book.summary,
        sections=rule_book.sections,
        drafted_from=rule_book,
        drafted_by=by,
    )
    book.save()
    contents: list[models.Manager[Any]] = [
        rule_book.all_sources,
        rule_book.all_rules,
        rule_book.all_stages,
        rule_book.all_questions,
    ]
    fill(book, [[copy.copy(record) for record in manager.all()] for manager in contents])
    history.record("rule-book.drafted", book, by=by, note=f"From {rule_book.reference}")
    return book


def _locked(book: RuleBook) -> RuleBook:
    """Nobody publishes it while it is being changed, and what is published is not changed."""
    locked = RuleBook.objects.select_for_update().get(pk=book.pk)
    if not locked.is_draft:
        raise StaleStep(locked)
    book.forget_contents()
    return locked


@transaction.atomic
def change_rule(rule: Rule, *, revision: int, by: User, **changes: Any) -> None:
    """What a rule of a draft says from now on. History keeps what it said before."""
    _locked(rule.rule_book)
    said = {name: getattr(rule, name) for name in changes}
    rule.save_over(revision, **changes)
    changed = [name for name in changes if said[name] != changes[name]]
    history.record(
        "rule.changed",
        rule,
        by=by,
        chain=rule.rule_book.history_chain,
        note=rule.key,
        data={name: {"before": _plain(said[name]), "after": _plain(changes[name])} for name in changed},
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


@transaction.atomic
def drop_rule(rule: Rule, *, reason: str, by: User) -> None:
    """A rule that the new version does without, with the reason why. No page may lean on it any more."""
    if rule.key in files.applied():
        raise NotReady([f"The service applies {rule.key}: it can be changed, and not be dropped"])
    book = _locked(rule.rule_book)
    book.dropped = book.dropped | {rule.key: reason}
    book.save(update_fields=["dropped"])
    history.record("rule.dropped", rule, by=by, chain=book.history_chain, note=f"{rule.key}: {reason}")
    rule.delete()


@transaction.atomic
def keep_rule(book: RuleBook, key: str, *, by: User) -> Rule:
    """A dropped rule is taken up again, as the older version has it."""
    locked = _locked(book)
    if key not in locked.dropped or locked.drafted_from is None:
        raise StaleStep(book)
    rule = copy.copy(locked.drafted_from.all_rules.get(key=key))
    fill(book, [[rule]])
    locked.dropped = {each: reason for each, reason in locked.dropped.items() if each != key}
    locked.save(update_fields=["dropped"])
    history.record("rule.kept", rule, by=by, chain=book.history_chain, note=key)
    return rule


@transaction.atomic
def change_stage(stage: Stage, *, by: User, **changes: Any) -> None:
    """When a stage is, and what happens at it."""
    _locked(stage.rule_book)
    said = {name: getattr(stage, name) for name in changes}
    for name, value in changes.items():
        setattr(stage, name, value)
    stage.save(update_fields=list(changes))
    history.record(
        "stage.changed",
        stage,
        by=by,
        chain=stage.rule_book.history_chain,
        note=stage.code,
        data={
            name: {"before": said[name], "after": value}
            for name, value in changes.items()
            if said[name] != value
        },
    )


@transaction.atomic
def discard(book: RuleBook, *, by: User) -> None:
    """A draft that nobody wants any more. Nothing that people were held to is lost by it."""
    _locked(book)
    history.record("rule-book.discarded", book, by=by, note=book.reference)
    book.delete()


@transaction.atomic
def rename(programme: Programme, *, name: str, short_name: str, by: User) -> None:
    """What every page calls the programme from now on."""
    if (programme.name, programme.short_name) == (name, short_name):
        return
    before = f"{programme.name} ({programme.short_name})"
    programme.name, programme.short_name = name, short_name
    programme.save()
    history.record("programme.renamed", programme, by=by, note=f"{before} is now {name} ({short_name})")


# Publishing


def obstacles(book: RuleBook) -> list[str]:
    """What stands in the way of publishing, in words for whoever wrote the draft."""
    contents = book.contents
    found = rules.faults(rules=contents.rules, stages=contents.stages, questions=contents.questions)
    former = latest(book.programme)
    if former is None:
        return found
    if book.drafted_from_id != former.pk:
        found.append(f"{former.reference} was published since this draft was made: draft again from it")
    lost = [key for key in former.contents.rules if key not in contents.rules and key not in book.dropped]
    found += [f"The rule {key} is missing: keep it, or drop it with a reason" for key in lost]
    if not changes_since(former, book):
        found.append(f"It says the same as {former.reference}")
    return found


def changes_since(older: RuleBook, newer: RuleBook) -> bool:
    """Whether anything in them differs that people would notice."""
    return bool(
        rules.differences(older.contents.rules, newer.contents.rules, Rule.PARTS)
        or rules.differences(_by_code(older.stages), _by_code(newer.stages), Stage.PARTS)
        or rules.differences(_by_code(older.questions), _by_code(newer.questions), EligibilityQuestion.PARTS)
        or rules.differences(older.sources, newer.sources, Source.PARTS)
        or older.standards_id != newer.standards_id
    )


def _by_code(records: Any) -> dict[str, Any]:
    return {each.code: each for each in records}


@transaction.atomic
def publish(book: RuleBook, *, from_date: datetime.date, by: User) -> None:
    """From this day on the programme goes by it, and nothing in it can be changed again."""
    if from_date < timezone.localdate():
        raise NotReady(
            ["The date must be today or in the future, since past decisions stay under their own rules"]
        )
    _publish(book, from_date=from_date, by=by)


def _publish(book: RuleBook, *, from_date: datetime.date, by: User | None) -> None:
    # Two versions of one programme are not published at once: the second has to look again.
    Programme.objects.select_for_update().get(pk=book.programme_id)
    _locked(book)
    found = obstacles(book)
    former = latest(book.programme)
    if former and former.valid_from and from_date <= former.valid_from:
        begins = former.valid_from
        found.append(f"The date must be after {begins.day} {begins:%B %Y}, when {former.reference} begins")
    if found:
        raise NotReady(found)
    if former:
        former.move_to(RuleBook.Status.SUPERSEDED, valid_to=from_date - EVE)
        history.record("rule-book.superseded", former, by=by, note=f"By {book.reference}")
    book.move_to(
        RuleBook.Status.PUBLISHED, valid_from=from_date, published_at=timezone.now(), published_by=by
    )
    book.forget_contents()
    history.record("rule-book.published", book, by=by, note=f"From {from_date}", rules=book.reference)
