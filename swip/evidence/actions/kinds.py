"""The kinds of evidence that people can choose: those for everybody, and those an employer adds."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from swip.accounts.models import Organisation, User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.evidence.kinds import OBSERVATION, called, read_kinds
from swip.evidence.models import EvidenceKind, KindVersion


@transaction.atomic
def load_kinds() -> int:
    """Bring the kinds for everybody up to date with their data file. One no longer listed stays as it is."""
    listed = read_kinds()
    for each in listed:
        kind, _ = EvidenceKind.objects.update_or_create(code=each["code"], defaults=each)
        keep_wording(kind, by=None)
    return len(listed)


def keep_wording(kind: EvidenceKind, *, by: User | None) -> KindVersion:
    """A version for what it says now, unless the newest says the same."""
    newest = kind.versions.order_by("-number").first()
    if newest and newest.words == kind.words:
        return newest
    number = newest.number + 1 if newest else 1
    return KindVersion.objects.create(kind=kind, number=number, made_by=by, **kind.words)


class NameTaken(Exception):
    """There is a kind of this name: what counts toward an outcome knows kinds by their names."""

    def __init__(self, name: str, *, is_for_everybody: bool):
        super().__init__(name)
        self.name = name
        self.is_for_everybody = is_for_everybody


@transaction.atomic
def add_kind(organisation: Organisation, *, wording: dict[str, Any], by: User) -> EvidenceKind:
    """A kind for the people of one employer. Pressed twice, it is there once."""
    there = be_alone_in(organisation)
    if same := next((each for each in there if each.words == wording), None):
        return same
    be_free(wording["name"], there)
    code = f"employer-{organisation.pk}-{uuid.uuid4().hex[:10]}"
    kind = EvidenceKind.objects.create(
        organisation=organisation, code=code, position=len(there) + 1, **wording
    )
    version = keep_wording(kind, by=by)
    note_it("evidence.kind_added", kind, version, by=by)
    return kind


@transaction.atomic
def change_kind(kind: EvidenceKind, *, wording: dict[str, Any], number: int, by: User) -> None:
    """Another wording from here on. Pieces keep the questions that they were written under."""
    there = be_alone_in(kind.organisation)
    kind.refresh_from_db()
    if kind.words == wording:
        return
    if kind.versions.count() != number:
        raise StaleStep(kind)
    be_free(wording["name"], [each for each in there if each != kind])
    for name, words in wording.items():
        setattr(kind, name, words)
    kind.save(update_fields=list(wording))
    version = keep_wording(kind, by=by)
    note_it("evidence.kind_changed", kind, version, by=by)


@transaction.atomic
def offer_kind(kind: EvidenceKind, *, is_offered: bool, by: User) -> None:
    """Nobody begins a piece of a kind that is not offered; what is being written goes on."""
    be_alone_in(kind.organisation)
    if EvidenceKind.objects.filter(pk=kind.pk).exclude(is_offered=is_offered).update(is_offered=is_offered):
        action = "evidence.kind_offered" if is_offered else "evidence.kind_stopped"
        history.record(action, kind, by=by, data={"name": kind.name})


def be_alone_in(organisation: Organisation | None) -> list[EvidenceKind]:
    """The kinds of an employer, while nobody else changes them. Those for everybody are changed by nobody here."""
    if organisation is None:
        raise PermissionError("The kinds for everybody come from their data file")
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    return list(organisation.evidence_kinds.all())


def be_free(name: str, there: list[EvidenceKind]) -> None:
    if same := _same(name, [each.name for each in there]):
        raise NameTaken(same, is_for_everybody=False)
    for_everybody = EvidenceKind.objects.filter(organisation=None).values_list("name", flat=True)
    if same := _same(name, [*for_everybody, OBSERVATION]):
        raise NameTaken(same, is_for_everybody=True)


def _same(name: str, taken: list[str]) -> str | None:
    return next((each for each in taken if called(each) == called(name)), None)


def note_it(action: str, kind: EvidenceKind, version: KindVersion, *, by: User) -> None:
    history.record(action, kind, by=by, data={"name": kind.name, "version": version.number})
