"""Programmes and their rule books: every number that people are held to, in versions that stay."""

from __future__ import annotations

import datetime
import difflib
import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from swip.accounts.models import User
from swip.core.lifecycle import KeptDraft, Lifecycle
from swip.programmes import values
from swip.programmes.triggers import rule_book_stays_as_published, stays_as_published
from swip.standards.models import FrameworkVersion

KEPT_IN_MEMORY = 50
_remembered: dict[tuple[int, datetime.datetime | None], Contents] = {}


class UnknownRule(LookupError):
    """A page asked for a rule that its rule book does not hold."""

    def __init__(self, rule_book: RuleBook, key: str, known: Mapping[str, Any]):
        close = difflib.get_close_matches(key, known, n=3)
        hint = f" Perhaps one of: {', '.join(close)}." if close else ""
        super().__init__(f"{rule_book.reference} has no rule “{key}”.{hint}")


class Programme(models.Model):
    """What a social worker takes part in. It has been renamed before, so what it is called is data."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=150)
    short_name = models.CharField(max_length=30)
    description = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)
    identifier = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:swip:programme:{self.code}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("programmes:programme", args=[self.code])

    @property
    def history_chain(self) -> str:
        return f"programme:{self.pk}"


class RuleBookQuerySet(models.QuerySet["RuleBook"]):
    def public(self) -> RuleBookQuerySet:
        """All that have been published, whether or not a later one has taken their place."""
        return self.exclude(status=RuleBook.Status.DRAFT)

    def drafts(self) -> RuleBookQuerySet:
        return self.filter(status=RuleBook.Status.DRAFT)

    def in_force_on(self, day: datetime.date) -> RuleBookQuerySet:
        return self.public().filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)

    def in_force(self, programme: Programme, on: datetime.date | None = None) -> RuleBook:
        """The one rule book that a programme goes by on a day (today, unless told)."""
        day = on or timezone.localdate()
        try:
            return self.in_force_on(day).select_related("programme", "standards").get(programme=programme)
        except RuleBook.DoesNotExist:
            raise RuleBook.DoesNotExist(
                f"{programme.short_name} has no rule book in force on {day}"
            ) from None


class RuleBook(Lifecycle):
    """One version of a programme's rules. Once published it stays as it is, and a change is a new version."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        SUPERSEDED = "superseded", "Superseded"

    STEPS = {Status.DRAFT: [Status.PUBLISHED], Status.PUBLISHED: [Status.SUPERSEDED]}

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rule_books")
    version = models.SlugField(max_length=30)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    standards = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="rule_books")
    summary = models.TextField(blank=True, default="")
    sections = models.JSONField(default=list)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    drafted_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="drafted")
    drafted_at = models.DateTimeField(default=timezone.now)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    dropped = models.JSONField(default=dict, blank=True)
    identifier = models.UUIDField(unique=True, editable=False)

    objects = RuleBookQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "version"], name="rule_book_version_is_used_once"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "superseded"]), name="rule_book_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(valid_from__isnull=False, published_at__isnull=False),
                name="published_rule_book_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(status="superseded", valid_to__isnull=False)
                | Q(~Q(status="superseded"), valid_to=None),
                name="only_a_superseded_rule_book_ends",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="rule_book_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="one_rule_book_in_force_at_a_time",
                expressions=[
                    (Func(F("programme_id"), F("programme_id"), Value("[]"), function="int8range"), "&&"),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                condition=~Q(status="draft"),
            ),
        ]
        triggers = [rule_book_stays_as_published()]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        name = f"urn:swip:programme:{self.programme.code}:rules:{self.version}"
        self.identifier = uuid.uuid5(uuid.NAMESPACE_URL, name)
        super().save(*args, **kwargs)

    @property
    def reference(self) -> str:
        """How people speak of it, and how history says which rules a step was taken under."""
        return f"{self.programme.short_name} rules {self.version}"

    @property
    def history_chain(self) -> str:
        return f"rule-book:{self.pk}"

    def get_absolute_url(self) -> str:
        if self.status == self.Status.DRAFT:
            return reverse("programmes:draft", args=[self.pk])
        return reverse("programmes:rule_book", args=[self.programme.code, self.version])

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    # What it holds. A published rule book cannot change, so the whole process shares what was read once.

    @cached_property
    def contents(self) -> Contents:
        if self.is_draft:
            return Contents(self)
        memory_key = (self.pk, self.published_at)
        if memory_key not in _remembered:
            while len(_remembered) >= KEPT_IN_MEMORY:
                _remembered.pop(next(iter(_remembered)), None)
            _remembered[memory_key] = Contents(self)
        return _remembered[memory_key]

    def forget_contents(self) -> None:
        """A draft is read again after it was changed."""
        self.__dict__.pop("contents", None)

    def value(self, key: str) -> Any:
        """What a rule says, typed. None where the rule says that it is not known."""
        self.rule(key)
        return self.contents.values[key]

    def rule(self, key: str) -> Rule:
        """The rule itself: its plain words, where it comes from, and the page that explains it."""
        try:
            return self.contents.rules[key]
        except KeyError:
            raise UnknownRule(self, key, self.contents.rules) from None

    def rule_url(self, key: str) -> str:
        """The answer to "why am I seeing this?"."""
        return self.rule(key).get_absolute_url()

    @property
    def stages(self) -> tuple[Stage, ...]:
        return self.contents.stages

    def stage(self, code: str) -> Stage:
        return next(each for each in self.stages if each.code == code)

    @property
    def reviews(self) -> tuple[Stage, ...]:
        """The stages at which progress is reviewed."""
        return tuple(each for each in self.stages if each.has_review)

    @property
    def self_assessment_stages(self) -> tuple[Stage, ...]:
        return tuple(each for each in self.stages if each.self_assessment_point)

    @property
    def final_stage(self) -> Stage:
        return next(each for each in self.stages if each.is_final)

    @property
    def questions(self) -> tuple[EligibilityQuestion, ...]:
        return self.contents.questions

    @property
    def sources(self) -> dict[str, Source]:
        return self.contents.sources


