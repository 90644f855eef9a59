"""Addresses, and what people type into these pages."""

from django.urls import reverse
from django.utils import timezone


def at(page, *args):
    return reverse(f"supervision:{page}", args=[getattr(each, "pk", each) for each in args])


def of_entry(page, entry):
    return reverse(f"supervision:{page}", args=[entry.KIND, entry.pk])


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def a_session(enrolment, day=None, **changed):
    """A session as its form sends it."""
    supervisor = enrolment.supervisor
    return {
        "took_place": "held",
        "minutes": "90",
        "reflection_minutes": "30",
        "kind": "individual",
        "held_by": str(supervisor.pk) if supervisor else "somebody_else",
        **boxes("day", day or timezone.localdate()),
        **changed,
    }
