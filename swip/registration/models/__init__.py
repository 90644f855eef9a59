"""Registrations: one person at a time, and many by file."""

from swip.registration.models.drafts import RegistrationDraft
from swip.registration.models.files import RegistrationFile, RegistrationRow
from swip.registration.models.likeness import MatchingMark

__all__ = ["MatchingMark", "RegistrationDraft", "RegistrationFile", "RegistrationRow"]
