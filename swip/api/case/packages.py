"""The questions that CASE asks of the standards, each in a few queries."""

from __future__ import annotations

from collections import defaultdict
from typing import cast
from uuid import UUID

from django.db.models import Q, QuerySet

from swip.api.case.shapes import Binding, Json
from swip.standards.models import (
    Association,
    Crosswalk,
    FrameworkVersion,
    Item,
    ItemKind,
    KeyTerm,
    Licence,
    Subject,
)

PART = ItemKind.Role.PART


def versions() -> QuerySet[FrameworkVersion]:
    """What anyone may read: every version that has been published."""
    published = FrameworkVersion.objects.filter(is_published=True)
    return published.select_related("framework", "licence").prefetch_related("subjects")


def version_named(identifier: UUID) -> FrameworkVersion | None:
    return versions().filter(identifier=identifier).first()


def items_of(versions_shown: QuerySet[FrameworkVersion]) -> QuerySet[Item]:
    """Points within a statement are not items of their own: they stand in the statement's text."""
    items = Item.objects.filter(version__in=versions_shown).exclude(kind__role=PART)
    return items.select_related("kind", "parent", "version__framework", "version__licence")


def points_by_statement(items: list[Item]) -> dict[int, list[Item]]:
    points: defaultdict[int, list[Item]] = defaultdict(list)
    for point in Item.objects.filter(parent__in=items, kind__role=PART).order_by("position"):
        points[cast(int, point.parent_id)].append(point)
    return points


def links() -> QuerySet[Association]:
    """Both ends of a link have to be public, and a vain search is no link."""
    public = Association.objects.links().filter(
        origin__version__is_published=True, destination__version__is_published=True
    )
    return public.select_related("origin__version", "destination", "crosswalk")


def package(binding: Binding, version: FrameworkVersion) -> Json:
    """A whole framework, with everything that it refers to."""
    items = list(items_of(FrameworkVersion.objects.filter(pk=version.pk)).order_by("position"))
    points = points_by_statement(items)
    crosswalk_links = list(links().filter(origin__version=version).order_by("crosswalk", "position"))
    crosswalks = {each.crosswalk_id: each.crosswalk for each in crosswalk_links}
    return {
        "CFDocument": binding.document(version, within_package=True),
        "CFItems": [binding.item(item, version, points[item.pk]) for item in items],
        "CFAssociations": [
            *(binding.place(item, version) for item in items),
            *(binding.association(each) for each in crosswalk_links),
        ],
        "CFDefinitions": {
            "CFConcepts": [binding.concept(term, version) for term in version.terms.all()],
            "CFSubjects": [binding.subject(subject) for subject in version.subjects.all()],
            "CFLicenses": [binding.licence(version.licence)],
            "CFItemTypes": [binding.kind(kind, version) for kind in version.kinds.exclude(role=PART)],
            "CFAssociationGroupings": [binding.grouping(each) for each in crosswalks.values()],
        },
    }


def _item(binding: Binding, identifier: UUID) -> tuple[Item, Json] | None:
    item = items_of(versions()).filter(identifier=identifier).first()
    if item is None:
        return None
    points = points_by_statement([item])[item.pk]
    return item, binding.item(item, item.version, points) | binding.of_document(item.version)


def document(binding: Binding, identifier: UUID) -> Json | None:
    version = version_named(identifier)
    return binding.document(version) if version else None


def whole_package(binding: Binding, identifier: UUID) -> Json | None:
    version = version_named(identifier)
    return package(binding, version) if version else None


def item(binding: Binding, identifier: UUID) -> Json | None:
    found = _item(binding, identifier)
    return found[1] if found else None


def item_associations(binding: Binding, identifier: UUID) -> Json | None:
    """An item with everything that starts or ends at it."""
    found = _item(binding, identifier)
    if found is None:
        return None
    row, shape = found
    beneath = items_of(FrameworkVersion.objects.filter(pk=row.version_id)).filter(
        Q(parent=row) | Q(pk=row.pk)
    )
    either_way = links().filter(Q(origin=row) | Q(destination=row)).order_by("crosswalk", "position")
    return {
        "CFItem": shape,
        "CFAssociations": [
            *(binding.place(each, each.version) for each in beneath.order_by("position")),
            *(binding.association(each) for each in either_way),
        ],
    }


def association(binding: Binding, identifier: UUID) -> Json | None:
    placed = items_of(versions()).filter(place_identifier=identifier).first()
    if placed:
        return binding.place(placed, placed.version) | binding.of_document(placed.version)
    link = links().filter(identifier=identifier).first()
    return binding.association(link) | binding.of_document(link.origin.version) if link else None


def concept(binding: Binding, identifier: UUID) -> Json | None:
    terms = KeyTerm.objects.filter(version__is_published=True).select_related("version")
    term = terms.filter(identifier=identifier).first()
    return {"CFConcepts": [binding.concept(term, term.version)]} if term else None


def subject(binding: Binding, identifier: UUID) -> Json | None:
    found = Subject.objects.filter(identifier=identifier).first()
    return {"CFSubjects": [binding.subject(found)]} if found else None


def licence(binding: Binding, identifier: UUID) -> Json | None:
    found = Licence.objects.filter(identifier=identifier).first()
    return binding.licence(found) if found else None


def item_type(binding: Binding, identifier: UUID) -> Json | None:
    kinds = ItemKind.objects.filter(version__is_published=True).exclude(role=PART).select_related("version")
    found = kinds.filter(identifier=identifier).first()
    return {"CFItemTypes": [binding.kind(found, found.version)]} if found else None


def grouping(binding: Binding, identifier: UUID) -> Json | None:
    found = Crosswalk.objects.filter(identifier=identifier).first()
    return binding.grouping(found) if found else None


ONE_OF = {
    "CFDocuments": document,
    "CFPackages": whole_package,
    "CFItems": item,
    "CFItemAssociations": item_associations,
    "CFAssociations": association,
    "CFConcepts": concept,
    "CFSubjects": subject,
    "CFLicenses": licence,
    "CFItemTypes": item_type,
    "CFAssociationGroupings": grouping,
}
