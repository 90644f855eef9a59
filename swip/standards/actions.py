"""Loading frameworks and the links between them: wholly, or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import F
from django.utils.text import slugify

from swip.accounts.models import User
from swip.core import history
from swip.standards import identifiers, reading
from swip.standards.models import (
    Association,
    Crosswalk,
    EvidenceBase,
    Framework,
    FrameworkVersion,
    Item,
    ItemKind,
    KeyTerm,
    Licence,
    Passage,
    Subject,
)
from swip.standards.reading import CannotRead, FrameworkRead
from swip.standards.reading.shapes import CHANGES_WITH_TIME

DATA = Path(__file__).parent / "data"
CROSSWALK = "crosswalk"
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Loaded:
    """What came of loading one file."""

    name: str
    what: str
    has_changed: bool


@transaction.atomic
def load_folder(folder: Path = DATA, *, by: User | None = None) -> list[Loaded]:
    """Every framework of a folder, then the links between them. Any fault, and nothing has changed."""
    crosswalks = sorted(folder.glob(f"{CROSSWALK}*.toml"))
    manifests = sorted(set(folder.glob("*.toml")) - set(crosswalks))
    if not manifests:
        raise CannotRead(folder, None, "holds no frameworks")
    loaded = [load_framework(reading.read_framework(path), by=by) for path in manifests]
    return loaded + [load_crosswalk(path, by=by) for path in crosswalks]


@transaction.atomic
def load_framework(read: FrameworkRead, *, publish: bool = True, by: User | None = None) -> Loaded:
    """A new version beside the others; the same one again changes nothing; another text is refused."""
    framework, framework_changed = _settled(
        Framework, read.framework.code, **_values(read.framework, apart={"code"})
    )
    licence, licence_changed = _settled(
        Licence,
        read.licence.code,
        identifier=identifiers.of_licence(read.licence.code),
        **_values(read.licence, apart={"code"}),
    )
    subjects = [
        _settled(
            Subject,
            each.code,
            identifier=identifiers.of_subject(each.code),
            **_values(each, apart={"code"}),
        )
        for each in read.subjects
    ]
    about_changed = framework_changed or licence_changed or any(changed for _, changed in subjects)
    name = f"{read.framework.code} {read.version.code}"
    version = FrameworkVersion.objects.filter(framework=framework, code=read.version.code).first()
    if version is None:
        version = _new_version(read, framework, licence, [subject for subject, _ in subjects])
        _fill(version, read, publish=publish)
        history.record("standards.loaded", version, by=by, note=name)
        return Loaded(name, f"loaded: {len(read.items)} items", has_changed=True)
    if version.fingerprint != read.fingerprint:
        if version.is_published:
            raise CannotRead(
                read.path,
                None,
                f"{name} is published with another text: a change needs a version with a code of its own",
            )
        version.delete()
        return load_framework(read, publish=publish, by=by)
    moved = _move_on(version, read)
    if moved:
        history.record("standards.status_changed", version, by=by, note=moved)
        return Loaded(name, moved, has_changed=True)
    if about_changed:
        return Loaded(name, "what is said about it has changed", has_changed=True)
    return Loaded(name, "unchanged", has_changed=False)


@transaction.atomic
def load_crosswalk(path: Path, *, by: User | None = None) -> Loaded:
    """The links of one table. What somebody has reviewed is never overwritten by a file."""
    versions, items = _what_may_be_linked()
    read = reading.read_crosswalk(
        path, {key: {code: item.text for code, item in known.items()} for key, known in items.items()}
    )
    head = read.head
    origin_key = (head.framework, head.version)
    crosswalk, head_changed = _settled(
        Crosswalk,
        head.code,
        identifier=identifiers.of_crosswalk(head.code),
        title=head.title,
        version=versions[origin_key],
        maker=head.maker,
        caution=head.caution,
        explanation=head.explanation,
    )
    table = path.with_name(head.file)
    before = {each.identifier: each for each in crosswalk.associations.all()}
    fresh, changed = [], []
    for position, link in enumerate(read.links, start=1):
        target_key = (link.target.framework, link.target.version)
        made = _association(
            crosswalk,
            origin=items[origin_key][link.origin],
            destination=items[target_key][link.destination] if link.destination else None,
            destination_version=versions[target_key],
            strength=link.strength,
            reason=link.reason,
            confidence=link.confidence,
            position=position,
        )
        known = before.pop(made.identifier, None)
        if known is None:
            fresh.append(made)
        elif _judgement(known) != _judgement(made):
            if known.is_reviewed:
                raise CannotRead(table, link.line, "this link has been reviewed: a file cannot change it")
            made.pk = known.pk
            changed.append(made)
    for gone in before.values():
        if gone.is_reviewed:
            raise CannotRead(table, None, f"the reviewed link {gone.identifier} is missing from the file")
    Association.objects.filter(pk__in=[each.pk for each in before.values()]).delete()
    Association.objects.bulk_create(fresh)
    Association.objects.bulk_update(changed, ["strength", "reason", "confidence", "position"])
    said = f"{len(fresh)} added, {len(changed)} changed, {len(before)} taken away"
    if fresh or changed or before:
        history.record("standards.crosswalk_loaded", versions[origin_key], by=by, note=f"{head.code}: {said}")
    elif not head_changed:
        return Loaded(head.code, "unchanged", has_changed=False)
    return Loaded(head.code, said, has_changed=True)


# ---- One version


def _new_version(
    read: FrameworkRead, framework: Framework, licence: Licence, subjects: list[Subject]
) -> FrameworkVersion:
    version = FrameworkVersion.objects.create(
        framework=framework,
        licence=licence,
        fingerprint=read.fingerprint,
        identifier=identifiers.of_version(framework.code, read.version.code),
        **_values(read.version, apart={"subjects"}),
    )
    version.subjects.set([each for each in subjects if each.code in read.version.subjects])
    return version


def _fill(version: FrameworkVersion, read: FrameworkRead, *, publish: bool) -> None:
    """All that the version holds; once it is published, the database lets nothing be added."""
    codes = (read.framework.code, read.version.code)
    kinds = ItemKind.objects.bulk_create(
        ItemKind(
            version=version,
            position=position,
            identifier=identifiers.of_kind(*codes, each.code),
            **_values(each),
        )
        for position, each in enumerate(read.kinds, start=1)
    )
    _add_items(version, read.items, {kind.code: kind for kind in kinds}, codes)
    KeyTerm.objects.bulk_create(
        KeyTerm(
            version=version,
            term=each.term,
            slug=slugify(each.term),
            meaning=each.meaning,
            forms=list(each.forms),
            position=position,
            identifier=identifiers.of_term(*codes, each.term),
        )
        for position, each in enumerate(read.terms, start=1)
    )
    Passage.objects.bulk_create(
        Passage(version=version, heading=each.heading, text=each.text, position=position)
        for position, each in enumerate(read.passages, start=1)
    )
    EvidenceBase.objects.bulk_create(
        EvidenceBase(version=version, position=position, **_values(each))
        for position, each in enumerate(read.evidence_base, start=1)
    )
    if publish:
        version.is_published = True
        version.save(update_fields=["is_published", "changed_at"])


def _add_items(
    version: FrameworkVersion,
    read: Iterable[reading.Item],
    kinds: dict[str, ItemKind],
    codes: tuple[str, str],
) -> None:
    """Level by level, since each piece needs to know what it stands under."""
    waiting = list(enumerate(read, start=1))
    made: dict[str, Item | None] = {"": None}
    while waiting:
        level = [(position, each) for position, each in waiting if each.parent in made]
        waiting = [(position, each) for position, each in waiting if each.parent not in made]
        rows = Item.objects.bulk_create(
            Item(
                version=version,
                kind=kinds[each.kind],
                parent=made[each.parent],
                code=each.code,
                slug=each.slug,
                text=each.text,
                summary=each.summary,
                is_our_label=each.is_our_label,
                position=position,
                identifier=identifiers.of_item(*codes, each.code),
                place_identifier=identifiers.of_place(*codes, each.code),
            )
            for position, each in level
        )
        made |= {row.code: row for row in rows}


def _move_on(version: FrameworkVersion, read: FrameworkRead) -> str:
    """A version comes into force or is superseded while its text stays as it is."""
    told = {name: getattr(read.version, name) for name in CHANGES_WITH_TIME}
    if told == {name: getattr(version, name) for name in CHANGES_WITH_TIME}:
        return ""
    for name, value in told.items():
        setattr(version, name, value)
    version.save(update_fields=[*told, "changed_at"])
    return f"now {version.get_status_display().lower()}"


# ---- Links


def _what_may_be_linked() -> tuple[
    dict[tuple[str, str], FrameworkVersion], dict[tuple[str, str], dict[str, Item]]
]:
    """The outcomes of every published version, by framework, version and code."""
    versions = {
        (version.framework.code, version.code): version
        for version in FrameworkVersion.objects.filter(is_published=True).select_related("framework")
    }
    items: dict[tuple[str, str], dict[str, Item]] = {key: {} for key in versions}
    outcomes = Item.objects.outcomes().filter(version__is_published=True)
    for item in outcomes.annotate(
        framework_code=F("version__framework__code"), version_code=F("version__code")
    ):
        items[item.framework_code, item.version_code][item.code] = item
    return versions, items


def _association(
    crosswalk: Crosswalk,
    *,
    origin: Item,
    destination: Item | None,
    destination_version: FrameworkVersion,
    **judgement: Any,
) -> Association:
    kind = Association.Kind.EXACT_MATCH if judgement["strength"] == "exact" else Association.Kind.RELATED
    return Association(
        crosswalk=crosswalk,
        origin=origin,
        destination=destination,
        destination_version=destination_version,
        kind=kind,
        identifier=identifiers.of_association(
            crosswalk.code, origin.identifier, (destination or destination_version).identifier, kind
        ),
        **judgement,
    )


def _judgement(association: Association) -> tuple:
    return (association.strength, association.reason, association.confidence, association.position)


# ---- Rows that are told apart by their code


def _values(shape: object, *, apart: Iterable[str] = ()) -> dict[str, Any]:
    return {name: value for name, value in vars(shape).items() if name not in apart}


def _settled(model: type[Row], code: str, **values: Any) -> tuple[Row, bool]:
    """The row with this code as it should be, and whether that changed anything."""
    row = model._default_manager.filter(code=code).first()
    if row is None:
        return model._default_manager.create(code=code, **values), True
    if all(getattr(row, name) == value for name, value in values.items()):
        return row, False
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row, True
