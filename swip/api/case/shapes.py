"""Rows of the standards in the shapes that CASE gives them. Nothing here asks the database."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.conf import settings

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

Json = dict[str, Any]
Status = FrameworkVersion.Status
ADOPTION = {
    Status.IN_FORCE: "Adopted",
    Status.NOT_YET_IN_FORCE: "Adopted",
    Status.SUPERSEDED: "Deprecated",
}
IS_CHILD_OF = "isChildOf"


def moment(value: datetime.datetime) -> str:
    return value.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def present(**fields: Any) -> Json:
    """CASE leaves out what is not known, rather than saying that it is empty."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


@dataclass(frozen=True)
class Binding:
    """One version of CASE: the same rows under its own addresses, with or without what 1.1 added."""

    version: str

    @property
    def is_1_1(self) -> bool:
        return self.version == "v1p1"

    @property
    def root(self) -> str:
        return f"{settings.BASE_URL}/ims/case/{self.version}"

    def address(self, what: str, identifier: UUID) -> str:
        return f"{self.root}/{what}/{identifier}"

    def link(self, what: str, identifier: UUID, title: str) -> Json:
        return {"title": title, "identifier": str(identifier), "uri": self.address(what, identifier)}

    def named(self, what: str, identifier: UUID, changed_at: datetime.datetime) -> Json:
        return {
            "identifier": str(identifier),
            "uri": self.address(what, identifier),
            "lastChangeDateTime": moment(changed_at),
        }

    def document(self, version: FrameworkVersion, *, within_package: bool = False) -> Json:
        subjects = list(version.subjects.all())
        shape = self.named("CFDocuments", version.identifier, version.changed_at) | present(
            caseVersion="1.1" if self.is_1_1 else None,
            creator=version.framework.publisher,
            title=version.title,
            officialSourceURL=version.source_address,
            publisher=version.framework.publisher,
            description=version.description,
            subject=[subject.title for subject in subjects],
            subjectURI=[self.link("CFSubjects", each.identifier, each.title) for each in subjects],
            language="en-GB",
            version=version.code,
            adoptionStatus=ADOPTION.get(Status(version.status), "Draft"),
            statusStartDate=version.valid_from and version.valid_from.isoformat(),
            statusEndDate=version.valid_to and version.valid_to.isoformat(),
            licenseURI=self.link("CFLicenses", version.licence.identifier, version.licence.title),
            notes=" ".join(
                part
                for part in [f"{version.get_status_display()}.", version.attribution, version.count_note]
                if part
            ),
        )
        if not within_package:
            shape["CFPackageURI"] = self.link("CFPackages", version.identifier, version.title)
        return shape

    def of_document(self, version: FrameworkVersion) -> Json:
        """Outside a package, a thing says which document it belongs to."""
        return {"CFDocumentURI": self.link("CFDocuments", version.identifier, version.title)}

    def item(self, item: Item, version: FrameworkVersion, points: list[Item]) -> Json:
        notes = "The words are not the publisher’s: they are a label of ours." if item.is_our_label else ""
        return self.named("CFItems", item.identifier, version.changed_at) | present(
            fullStatement=full_statement(item, points),
            CFItemType=item.kind.name,
            CFItemTypeURI=self.link("CFItemTypes", item.kind.identifier, item.kind.name),
            humanCodingScheme=item.code,
            listEnumeration=item.code.rpartition(".")[2].rpartition(" ")[2],
            notes=" ".join(part for part in [item.summary, notes] if part),
            language="en-GB",
            licenseURI=self.link("CFLicenses", version.licence.identifier, version.licence.title),
        )

    def place(self, item: Item, version: FrameworkVersion) -> Json:
        """Where an item stands: under another, or at the top of its document."""
        parent = item.parent
        above = (
            self.link("CFItems", parent.identifier, title_of(parent))
            if parent
            else self.link("CFDocuments", version.identifier, version.title)
        )
        return self.named("CFAssociations", item.place_identifier, version.changed_at) | {
            "associationType": IS_CHILD_OF,
            "sequenceNumber": item.position,
            "originNodeURI": self.link("CFItems", item.identifier, title_of(item)),
            "destinationNodeURI": above,
        }

    def association(self, association: Association) -> Json:
        """A link of a crosswalk, with the caution that goes with it."""
        origin, crosswalk = association.origin, association.crosswalk
        destination = cast(Item, association.destination)  # a vain search is no link
        shape = self.named("CFAssociations", association.identifier, association.changed_at) | {
            "associationType": association.kind,
            "sequenceNumber": association.position,
            "originNodeURI": self.link("CFItems", origin.identifier, title_of(origin)),
            "destinationNodeURI": self.link("CFItems", destination.identifier, title_of(destination)),
            "CFAssociationGroupingURI": self.link(
                "CFAssociationGroupings", crosswalk.identifier, crosswalk.title
            ),
        }
        if self.is_1_1:
            shape["notes"] = (
                f"{crosswalk.caution} Strength: {association.strength}. "
                f"Confidence: {association.confidence}. {association.reason}"
            )
        return shape

    def kind(self, kind: ItemKind, version: FrameworkVersion) -> Json:
        return self.named("CFItemTypes", kind.identifier, version.changed_at) | {
            "title": kind.name,
            "description": kind.description or kind.name,
            "hierarchyCode": str(kind.position),
            "typeCode": kind.code,
        }

    def concept(self, term: KeyTerm, version: FrameworkVersion) -> Json:
        return self.named("CFConcepts", term.identifier, version.changed_at) | present(
            title=term.term,
            keywords="|".join(term.forms),
            hierarchyCode=str(term.position),
            description=term.meaning,
        )

    def subject(self, subject: Subject) -> Json:
        return self.named("CFSubjects", subject.identifier, subject.changed_at) | present(
            title=subject.title, hierarchyCode=subject.code, description=subject.description
        )

    def licence(self, licence: Licence) -> Json:
        return self.named("CFLicenses", licence.identifier, licence.changed_at) | present(
            title=licence.title,
            description=licence.address,
            licenseText=licence.summary or licence.title,
        )

    def grouping(self, crosswalk: Crosswalk) -> Json:
        return self.named("CFAssociationGroupings", crosswalk.identifier, crosswalk.changed_at) | present(
            title=crosswalk.title, description=f"{crosswalk.caution} {crosswalk.explanation}".strip()
        )


def full_statement(item: Item, points: list[Item]) -> str:
    """A statement with the points it lists: without them it would break off. CASE allows Markdown here."""
    return "\n".join([item.text, *(f"- {point.text}" for point in points)])


def title_of(item: Item) -> str:
    return f"{item.code} {item.text}"
