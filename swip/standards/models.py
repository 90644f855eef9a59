"""The frameworks that say what is asked of social workers: versions, their contents, links between them."""

from itertools import groupby

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from pgtrigger import Before, Delete, Insert, Protect, Trigger, Update
from pgtrigger import Q as Row

from swip.accounts.models import User

REFUSE = """
    RAISE EXCEPTION 'A published version of the standards stays as it is: a change is a new version'
    USING ERRCODE = 'integrity_constraint_violation';
"""


def part_of_a_published_version() -> Trigger:
    """What belongs to a published version is never added to, changed or taken away."""
    return Trigger(
        name="stays_as_published",
        operation=Insert | Update | Delete,
        when=Before,
        declare=[("owner", "bigint")],
        func=f"""
            FOREACH owner IN ARRAY CASE TG_OP
                WHEN 'INSERT' THEN ARRAY[NEW.version_id]
                WHEN 'DELETE' THEN ARRAY[OLD.version_id]
                ELSE ARRAY[OLD.version_id, NEW.version_id] END
            LOOP
                IF EXISTS (SELECT 1 FROM standards_frameworkversion WHERE id = owner AND is_published) THEN
                    {REFUSE}
                END IF;
            END LOOP;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,  # noqa: S608 - nothing that anybody typed is in it
    )


def published_version_stays() -> Trigger:
    """Where a version stands in its life may still change: one day it comes into force, or is superseded."""
    return Trigger(
        name="stays_as_published",
        operation=Update,
        when=Before,
        declare=[("changing", "text[] := ARRAY['status', 'valid_from', 'valid_to', 'changed_at']")],
        func=f"""
            IF OLD.is_published AND to_jsonb(NEW) - changing <> to_jsonb(OLD) - changing THEN
                {REFUSE}
            END IF;
            RETURN NEW;
        """,
    )


class Licence(models.Model):
    """What may be done with a text, in the owner's terms."""

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    address = models.URLField(blank=True)
    summary = models.TextField(blank=True)
    identifier = models.UUIDField(unique=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return self.title


class Subject(models.Model):
    """The field of work that a framework is about."""

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    identifier = models.UUIDField(unique=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.title


class Framework(models.Model):
    """A set of standards that somebody owns and publishes, from one version to the next."""

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    short_title = models.CharField(max_length=120)
    publisher = models.CharField(max_length=200)
    home_address = models.URLField(blank=True)
    position = models.PositiveSmallIntegerField(default=0, help_text="Its place in a list")

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(Lower("code"), name="framework_code_unique_in_any_case")]

    def __str__(self):
        return self.short_title


class FrameworkVersion(models.Model):
    """One version of a framework, as it was published."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_CONSULTATION = "in_consultation", "In consultation"
        CONSULTATION_DRAFT = "consultation_draft", "Consultation draft, never in force"
        NOT_YET_IN_FORCE = "not_yet_in_force", "Published, not yet in force"
        IN_FORCE = "in_force", "In force"
        IN_USE = "in_use", "In use"
        SUPERSEDED = "superseded", "Superseded"

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    status = models.CharField(max_length=30, choices=Status)
    description = models.TextField(blank=True)
    published_on = models.DateField(
        null=True, help_text="The first of the month where the document names only a month"
    )
    published_words = models.CharField(max_length=60, blank=True, help_text="As the document prints it")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="versions")
    attribution = models.TextField(blank=True)
    text_may_ship = models.BooleanField(help_text="Whether the licence lets the service show the whole text")
    source_address = models.URLField(max_length=500, blank=True)
    count_note = models.TextField(blank=True, help_text="Shown wherever a number of statements is shown")
    subjects = models.ManyToManyField(Subject, related_name="versions")
    is_published = models.BooleanField(default=False, help_text="From here on nothing in it can be changed")
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    identifier = models.UUIDField(unique=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["framework__position", "framework__code", "-published_on", "code"]
        constraints = [
            models.UniqueConstraint("framework", Lower("code"), name="version_code_unique_in_its_framework"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="version_ends_after_it_begins",
            ),
        ]
        triggers = [
            published_version_stays(),
            Protect(name="is_kept", operation=Delete, condition=Row(old__is_published=True)),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("standards:version", args=self.address_words)

    @property
    def address_words(self) -> list[str]:
        """Its place in a permanent address, in lower case."""
        return [self.framework.code.lower(), self.code.lower()]

    @property
    def history_chain(self) -> str:
        return f"standards:{self.pk}"

    @property
    def outcomes(self) -> "ItemQuerySet":
        """What people are asked to show, in order: evidence and judgements hang on these."""
        return self.items.outcomes()

    @property
    def edition(self) -> str:
        """Which version it is and how it stands: "March 2025, consultation draft, never in force"."""
        status = self.get_status_display()
        return ", ".join(filter(None, [self.published_words, status[:1].lower() + status[1:]]))

    @property
    def was_never_in_force(self) -> bool:
        return self.status == self.Status.CONSULTATION_DRAFT


class ItemKind(models.Model):
    """What a framework calls the things it holds: domain, outcome, knows, standard, area."""

    class Role(models.TextChoices):
        GROUP = "group", "Brings outcomes together"
        OUTCOME = "outcome", "What people are asked to show"
        PROMPT = "prompt", "Helps to show and to judge an outcome"
        PART = "part", "A point within another text"

    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="kinds")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    plural = models.CharField(max_length=80)
    heading = models.CharField(max_length=80, blank=True, help_text="What stands above a list of them")
    description = models.TextField(blank=True)
    role = models.CharField(max_length=10, choices=Role)
    position = models.PositiveSmallIntegerField()
    identifier = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="kind_code_unique_in_its_version"),
            models.UniqueConstraint(fields=["version", "position"], name="kind_has_its_own_place"),
        ]
        triggers = [part_of_a_published_version()]

    def __str__(self):
        return self.name


class ItemQuerySet(models.QuerySet):
    """Pieces of the standards, always in the order of the document."""

    def outcomes(self):
        return self.filter(kind__role=ItemKind.Role.OUTCOME)

    def groups(self):
        return self.filter(kind__role=ItemKind.Role.GROUP)

    def prompts(self):
        return self.filter(kind__role=ItemKind.Role.PROMPT)


class Item(models.Model):
    """One piece of a framework: a domain, an outcome, a statement, a point within a statement."""

    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="items")
    kind = models.ForeignKey(ItemKind, on_delete=models.RESTRICT, related_name="items")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    code = models.CharField(max_length=60, help_text="Text, never a number: 1.10 is not 1.1")
    slug = models.CharField(max_length=60, help_text="The code as it stands in an address")
    text = models.TextField()
    summary = models.TextField(blank=True)
    is_our_label = models.BooleanField(default=False, help_text="The words are ours, not the publisher's")
    position = models.PositiveIntegerField(help_text="Its place in the document, read from top to bottom")
    identifier = models.UUIDField(unique=True, editable=False)
    place_identifier = models.UUIDField(unique=True, editable=False)
    search = models.GeneratedField(
        expression=SearchVector("code", weight="A", config="english")
        + SearchVector("text", weight="B", config="english")
        + SearchVector("summary", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="item_code_unique_in_its_version"),
            models.UniqueConstraint(fields=["version", "slug"], name="item_address_unique_in_its_version"),
            models.UniqueConstraint(fields=["version", "position"], name="item_has_its_own_place"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(code=""), name="item_has_code_and_text"),
        ]
        indexes = [GinIndex(fields=["search"], name="item_search")]
        triggers = [part_of_a_published_version()]

    def __str__(self):
        return f"{self.code} {self.text}"

    def get_absolute_url(self):
        return reverse("standards:item", args=[*self.version.address_words, self.slug])


class KeyTerm(models.Model):
    """A word that a version defines, and the forms in which it occurs."""

    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="terms")
    term = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120)
    meaning = models.TextField()
    forms = models.JSONField(default=list, help_text="The forms that are linked to it: child, children")
    position = models.PositiveSmallIntegerField()
    identifier = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "slug"], name="term_unique_in_its_version"),
            models.UniqueConstraint(fields=["version", "position"], name="term_has_its_own_place"),
        ]
        triggers = [part_of_a_published_version()]

    def __str__(self):
        return self.term

    def get_absolute_url(self):
        return f"{reverse('standards:terms', args=self.version.address_words)}#{self.slug}"


class Passage(models.Model):
    """What a version says about itself, before and after the standards: a heading and its paragraphs."""

    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="passages")
    heading = models.CharField(max_length=200)
    text = models.TextField(help_text="Paragraphs, with an empty line between; a list begins each with -")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="passage_has_its_own_place"),
        ]
        triggers = [part_of_a_published_version()]

    def __str__(self):
        return self.heading

    @property
    def blocks(self) -> list[tuple[bool, list[str]]]:
        """Its paragraphs and lists in order: whether each is a list, and what it says."""
        return [
            (is_list, [each.removeprefix("- ") for each in paragraphs])
            for is_list, paragraphs in groupby(
                self.text.split("\n\n"), key=lambda each: each.startswith("- ")
            )
        ]


class EvidenceBase(models.Model):
    """A theory, an approach, a study that the authors of a version say they drew on."""

    class Kind(models.TextChoices):
        THEORY = "theory", "Theory"
        APPROACH = "approach", "Whole-system approach"
        METHOD = "method", "Method or intervention"
        MODEL = "model", "Model of competence"
        STUDY = "study", "Study or review"
        GUIDANCE = "guidance", "Guidance"
        EXPERIENCE = "experience", "Experience"

    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="evidence_base")
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200)
    reference = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "position"]
        verbose_name_plural = "evidence base"
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="evidence_base_named_once"),
        ]
        triggers = [part_of_a_published_version()]

    def __str__(self):
        return self.name


class Crosswalk(models.Model):
    """A set of links between frameworks that somebody made, with the caution that goes with each."""

    code = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="crosswalks")
    maker = models.CharField(max_length=200)
    caution = models.CharField(max_length=300, help_text="Shown wherever one of its links is shown")
    explanation = models.TextField(blank=True)
    identifier = models.UUIDField(unique=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return self.title


class AssociationQuerySet(models.QuerySet):
    """Judgements about how items of two frameworks belong together."""

    def links(self):
        return self.exclude(destination=None)

    def found_nothing(self):
        return self.filter(destination=None)


class Association(models.Model):
    """A link from an item to one elsewhere; without a destination, a record that somebody looked in vain."""

    class Kind(models.TextChoices):
        RELATED = "isRelatedTo", "Is related to"
        EXACT_MATCH = "exactMatchOf", "Is an exact match of"
        PART_OF = "isPartOf", "Is part of"
        REPLACED_BY = "replacedBy", "Is replaced by"
        TRANSLATION = "isTranslationOf", "Is a translation of"

    class Strength(models.TextChoices):
        EXACT = "exact", "Exact: same scope and same expectation"
        STRONG = "strong", "Strong: they have the same main subject"
        PARTIAL = "partial", "Partial: they share a part"
        NONE = "none", "None: looked, and found no item"

    class Confidence(models.TextChoices):
        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"

    crosswalk = models.ForeignKey(Crosswalk, on_delete=models.PROTECT, related_name="associations")
    origin = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="associations")
    destination = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="associations_to_here"
    )
    destination_version = models.ForeignKey(
        FrameworkVersion, on_delete=models.PROTECT, related_name="associations_to_here"
    )
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.RELATED)
    strength = models.CharField(max_length=10, choices=Strength)
    reason = models.TextField()
    confidence = models.CharField(max_length=10, choices=Confidence)
    position = models.PositiveIntegerField(help_text="Its place in the crosswalk as it was written")
    reviewed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="associations_reviewed"
    )
    reviewed_on = models.DateField(null=True, blank=True)
    identifier = models.UUIDField(unique=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = AssociationQuerySet.as_manager()

    class Meta:
        ordering = ["crosswalk", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["crosswalk", "origin", "destination", "kind"], name="association_made_once"
            ),
            models.UniqueConstraint(
                fields=["crosswalk", "origin", "destination_version"],
                condition=Q(destination=None),
                name="association_found_nothing_once",
            ),
            models.CheckConstraint(
                condition=Q(destination=None, strength="none")
                | Q(destination__isnull=False) & ~Q(strength="none"),
                name="association_without_destination_is_none",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None, reviewed_on=None)
                | Q(reviewed_by__isnull=False, reviewed_on__isnull=False),
                name="association_review_has_person_and_day",
            ),
        ]

    def __str__(self):
        return f"{self.origin_id} {self.kind} {self.destination_id or 'nothing'}"

    @property
    def is_reviewed(self) -> bool:
        return self.reviewed_on is not None
