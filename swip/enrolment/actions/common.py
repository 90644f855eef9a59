"""What several verbs of an enrolment need."""

from __future__ import annotations

import datetime

from django.utils import timezone

from swip.enrolment.models import (
    Enrolment,
)


def locked(enrolment: Enrolment) -> Enrolment:
    return Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)


def tomorrow() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=1)


def sentences(*sentences: str) -> str:
    return ". ".join(each.strip().rstrip(".") for each in sentences if each.strip())
