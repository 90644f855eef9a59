"""What is done with a support agreement: begun, written, offered, signed or not, renewed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep, StaleText
from swip.enrolment.models import Enrolment
from swip.notifications.actions import tell
from swip.supervision import permissions
from swip.supervision.models import AgreementVersion, Refusal, Signature, SupportAgreement
from swip.supervision.queries import agreements as queries

Status = SupportAgreement.Status


class NotWhole(Exception):
    """Something that an agreement has to promise is missing, or is less than the rule book asks for."""


@transaction.atomic
def start_agreement(enrolment: Enrolment, typed: dict[str, Any], *, by: User) -> SupportAgreement:
    """One is written at a time, whoever begins it; its first words are what the rule book promises anyway."""
    locked = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if not locked.is_open:
        raise StaleStep(enrolment)
    if there := queries.under_way(enrolment):
        return there
    agreement = SupportAgreement.objects.create(
        enrolment=enrolment,
        number=enrolment.support_agreements.count() + 1,
        typed=typed,
        started_by=by,
    )
    _record("agreement.started", agreement, by=by)
    return agreement


def renew(agreement: SupportAgreement, typed: dict[str, Any], *, by: User) -> SupportAgreement:
    """Something has changed: a new agreement beside the one that holds until everybody has signed again."""
    return start_agreement(agreement.enrolment, typed, by=by)


@transaction.atomic
def write(agreement: SupportAgreement, revision: int, typed: dict[str, Any], *, by: User) -> None:
    """Keep what was typed so far, right or not."""
    if not agreement.is_draft:
        raise StaleStep(agreement)
    if agreement.typed != typed:
        agreement.save_over(revision, typed=typed)


@transaction.atomic
def offer(
    agreement: SupportAgreement, revision: int, terms: dict[str, Any] | None, *, by: User
) -> AgreementVersion:
    """Everything is there: the words are kept as they are, and those who sign are told.

    The revision is the one that was looked through: words from another window go through another look.
    """
    _lock(agreement)
    if not agreement.is_draft:
        raise StaleStep(agreement)
    if agreement.revision != revision:
        raise StaleText(agreement)
    if terms is None:
        raise NotWhole
    enrolment = agreement.enrolment
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=agreement.versions.count() + 1,
        **queries.people_named(enrolment),
        signed_by=[code for code, _ in queries.signing_parts(enrolment.rule_book)],
        offered_by=by,
        **terms,
    )
    agreement.move_to(Status.OFFERED, revision=agreement.revision + 1)
    _record("agreement.offered", agreement, by=by, data=fingerprint(version))
    people = {
        person.pk: person
        for part in version.signed_by
        for person in queries.people_for(enrolment, part)
        if person != by
    }
    for person in people.values():
        _tell(person, "agreement-to-sign", agreement, is_new=agreement.number > 1)
    return version


@transaction.atomic
def take_back_offer(agreement: SupportAgreement, *, by: User) -> None:
    """Whoever wrote it saw something to mend. The version stays, with the signatures it had."""
    _lock(agreement)
    if not agreement.is_offered:
        raise StaleStep(agreement)
    agreement.move_to(Status.DRAFT, revision=agreement.revision + 1)
    _record("agreement.taken_back", agreement, by=by)


@transaction.atomic
def sign(agreement: SupportAgreement, version: int, *, by: User) -> None:
    """One side signs exactly the version it read. With the last signature the agreement is in force."""
    newest, part = _to_sign(agreement, version, by=by)
    Signature.objects.create(version=newest, part=part, person=by)
    _record("agreement.signed", agreement, by=by, data={"part": part} | fingerprint(newest))
    signed = set(newest.signatures.values_list("part", flat=True))
    if set(newest.signed_by) <= signed:
        _come_into_force(agreement, newest, by=by)


@transaction.atomic
def refuse(agreement: SupportAgreement, version: int, *, words: str, by: User) -> None:
    """One side would not sign. Its words stay, and the agreement goes back to be changed."""
    newest, part = _to_sign(agreement, version, by=by)
    Refusal.objects.create(version=newest, part=part, person=by, words=words)
    agreement.move_to(Status.DRAFT, revision=agreement.revision + 1)
    _record("agreement.refused", agreement, by=by, data={"part": part, "version": newest.number})
    writers = {newest.offered_by_id: newest.offered_by}
    if supervisor := agreement.enrolment.supervisor:
        writers[supervisor.pk] = supervisor
    for person in writers.values():
        if person != by:
            _tell(person, "agreement-refused", agreement, refused_by=by)


@transaction.atomic
def end(agreement: SupportAgreement, *, why: str, by: User) -> None:
    """It holds no more, with nothing in its place: the employer has changed, or it was made by mistake.

    What the rule book promises holds on.
    """
    _lock(agreement)
    agreement.move_to(Status.ENDED, over_on=timezone.localdate(), why_ended=why)
    _record("agreement.ended", agreement, by=by)
    version = queries.versions_of(agreement)[-1]
    for signature in version.signatures.all():
        if signature.person != by:
            _tell(signature.person, "agreement-ended", agreement, ended_by=by)


def _come_into_force(agreement: SupportAgreement, version: AgreementVersion, *, by: User) -> None:
    today = timezone.localdate()
    for before in SupportAgreement.objects.in_force().filter(enrolment=agreement.enrolment_id):
        before.move_to(Status.REPLACED, over_on=today)
        _record("agreement.replaced", before, by=by)
    agreement.move_to(Status.IN_FORCE, in_force_on=today)
    _record("agreement.in_force", agreement, by=by, data=fingerprint(version))
    for signature in version.signatures.select_related("person"):
        _tell(signature.person, "agreement-in-force", agreement)


def _to_sign(agreement: SupportAgreement, number: int, *, by: User) -> tuple[AgreementVersion, str]:
    """The newest version, if it is the one that was read, and the side for which this person signs it."""
    _lock(agreement)
    if not agreement.is_offered:
        raise StaleStep(agreement)
    newest = queries.versions_of(agreement)[-1]
    part = permissions.part_to_sign(by, newest)
    if newest.number != number or not part:
        raise StaleStep(agreement)
    return newest, part


def fingerprint(version: AgreementVersion) -> dict[str, Any]:
    """Proves later what was signed, without history holding it."""
    said = json.dumps(model_to_dict(version), default=str, sort_keys=True)
    return {"version": version.number, "sha256": hashlib.sha256(said.encode()).hexdigest()}


def _lock(agreement: SupportAgreement) -> None:
    """Of two who press at once, the second waits for the first and sees what they did."""
    agreement.refresh_from_db(
        fields=["status", "revision", "typed"],
        from_queryset=SupportAgreement.objects.select_for_update(of=("self",)),
    )


def _record(
    action: str, agreement: SupportAgreement, *, by: User, data: dict[str, Any] | None = None
) -> None:
    history.record(action, agreement, by=by, rules=agreement.enrolment.rule_book.reference, data=data)


def _tell(person: User, kind: str, agreement: SupportAgreement, **more: Any) -> None:
    tell(person, kind, href=agreement.get_absolute_url(), enrolment=agreement.enrolment, **more)
