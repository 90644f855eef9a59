"""A small world with somebody of every kind, near and far, and the table format of who may see which page.

Each room lists its routes in `swip/<room>/tests/access.py`:

    ROUTES = {
        "evidence:review": Route(
            sees={"supervisor"},
            args=lambda world: [EvidenceFactory(enrolment=world.enrolment, status="submitted").pk],
        ),
    }

`sees` names who gets an answer: any of `PEOPLE`, or one of the sets below. Everybody else must meet 404, and who is
signed out must be asked to sign in. `tests/test_access.py` runs the whole table, and fails for a route without a row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import Organisation, Role, User
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, UserFactory
from swip.enrolment.models import Enrolment, Pairing
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.programmes.tests.factories import RuleBookFactory
from swip.standards.tests.factories import FrameworkVersionFactory

NEAR_ROLES = {
    "other_supervisor": Role.PRACTICE_SUPERVISOR,
    "other_assessor": Role.ASSESSOR,
    "coordinator": Role.COORDINATOR,
    "decision_maker": Role.DECISION_MAKER,
    "administrator": Role.ADMINISTRATOR,
    "principal_social_worker": Role.PRINCIPAL_SOCIAL_WORKER,
    "data_protection_lead": Role.DATA_PROTECTION_LEAD,
}
FAR_ROLES = {
    "far_supervisor": Role.PRACTICE_SUPERVISOR,
    "far_assessor": Role.ASSESSOR,
    "far_coordinator": Role.COORDINATOR,
    "far_decision_maker": Role.DECISION_MAKER,
    "far_administrator": Role.ADMINISTRATOR,
    "far_data_protection_lead": Role.DATA_PROTECTION_LEAD,
}
PEOPLE = [
    "signed_out",
    "social_worker",
    "other_social_worker",
    "far_social_worker",
    "supervisor",
    "assessor",
    *NEAR_ROLES,
    *FAR_ROLES,
    "programme_editor",
    "nobody_in_particular",
]
EVERYONE = frozenset(PEOPLE)
SIGNED_IN = EVERYONE - {"signed_out"}
LOOKED_AFTER_BY = frozenset({"supervisor", "assessor", "coordinator", "decision_maker"})


@dataclass(frozen=True)
class Route:
    """Who gets an answer from one route. Where it only takes a form, say `method="post"` and what is sent."""

    sees: frozenset[str] | set[str]
    args: Callable[[World], list[Any]] = field(default=lambda world: [])
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)


@dataclass
class World:
    """One enrolment in one organisation, everybody around it, and an organisation far away."""

    organisation: Organisation
    far_organisation: Organisation
    enrolment: Enrolment
    far_enrolment: Enrolment
    people: dict[str, User]

    def as_it_stands(self) -> World:
        """Read anew: what a test remembered of the records is not what the next one finds."""
        users = User.objects.in_bulk([each.pk for each in self.people.values()])
        return World(
            *(each._meta.default_manager.get(pk=each.pk) for each in self.records()),
            {name: users[each.pk] for name, each in self.people.items()},
        )

    def records(self) -> list[Any]:
        return [self.organisation, self.far_organisation, self.enrolment, self.far_enrolment]


def make_world() -> World:
    near, far, national = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    people = {name: UserFactory() for name in PEOPLE if name != "signed_out"}

    def appoint(name: str, organisation: Organisation, role: str) -> None:
        AppointmentFactory(person=people[name], organisation=organisation, role=role)

    for name, role in {
        "supervisor": Role.PRACTICE_SUPERVISOR,
        "assessor": Role.ASSESSOR,
        **NEAR_ROLES,
    }.items():
        appoint(name, near, role)
    for name, role in FAR_ROLES.items():
        appoint(name, far, role)
    appoint("programme_editor", national, Role.PROGRAMME_EDITOR)

    enrolment = EnrolmentFactory(
        rule_book=RuleBookFactory(standards=FrameworkVersionFactory()),
        social_worker=people["social_worker"],
        organisation=near,
        supervisor=people["supervisor"],
        assessor=people["assessor"],
    )
    EnrolmentFactory(
        social_worker=people["other_social_worker"],
        organisation=near,
        supervisor=people["other_supervisor"],
        assessor=people["other_assessor"],
        rule_book=enrolment.rule_book,
    )
    far_enrolment = EnrolmentFactory(
        social_worker=people["far_social_worker"],
        organisation=far,
        supervisor=people["far_supervisor"],
        assessor=people["far_assessor"],
        rule_book=enrolment.rule_book,
    )
    assert enrolment.pairings.current(timezone.localdate()).count() == len(Pairing.Kind)
    return World(near, far, enrolment, far_enrolment, people)


class undone(transaction.Atomic):  # noqa: N801 - reads as a word in the stories above
    """Whatever happens within is taken back."""

    def __init__(self):
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, exc_type, exc_value, traceback):
        transaction.set_rollback(True)
        super().__exit__(exc_type, exc_value, traceback)
