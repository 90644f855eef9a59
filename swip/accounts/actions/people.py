"""What changes about people and their sign-ins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from swip.accounts.models import User
from swip.core import history


class AddressTaken(Exception):
    """Somebody has an account with this address, perhaps since a moment ago."""


class RegisterNumberTaken(Exception):
    """Somebody else is here with this register number, perhaps since a moment ago."""


@dataclass(frozen=True)
class NewPerson:
    """Somebody who has no account yet."""

    email: str
    name: str
    register_number: str = ""
    on_behalf_of: str = ""


@transaction.atomic
def register_people(newcomers: Sequence[NewPerson], *, by: User | None) -> list[User]:
    """Give people accounts, all or none: the one way in. They sign in with a code sent to their address."""
    people = [
        User.objects.new_user(each.email, each.name, register_number=each.register_number)
        for each in newcomers
    ]
    try:
        with transaction.atomic():
            User.objects.bulk_create(people)
    except IntegrityError as error:
        if "register_number" in str(error):
            raise RegisterNumberTaken from None
        raise AddressTaken from None
    history.record_all(
        history.entry("user.registered", person, by=by or person, on_behalf_of=each.on_behalf_of)
        for each, person in zip(newcomers, people, strict=True)
    )
    return people


def register_person(
    email: str, name: str, *, by: User | None, register_number: str = "", on_behalf_of: str = ""
) -> User:
    """Give one person an account."""
    return register_people([NewPerson(email, name, register_number, on_behalf_of)], by=by)[0]


@transaction.atomic
def change_details(person: User, *, by: User, name: str, register_number: str) -> None:
    changed = [
        field
        for field, value in (("name", name), ("register_number", register_number))
        if getattr(person, field) != value
    ]
    if changed:
        person.name, person.register_number = name, register_number
        person.save(update_fields=changed)
        history.record("user.details_changed", person, by=by, data={"changed": changed})


@transaction.atomic
def confirm_address(person: User) -> None:
    """A link or a code that was sent to the address came back: it is theirs."""
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


@transaction.atomic
def change_address(person: User, email: str, *, by: User | None) -> None:
    """Somebody reads their email elsewhere now. Whoever still reads the old address cannot get in."""
    person.email = email.strip().lower()
    person.save(update_fields=["email"])
    EmailAddress.objects.filter(user=person).delete()
    history.record("user.address_changed", person, by=by)
    sign_out_everywhere(person, by=by)


@transaction.atomic
def end_sign_in(sign_in: UserSession, *, by: User) -> None:
    """Sign out of one browser from another."""
    sign_in.end()
    history.record("user.signed_out_elsewhere", by, by=by)


@transaction.atomic
def sign_out_everywhere(person: User, *, by: User | None) -> None:
    """Every sign-in ends, also those that we no longer know of: what they were made with has changed."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
    sign_ins = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=sign_ins.values("session_key")).delete()
    sign_ins.delete()
    history.record("user.signed_out_everywhere", person, by=by)
