"""People, organisations, and who is what where, from when to when."""

from swip.accounts.models.colleagues import ColleagueFile
from swip.accounts.models.people import Organisation, Team, TeamQuerySet, User, UserManager
from swip.accounts.models.register import RegisterCheck, RegisterExtract, RegisterFacts, RegisterLine
from swip.accounts.models.roles import ROLES, Appointment, AppointmentQuerySet, Invitation, Role

__all__ = [
    "ROLES",
    "Appointment",
    "AppointmentQuerySet",
    "ColleagueFile",
    "Invitation",
    "Organisation",
    "RegisterCheck",
    "RegisterExtract",
    "RegisterFacts",
    "RegisterLine",
    "Role",
    "Team",
    "TeamQuerySet",
    "User",
    "UserManager",
]
