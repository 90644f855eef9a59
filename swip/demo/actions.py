"""Load the made-up people, and be one of them."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from swip.accounts.models import User
from swip.demo import queries
from swip.demo.making.demonstration import make_demonstration
from swip.demo.making.tables import Reserved

ADVISORY_LOCK = "load the demonstration"


class NotADemonstration(PermissionDenied):
    """This is a real service, where nobody is made up and nobody can be somebody else."""


class NotEmpty(Exception):
    """There are people in the database already who are not those of the demonstration."""


def be_in_a_demonstration() -> None:
    if not settings.DEMO:
        raise NotADemonstration("This is not a demonstration: DEMO is not set.")


@transaction.atomic
def load() -> int:
    """Make up the people of the demonstration, once; gives how many were made."""
    be_in_a_demonstration()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [ADVISORY_LOCK])
    if queries.is_loaded():
        return 0
    if queries.has_people():
        raise NotEmpty("There are other people in this database: made-up ones are not added to them.")
    making = make_demonstration(timezone.localdate(), Reserved())
    people = len(making.tables.rows[User])
    making.save()
    return people


def be(request: HttpRequest, person: User) -> None:
    """Sign whoever is signed in out, and sign this person in."""
    be_in_a_demonstration()
    logout(request)
    get_adapter(request).login(request, person)
