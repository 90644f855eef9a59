"""Organisations, teams, and the people who work in them."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress

from swip.accounts.models import Appointment, Invitation, Organisation, Role, Team, User
from swip.demo.making.chance import Chance, Moment
from swip.demo.making.made import Making, Person

BEGINNING = datetime.timedelta(days=1000)


@dataclass
class Employer:
    """An organisation with everybody in it."""

    number: int
    name: str
    key: str
    teams: list[int] = field(default_factory=list)
    staff: dict[str, list[Person]] = field(default_factory=dict)

    @property
    def chain(self) -> str:
        return f"organisation:{self.number}"

    def have(self, role: str) -> list[Person]:
        return self.staff.get(role, [])


def address(name: str, domain: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return f"{re.sub(r'[^a-z]+', '.', plain).strip('.')}@{domain}.example"


def add_person(
    making: Making, chance: Chance, name: str, email: str, at: Moment, *, register_number: str = ""
) -> Person:
    number = making.tables.add(
        User,
        name=name,
        email=email,
        register_number=register_number,
        password=f"!{chance.getrandbits(160):040x}",
        created_at=at,
    )
    return Person(number, name, email)


def found_national_programme(making: Making, details: dict[str, Any]) -> Employer:
    """Whoever runs the national programme was there first."""
    chance = making.chance(details["name"])
    at = chance.moment(making.today - BEGINNING - datetime.timedelta(days=30))
    administrator = add_person(
        making, chance, details["administrator"], address(details["administrator"], "national"), at
    )
    making.record(
        at, "user.registered", User, administrator.number, chain=administrator.chain, by=administrator
    )
    national = _add_organisation(making, details["name"], Organisation.Kind.NATIONAL, "national", "")
    making.record(
        at, "organisation.added", Organisation, national.number, chain=national.chain, by=administrator
    )
    _appoint(making, national, administrator, Role.ADMINISTRATOR, at, by=administrator)
    for name in details["programme_editors"]:
        _bring_in(making, chance, national, name, Role.PROGRAMME_EDITOR, at, by=administrator)
    return national


def found_employer(
    making: Making,
    national: Employer,
    *,
    key: str,
    name: str,
    kind: str,
    region: str,
    teams: Sequence[Sequence[str]],
    staff: dict[str, list[str]],
) -> Employer:
    """An employer joins: the national programme invites its administrator, who brings in the others."""
    chance = making.chance(name)
    employer = _add_organisation(making, name, kind, key, region)
    at = chance.moment(making.today - BEGINNING)
    founder = national.have(Role.ADMINISTRATOR)[0]
    making.record(at, "organisation.added", Organisation, employer.number, chain=employer.chain, by=founder)
    (administrator_name,) = staff[Role.ADMINISTRATOR]
    administrator, at = _bring_in(
        making, chance, employer, administrator_name, Role.ADMINISTRATOR, at, by=founder
    )
    for team_name, area in teams:
        at += datetime.timedelta(minutes=chance.randint(2, 9))
        team = making.tables.add(Team, organisation_id=employer.number, name=team_name, service_area=area)
        employer.teams.append(team)
        data = {"service_area": area}
        making.record(
            at, "team.added", Team, team, chain=employer.chain, by=administrator, note=team_name, data=data
        )
    for role, names in staff.items():
        for person_name in names:
            if role != Role.ADMINISTRATOR:
                at += datetime.timedelta(hours=chance.randint(1, 5))
                _bring_in(making, chance, employer, person_name, role, at, by=administrator)
    return employer


def _add_organisation(making: Making, name: str, kind: str, key: str, region: str) -> Employer:
    number = making.tables.add(Organisation, name=name, kind=kind, region=region)
    return Employer(number, name, key)


def _bring_in(
    making: Making, chance: Chance, employer: Employer, name: str, role: str, at: Moment, *, by: Person
) -> tuple[Person, Moment]:
    """Invited, and here a day later. An invitation brings an account, a confirmed address and the role."""
    later = chance.moment(at.date() + chance.days(1, 4), after=at)
    email = address(name, employer.key)
    person = add_person(making, chance, name, email, later, register_number=making.next_register_number())
    invitation = add_invitation(making, employer, name, role, at, by=by, accepted_by=person)
    making.record(
        later,
        "user.registered",
        User,
        person.number,
        chain=person.chain,
        by=person,
        on_behalf_of=employer.name,
    )
    making.tables.add(EmailAddress, user_id=person.number, email=email, verified=True, primary=True)
    making.record(
        later,
        "invitation.accepted",
        Invitation,
        invitation,
        chain=employer.chain,
        by=person,
        note=f"{name} as {Role(role).label}",
    )
    _appoint(making, employer, person, role, later, by=person, action="appointment.taken_up")
    return person, later


def add_invitation(
    making: Making,
    employer: Employer,
    name: str,
    role: str,
    at: Moment,
    *,
    by: Person,
    accepted_by: Person | None = None,
) -> int:
    invitation = making.tables.add(
        Invitation,
        status=Invitation.Status.ACCEPTED if accepted_by else Invitation.Status.SENT,
        organisation_id=employer.number,
        role=role,
        name=name,
        email=address(name, employer.key),
        starts_on=at.date(),
        expires_at=at + datetime.timedelta(days=7),
        times_sent=1,
        invited_by_id=by.number,
        invited_at=at,
        accepted_by_id=accepted_by.number if accepted_by else None,
    )
    making.record(
        at,
        "invitation.sent",
        Invitation,
        invitation,
        chain=employer.chain,
        by=by,
        note=f"{name} as {Role(role).label}",
        data={"role": role},
    )
    return invitation


def _appoint(
    making: Making,
    employer: Employer,
    person: Person,
    role: str,
    at: Moment,
    *,
    by: Person,
    action: str = "appointment.made",
) -> None:
    appointment = making.tables.add(
        Appointment,
        person_id=person.number,
        organisation_id=employer.number,
        role=role,
        starts_on=at.date(),
    )
    employer.staff.setdefault(role, []).append(person)
    making.record(
        at,
        action,
        Appointment,
        appointment,
        chain=employer.chain,
        by=by,
        note=f"{person.name}: {Role(role).label}",
        data={
            "role": role,
            "person": person.number,
            "team": None,
            "starts_on": at.date().isoformat(),
            "ends_on": None,
        },
    )
