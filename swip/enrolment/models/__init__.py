"""A social worker's place on a programme, its dates, and what changes them: one file for each noun."""

from swip.enrolment.models.adjustments import Adjustment, AdjustmentShare
from swip.enrolment.models.conflicts import ConflictOfInterest
from swip.enrolment.models.objections import Objection, ObjectionAnswer
from swip.enrolment.models.place import (
    EligibilityDecision,
    EmploymentPeriod,
    Enrolment,
    Look,
    Pairing,
    PairingQuerySet,
    StageDate,
    StageDateQuerySet,
)
from swip.enrolment.models.time import Absence, Extension, Pause, Reduction, Withdrawal
from swip.enrolment.models.transfers import Claim, Transfer

__all__ = [
    "Absence",
    "Adjustment",
    "AdjustmentShare",
    "Claim",
    "ConflictOfInterest",
    "EligibilityDecision",
    "EmploymentPeriod",
    "Enrolment",
    "Extension",
    "Look",
    "Objection",
    "ObjectionAnswer",
    "Pairing",
    "PairingQuerySet",
    "Pause",
    "Reduction",
    "StageDate",
    "StageDateQuerySet",
    "Transfer",
    "Withdrawal",
]
