"""People, organisations, and who is what where, from when to when."""

from swip.accounts.models.people import Organisation, Team, User, UserManager
from swip.accounts.models.roles import ROLES, Appointment, AppointmentQuerySet, Invitation, Role

__all__ = [
    "ROLES",
    "Appointment",
    "AppointmentQuerySet",
    "Invitation",
    "Organisation",
    "Role",
    "Team",
    "User",
    "UserManager",
]
