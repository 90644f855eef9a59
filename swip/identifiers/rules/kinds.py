"""The kinds of thing by which a child or a family could be recognised, in plain words, and a finding of one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a passage could give away."""

    NAME = "name"
    INITIALS = "initials"
    DATE_OF_BIRTH = "date-of-birth"
    DATE = "date"
    AGE = "age"
    ADDRESS = "address"
    POSTCODE = "postcode"
    PLACE = "place"
    SCHOOL = "school"
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    NHS_NUMBER = "nhs-number"
    NATIONAL_INSURANCE = "national-insurance"
    CASE_NUMBER = "case-number"
    VEHICLE = "vehicle"
    RARE = "rare"

    @property
    def label(self) -> str:
        """What it is called on a page."""
        return WORDS[self].label

    @property
    def why(self) -> str:
        """Why it matters."""
        return WORDS[self].why

    @property
    def instead(self) -> str:
        """What to write instead."""
        return WORDS[self].instead


class Words(NamedTuple):
    label: str
    why: str
    instead: str


WORDS = {
    Kind.NAME: Words(
        "Name",
        "A name is the shortest way to a person. One first name can be enough for somebody who knows the family.",
        "Write the person’s role, such as “the mother” or “the older brother”, or an invented name.",
    ),
    Kind.INITIALS: Words(
        "Initials",
        "Real initials, together with what you describe, point to one child in a school or a team.",
        "Write a role, an invented name, or a letter that is not theirs, such as “Child A”.",
    ),
    Kind.DATE_OF_BIRTH: Words(
        "Date of birth",
        "A date of birth with hardly anything else picks out one person.",
        "Write an age band, such as “of primary school age”.",
    ),
    Kind.DATE: Words(
        "Exact date",
        "The exact day of a hearing, a death or an arrest can be matched with what others know or have read.",
        "Write the month, the season, or how long before or after something else it was.",
    ),
    Kind.AGE: Words(
        "Exact age",
        "An exact age helps to pick a child out once the school or the place is known.",
        "Write an age band, such as “a baby”, “of primary school age” or “in their mid teens”.",
    ),
    Kind.ADDRESS: Words(
        "Address",
        "A street, even without a number, says where a family lives.",
        "Write what matters about the home, such as “a flat on the fourth floor”.",
    ),
    Kind.POSTCODE: Words(
        "Postcode",
        "A postcode stands for about fifteen homes.",
        "Leave it out, or write what kind of area it is.",
    ),
    Kind.PLACE: Words(
        "Place",
        "In a village or a small town few families fit what you describe.",
        "Write what kind of place it is, such as “a small town”.",
    ),
    Kind.SCHOOL: Words(
        "School, surgery, club or other named setting",
        "Where a child goes every day narrows it down to a few hundred children.",
        "Write what kind of setting it is, such as “the primary school”.",
    ),
    Kind.PHONE: Words(
        "Phone number",
        "A phone number leads straight to one person.",
        "Leave it out.",
    ),
    Kind.EMAIL: Words(
        "Email address",
        "An email address leads straight to one person and often holds their name.",
        "Leave it out.",
    ),
    Kind.LINK: Words(
        "Web address or account name",
        "An account or a page can be looked up by anybody.",
        "Write what kind of page it was, such as “a social media account”.",
    ),
    Kind.NHS_NUMBER: Words(
        "NHS number",
        "An NHS number belongs to one person for life.",
        "Leave it out.",
    ),
    Kind.NATIONAL_INSURANCE: Words(
        "National Insurance number",
        "A National Insurance number belongs to one person for life.",
        "Leave it out.",
    ),
    Kind.CASE_NUMBER: Words(
        "Case, court or reference number",
        "A number of a case leads whoever can look it up to the whole record.",
        "Leave it out, or write what it is the number of.",
    ),
    Kind.VEHICLE: Words(
        "Car registration",
        "A registration number leads to whoever keeps the car.",
        "Leave it out.",
    ),
    Kind.RARE: Words(
        "Rare combination",
        "What is true of one family only names that family, without any name.",
        "Say it more generally: leave out what makes it the only one, unless it is the point.",
    ),
}


@dataclass(frozen=True)
class Finding:
    """A passage by which somebody could be recognised, with what could stand there instead."""

    kind: Kind
    start: int
    end: int
    text: str
    suggestion: str
    is_colleague: bool
    reason: str
