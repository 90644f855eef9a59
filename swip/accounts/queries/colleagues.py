"""What would become of each row of a file of colleagues."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from swip.accounts.models import Appointment, ColleagueFile, Invitation, Organisation, Role, Team, User
from swip.accounts.permissions import people_of
from swip.core.dates import UnreadableDate, parse_date
from swip.core.tables import Column, Problem, Row

COLLEAGUE_COLUMNS = (
    Column("name", "Name", also=("full name",)),
    Column("email", "Email", also=("email address", "e-mail")),
    Column("role", "Role"),
    Column("team", "Team", required=False),
    Column("first_day", "First day", required=False, also=("start date", "from")),
    Column("last_day", "Last day", required=False, also=("end date", "until")),
)
HEADINGS = {column.name: column.heading for column in COLLEAGUE_COLUMNS}
WHAT_TO_MEND = "What to mend"

APPOINTED, INVITED, SAME, REFUSED = "appointed", "invited", "same", "refused"


@dataclass
class Colleague:
    """One row, and what it leads to: an appointment, an invitation, nothing new, or a refusal with its remedy."""

    number: int
    cells: dict[str, str]
    outcome: str = INVITED
    problems: list[Problem] = field(default_factory=list)
    email: str = ""
    role: str = ""
    team: Team | None = None
    starts_on: datetime.date = field(default_factory=timezone.localdate)
    ends_on: datetime.date | None = None
    person: User | None = None
    note: str = ""

    @property
    def role_in_words(self) -> str:
        return str(Role(self.role).label)

    def refuse(self, name: str, remedy: str) -> None:
        self.outcome = REFUSED
        value = self.cells.get(name, "")
        shown = value if len(value) <= 60 else f"{value[:60]}…"
        self.problems.append(Problem(self.number, HEADINGS[name], shown, remedy))


def kept_rows(rows: Iterable[Row]) -> list[dict]:
    """Rows of a table in the form in which a file of colleagues keeps them."""
    return [
        {
            "number": row.number,
            "cells": row.cells,
            "problems": [[each.column, each.value, each.remedy] for each in row.problems],
        }
        for row in rows
    ]


class Surroundings:
    """What the rows are held against: read once, however many rows there are."""

    def __init__(self, organisation: Organisation, roles: Iterable[str]) -> None:
        self.organisation = organisation
        self.today = timezone.localdate()
        self.roles = {loosely(word): Role(role) for role in roles for word in (role, Role(role).label)}
        self.every_role = {loosely(word) for role in Role for word in (role.value, role.label)}
        self.teams = {loosely(team.name): team for team in organisation.teams.open()}
        self.people = {person.email: person for person in people_of(organisation)}
        held = Appointment.objects.not_over().filter(organisation=organisation).select_related("team")
        self.held = {(each.person_id, each.role): each for each in held.order_by("starts_on")}
        invited = Invitation.objects.filter(organisation=organisation, status=Invitation.Status.SENT)
        self.invited = {(each.email.lower(), each.role): each for each in invited}
        self.in_file: dict[tuple[str, str], int] = {}


def loosely(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())


def colleagues_in(file: ColleagueFile, *, roles: Iterable[str]) -> list[Colleague]:
    """Each row judged as things stand now, with the roles that whoever sent it may give."""
    around = Surroundings(file.organisation, roles)
    return [_judged(row, around) for row in file.rows]


def how_many(colleagues: Iterable[Colleague]) -> dict[str, int]:
    counted = Counter(each.outcome for each in colleagues)
    return {outcome: counted[outcome] for outcome in (APPOINTED, INVITED, SAME, REFUSED)}


def _judged(row: dict, around: Surroundings) -> Colleague:
    colleague = Colleague(row["number"], row["cells"])
    if row["problems"]:
        colleague.outcome = REFUSED
        colleague.problems = [Problem(row["number"], *problem) for problem in row["problems"]]
        return colleague
    _read_person(colleague)
    _read_role(colleague, around)
    _read_days(colleague, around)
    if colleague.outcome == REFUSED:
        return colleague
    key = (colleague.email, colleague.role)
    if key in around.in_file:
        colleague.refuse(
            "email", f"Row {around.in_file[key]} has the same person and role. Take one of them out"
        )
        return colleague
    around.in_file[key] = colleague.number
    _compare(colleague, around)
    return colleague


def _read_person(colleague: Colleague) -> None:
    name = colleague.cells["name"]
    if not name:
        colleague.refuse("name", "Enter their full name")
    elif len(name) > 150 or "\n" in name:
        colleague.refuse("name", "Enter a name of one line and up to 150 characters")
    colleague.email = colleague.cells["email"].lower()
    try:
        validate_email(colleague.email)
        if len(colleague.email) > 254:
            raise ValidationError("long")
    except ValidationError:
        colleague.refuse("email", "Enter an email address in the correct format, like name@example.com")


def _read_role(colleague: Colleague, around: Surroundings) -> None:
    word = loosely(colleague.cells["role"])
    if word in around.roles:
        colleague.role = around.roles[word]
    elif word in around.every_role:
        colleague.refuse("role", "You may not give this role. Ask an administrator to bring them in")
    else:
        choice = ", ".join(dict.fromkeys(str(role.label) for role in around.roles.values()))
        colleague.refuse("role", f"Enter one of: {choice}")
    if name := colleague.cells["team"]:
        colleague.team = around.teams.get(loosely(name))
        if colleague.team is None:
            colleague.refuse("team", "There is no team with this name. Add it, correct it, or leave it empty")


def _read_days(colleague: Colleague, around: Surroundings) -> None:
    days: dict[str, datetime.date | None] = {"first_day": None, "last_day": None}
    for name in days:
        if not colleague.cells[name]:
            continue
        try:
            days[name] = parse_date(colleague.cells[name])
        except UnreadableDate as trouble:
            colleague.refuse(name, trouble.message)
    colleague.starts_on = days["first_day"] or around.today
    colleague.ends_on = days["last_day"]
    if colleague.ends_on is None:
        return
    if colleague.ends_on < around.today:
        colleague.refuse("last_day", "Last day must be today or in the future. Take out those who have left")
    elif colleague.ends_on < colleague.starts_on:
        colleague.refuse("last_day", "Last day must be on or after the first day")


def _compare(colleague: Colleague, around: Surroundings) -> None:
    """Against who is here already. A file changes no role that somebody holds: pages do, one by one."""
    colleague.person = around.people.get(colleague.email)
    held = around.held.get((colleague.person.pk, colleague.role)) if colleague.person else None
    invited = around.invited.get((colleague.email, colleague.role))
    if held is not None:
        _compare_held(colleague, held)
    elif colleague.person is not None:
        colleague.outcome = APPOINTED
    elif invited is not None:
        colleague.outcome = SAME
        colleague.note = (
            "Their invitation has expired. Send it again" if invited.is_expired else "Invited already"
        )


def _compare_held(colleague: Colleague, held: Appointment) -> None:
    colleague.outcome = SAME
    colleague.note = "Has this role already"
    if colleague.team is not None and colleague.team != held.team:
        where = f"in the team {held.team}" if held.team else "in no team"
        colleague.refuse("team", f"They have this role {where}. Change the team on the page of your people")
    if colleague.cells["last_day"] and colleague.ends_on != held.ends_on:
        until = f"until {held.ends_on:%-d %B %Y}" if held.ends_on else "with no end planned"
        colleague.refuse(
            "last_day", f"They have this role {until}. Renew or end it on the page of your people"
        )