class Contents:
    """All that one rule book holds, each table read with one query when first asked for."""

    def __init__(self, rule_book: RuleBook):
        self._rule_book = rule_book

    @cached_property
    def rules(self) -> dict[str, Rule]:
        return {rule.key: rule for rule in self._rule_book.all_rules.all()}

    @cached_property
    def values(self) -> dict[str, Any]:
        return {key: rule.typed_value for key, rule in self.rules.items()}

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        return tuple(self._rule_book.all_stages.all())

    @cached_property
    def questions(self) -> tuple[EligibilityQuestion, ...]:
        return tuple(self._rule_book.all_questions.all())

    @cached_property
    def sources(self) -> dict[str, Source]:
        return {source.code: source for source in self._rule_book.all_sources.all()}


class Source(models.Model):
    """Where a rule was read, or the reasoning it rests on."""

    rule_book = models.ForeignKey(RuleBook, on_delete=models.CASCADE, related_name="all_sources")
    code = models.SlugField(max_length=30)
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=150, blank=True, default="")
    address = models.URLField(max_length=500, blank=True, default="")
    dated = models.CharField(max_length=100, blank=True, default="")

    PARTS = ("position", "title", "publisher", "address", "dated")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["rule_book", "code"], name="source_code_is_used_once")]
        triggers = [stays_as_published()]

    def __str__(self) -> str:
        return self.title


class Rule(KeptDraft):
    """One thing that is asked of people or promised to them: its value, in plain words, with its source."""

    class Confidence(models.TextChoices):
        HIGH = "high", "High: seen on an official page or in an official document"
        MEDIUM = ("medium", "Medium: seen on an older or local page, or on part of an official one")
        LOW = "low", "Low: our own estimate, to be agreed before anyone relies on it"

    class Tighten(models.TextChoices):
        NO = "", "No: it is the same for everybody"
        HIGHER = "higher", "Yes: an employer may set a higher value"
        LOWER = "lower", "Yes: an employer may set a lower value"
        ADD = "add", "Yes: an employer may add to it, and take nothing away"

    rule_book = models.ForeignKey(RuleBook, on_delete=models.CASCADE, related_name="all_rules")
    key = models.CharField(max_length=80)
    section = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.label) for kind in values.Kind])
    value = models.JSONField(null=True)
    unit = models.CharField(max_length=60, blank=True, default="")
    plain_words = models.TextField()
    sources = models.JSONField(default=list)
    source_note = models.CharField(max_length=300, blank=True, default="")
    confidence = models.CharField(max_length=10, choices=Confidence)
    may_tighten = models.CharField(max_length=10, choices=Tighten, blank=True, default=Tighten.NO)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    # What a version of a rule says. Its place on the page is not part of that.
    PARTS = (
        "title",
        "kind",
        "value",
        "unit",
        "plain_words",
        "sources",
        "source_note",
        "confidence",
        "may_tighten",
        "valid_from",
        "valid_to",
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule_book", "key"], name="rule_key_is_used_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in values.Kind]), name="rule_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(confidence__in=["high", "medium", "low"]), name="rule_confidence_is_known"
            ),
            models.CheckConstraint(
                condition=Q(may_tighten__in=["", "higher", "lower", "add"]), name="rule_tightening_is_known"
            ),
            models.CheckConstraint(
                condition=Q(key__regex=f"^{values.KEY_PATTERN}$"), name="rule_key_is_in_shape"
            ),
            models.CheckConstraint(condition=~Q(plain_words=""), name="rule_has_plain_words"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="rule_ends_after_it_starts",
            ),
        ]
        triggers = [stays_as_published()]

    def __str__(self) -> str:
        return f"{self.title}: {self.in_words}"

    def get_absolute_url(self) -> str:
        book = self.rule_book
        if book.is_draft:
            return reverse("programmes:change_rule", args=[book.pk, self.key])
        return reverse("programmes:rule", args=[book.programme.code, book.version, self.key])

    @property
    def typed_value(self) -> Any:
        return values.typed(self.kind, self.value)

    @property
    def in_words(self) -> str:
        return values.in_words(self.kind, self.value, self.unit)

    @property
    def lines(self) -> list[str]:
        """Its parts one by one, where it has several; otherwise the whole in one line."""
        return values.lines(self.kind, self.value) or [self.in_words]

    @property
    def cited(self) -> list[Source]:
        """The sources it names, in the order it names them."""
        return [self.rule_book.sources[code] for code in self.sources if code in self.rule_book.sources]


