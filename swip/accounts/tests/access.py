"""Who may see which page about people and organisations."""

import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.utils import timezone

from swip.accounts import actions
from swip.accounts.models import Role
from swip.accounts.set_up import set_up_link
from swip.accounts.tests.factories import AppointmentFactory, InvitationFactory, TeamFactory
from swip.core.tables import Row
from tests.access_world import EVERYONE, SIGNED_IN, Route

STAFF = frozenset({"coordinator", "administrator"})
FAR_STAFF = frozenset({"far_coordinator", "far_administrator"})


def near(world):
    return [world.organisation.pk]


def with_two_steps(name):
    def args(world):
        person = world.people[name]
        TOTP.activate(person, generate_totp_secret())
        RecoveryCodes.activate(person)
        assert Authenticator.objects.filter(user=person).count() == 2
        return []

    return args


def sign_in_of(name):
    def args(world):
        person = world.people[name]
        return [UserSession.objects.create(user=person, ip="127.0.0.1", session_key=name, user_agent="").pk]

    return args


def appointment_as(role):
    def args(world):
        return [AppointmentFactory(organisation=world.organisation, role=role).pk]

    return args


def ending_appointment_as(role):
    def args(world):
        last_day = timezone.localdate() + datetime.timedelta(days=5)
        return [AppointmentFactory(organisation=world.organisation, role=role, ends_on=last_day).pk]

    return args


def colleague_file(world):
    by = world.people["coordinator"]
    rows = [Row(2, {"name": "", "email": "", "role": "", "team": "", "first_day": "", "last_day": ""})]
    return [actions.read_colleagues(rows, world.organisation, by=by).pk]


def invitation_as(role):
    def args(world):
        return [InvitationFactory(organisation=world.organisation, role=role).pk]

    return args


def invitation_link(world):
    InvitationFactory(organisation=world.organisation, token="known")
    return ["known"]


def social_worker(world):
    return [world.people["social_worker"].pk]


def registered_social_worker(world):
    person = world.people["social_worker"]
    person.register_number = "SW77"
    person.save()
    return [person.pk]


ROUTES = {
    "account_request_login_code": Route(sees=EVERYONE),
    "account_login": Route(sees=EVERYONE),
    "account_confirm_login_code": Route(sees=EVERYONE),
    "account_inactive": Route(sees=EVERYONE),
    "account_logout": Route(sees=EVERYONE),
    "account_reauthenticate": Route(sees={"coordinator"}, args=with_two_steps("coordinator")),
    "mfa_authenticate": Route(sees=EVERYONE),
    "mfa_index": Route(sees=SIGNED_IN),
    "mfa_reauthenticate": Route(sees={"coordinator"}, args=with_two_steps("coordinator")),
    "mfa_activate_totp": Route(sees=SIGNED_IN),
    "mfa_deactivate_totp": Route(sees={"coordinator"}, args=with_two_steps("coordinator")),
    "mfa_view_recovery_codes": Route(sees={"coordinator"}, args=with_two_steps("coordinator")),
    "mfa_generate_recovery_codes": Route(sees=SIGNED_IN),
    "mfa_download_recovery_codes": Route(sees={"coordinator"}, args=with_two_steps("coordinator")),
    "accounts:account": Route(sees=SIGNED_IN),
    "accounts:details": Route(sees=SIGNED_IN),
    "accounts:account_history": Route(sees=SIGNED_IN),
    "accounts:sign_ins": Route(sees=SIGNED_IN),
    "accounts:end_sign_in": Route(sees={"supervisor"}, args=sign_in_of("supervisor"), method="post"),
    "accounts:sign_out_everywhere": Route(sees=SIGNED_IN, method="post"),
    "accounts:register_checks": Route(sees={"social_worker", "coordinator"}, args=social_worker),
    "accounts:record_register_check": Route(sees={"coordinator"}, args=registered_social_worker),
    # Nobody here can be looked up by the service itself: it is not set up to.
    "accounts:ask_register": Route(sees=frozenset(), args=registered_social_worker, method="post"),
    "accounts:register_extract": Route(sees=frozenset()),
    "accounts:organisations": Route(sees=STAFF | FAR_STAFF),
    "accounts:add_organisation": Route(sees=frozenset()),
    "accounts:organisation": Route(sees=STAFF, args=near),
    "accounts:change_organisation": Route(sees={"administrator"}, args=near),
    "accounts:past_roles": Route(sees=STAFF, args=near),
    "accounts:organisation_history": Route(sees={"administrator"}, args=near),
    "accounts:appoint": Route(sees=STAFF, args=near),
    "accounts:teams": Route(sees=STAFF, args=near),
    "accounts:add_team": Route(sees={"administrator"}, args=near),
    "accounts:change_team": Route(
        sees={"administrator"}, args=lambda world: [TeamFactory(organisation=world.organisation).pk]
    ),
    "accounts:close_team": Route(
        sees={"administrator"}, args=lambda world: [TeamFactory(organisation=world.organisation).pk]
    ),
    "accounts:open_team_again": Route(
        sees={"administrator"},
        args=lambda world: [TeamFactory(organisation=world.organisation, closed_on=timezone.localdate()).pk],
        method="post",
    ),
    "accounts:invitations": Route(sees=STAFF, args=near),
    "accounts:invite": Route(sees=STAFF, args=near),
    "accounts:invite_administrator": Route(sees=frozenset(), args=near),
    "accounts:end_appointment": Route(sees={"administrator"}, args=appointment_as(Role.COORDINATOR)),
    "accounts:renew": Route(sees=STAFF, args=ending_appointment_as(Role.ASSESSOR)),
    "accounts:change_team_of": Route(sees={"administrator"}, args=appointment_as(Role.DECISION_MAKER)),
    "accounts:colleagues": Route(sees=STAFF, args=near),
    "accounts:colleagues_template": Route(sees=STAFF, args=near),
    "accounts:colleague_file": Route(sees={"coordinator"}, args=colleague_file),
    "accounts:colleagues_to_mend": Route(sees={"coordinator"}, args=colleague_file),
    "accounts:send_again": Route(sees=STAFF, args=invitation_as(Role.ASSESSOR), method="post"),
    "accounts:withdraw": Route(sees={"administrator"}, args=invitation_as(Role.DECISION_MAKER)),
    "accounts:invitation": Route(sees=EVERYONE, args=invitation_link),
    "accounts:set_up": Route(
        sees=EVERYONE, args=lambda world: [set_up_link().rstrip("/").rpartition("/")[2]]
    ),
}
