"""Who may register people, and whose registration it is."""

from __future__ import annotations

from django.db.models import QuerySet

from swip.accounts.models import User
from swip.enrolment.permissions import registers_for
from swip.registration.models import RegistrationDraft, RegistrationFile


def registrations_of(user: User) -> QuerySet[RegistrationDraft]:
    """A registration belongs to the coordinator who began it, while they act for that organisation."""
    return RegistrationDraft.objects.filter(coordinator=user, organisation__in=registers_for(user)).exclude(
        status=RegistrationDraft.Status.DELETED
    )


def files_of(user: User) -> QuerySet[RegistrationFile]:
    """The coordinators of an organisation see its files, whoever of them sent one."""
    return RegistrationFile.objects.filter(organisation__in=registers_for(user)).exclude(
        status=RegistrationFile.Status.DELETED
    )
