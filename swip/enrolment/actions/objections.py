"""The social worker objects to a change, and is answered. Both stay."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from swip.accounts.models import Role, User
from swip.accounts.permissions import appointed_to
from swip.core import history
from swip.core.history_words import in_words
from swip.core.models import Entry
from swip.enrolment import queries
from swip.enrolment.actions.common import locked
from swip.enrolment.models import Enrolment, Objection, ObjectionAnswer
from swip.notifications.actions import tell


@transaction.atomic
def object_to(enrolment: Enrolment, entry: Entry, *, words: str, by: User) -> Objection:
    """The change stays as it is until somebody puts it right; that the worker disagrees stands beside it."""
    current = locked(enrolment)  # pressed twice, it is said once
    said = {"enrolment": current, "entry": entry, "words": words, "made_by": by}
    if earlier := Objection.objects.filter(**said).first():
        return earlier
    objection = Objection.objects.create(**said)
    history.record(
        "enrolment.objected", objection, by=by, note=in_words(entry.action), data={"entry": entry.pk}
    )
    for employer in queries.employers_of(current):
        for coordinator in appointed_to(employer, Role.COORDINATOR).exclude(pk=by.pk):
            tell(
                coordinator,
                "change-objected",
                href=_page(current),
                objection=objection,
                enrolment=current,
                change=in_words(entry.action),
            )
    return objection


@transaction.atomic
def answer_objection(objection: Objection, *, words: str, by: User) -> ObjectionAnswer:
    """What the coordinator says to it; the worker may object again."""
    current = locked(objection.enrolment)
    said = {"objection": objection, "words": words, "given_by": by}
    if earlier := ObjectionAnswer.objects.filter(**said).first():
        return earlier
    answer = ObjectionAnswer.objects.create(**said)
    change = in_words(objection.entry.action)
    history.record(
        "enrolment.objection_answered",
        objection,
        by=by,
        on_behalf_of=queries.employer_name(current),
        note=change,
        data={"answer": answer.pk},
    )
    tell(
        objection.made_by,
        "objection-answered",
        href=_page(current),
        objection=objection,
        enrolment=current,
        change=change,
    )
    return answer


def _page(enrolment: Enrolment) -> str:
    return reverse("enrolment:changes", args=[enrolment.pk])