class Stage(models.Model):
    """A point on the way through a programme: what is looked at, so many months after the start."""

    class Point(models.TextChoices):
        NONE = "", "None"
        BEGINNING = "beginning", "Beginning"
        MIDDLE = "middle", "Middle"
        END = "end", "End"

    rule_book = models.ForeignKey(RuleBook, on_delete=models.CASCADE, related_name="all_stages")
    code = models.SlugField(max_length=30)
    name = models.CharField(max_length=80)
    description = models.TextField(blank=True, default="")
    month = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    is_optional = models.BooleanField(default=False)
    is_final = models.BooleanField(default=False)
    has_review = models.BooleanField(default=False)
    self_assessment_point = models.CharField(max_length=10, choices=Point, blank=True, default=Point.NONE)

    PARTS = (
        "name",
        "description",
        "month",
        "position",
        "is_optional",
        "is_final",
        "has_review",
        "self_assessment_point",
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["rule_book", "code"], name="stage_code_is_used_once"),
            models.UniqueConstraint(fields=["rule_book", "position"], name="stage_is_alone_at_its_place"),
            models.UniqueConstraint(
                fields=["rule_book"], condition=Q(is_final=True), name="one_stage_is_the_last"
            ),
            models.UniqueConstraint(
                fields=["rule_book", "self_assessment_point"],
                condition=~Q(self_assessment_point=""),
                name="self_assessment_point_has_one_stage",
            ),
            models.CheckConstraint(
                condition=Q(self_assessment_point__in=["", "beginning", "middle", "end"]),
                name="self_assessment_point_is_known",
            ),
        ]
        triggers = [stays_as_published()]

    def __str__(self) -> str:
        return self.name


class EligibilityQuestion(models.Model):
    """What is asked before somebody is registered, and what each answer leads to.

    The wording leaves a gap for the value of the rule, so that a question never says another number.
    """

    rule_book = models.ForeignKey(RuleBook, on_delete=models.CASCADE, related_name="all_questions")
    code = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    rule_key = models.CharField(max_length=80)
    wording = models.CharField(max_length=200)
    hint = models.CharField(max_length=300, blank=True, default="")
    missing_wording = models.CharField(max_length=200)
    answers_wording = models.JSONField()

    PARTS = ("position", "rule_key", "wording", "hint", "missing_wording", "answers_wording")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["rule_book", "code"], name="question_code_is_used_once"),
            models.UniqueConstraint(fields=["rule_book", "position"], name="question_is_alone_at_its_place"),
        ]
        triggers = [stays_as_published()]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        return self._filled(self.wording)

    @property
    def missing(self) -> str:
        """What to say to somebody who gave no answer."""
        return self._filled(self.missing_wording)

    @property
    def answers(self) -> list[dict[str, str]]:
        """Each with its code, its words, what it leads to, and an explanation and a warning, perhaps empty."""
        bare = {"explanation": "", "warning": "", "warning_rule": ""}
        return [
            {name: self._filled(text, each.get("warning_rule", "")) for name, text in (bare | each).items()}
            for each in self.answers_wording
        ]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """For a form: the codes and words of its answers."""
        return [(answer["code"], answer["words"]) for answer in self.answers]

    def _filled(self, text: str, warning_rule: str = "") -> str:
        for gap, key in (("{value}", self.rule_key), ("{warning_value}", warning_rule)):
            if gap in text:
                text = text.replace(gap, self.rule_book.rule(key).in_words)
        return text
