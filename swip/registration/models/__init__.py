"""Registrations: one person at a time, and many by file."""

from swip.registration.models.drafts import RegistrationDraft

__all__ = ["RegistrationDraft"]
