"""Addresses, and what people type into these pages."""

from django.urls import reverse

from swip.feedback.tests.factories import OWN_VIEW


def at(page, *args):
    return reverse(f"feedback:{page}", args=[getattr(each, "pk", each) for each in args])


def words(**changed):
    """Every question answered."""
    return OWN_VIEW | changed


def somebody(number, **changed):
    return {
        "name": f"Person {number}",
        "email": f"person{number}@example.org",
        "work": "Health visitor at Riverside clinic",
        "kind": "colleague",
    } | changed
