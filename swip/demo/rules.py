"""What made-up people come for, and what waits for them, in a sentence. Plain values only."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

NOTHING = "Nothing waits for them today."
DAYS_IN_A_MONTH = 30.44
SHORTLY_BEFORE = datetime.timedelta(days=45)

# Everybody stands in one of these groups; the first that fits.
KINDS = [
    ("not_started", "Social workers about to start", "Registered, and waiting for their first day."),
    ("just_started", "Social workers who have just started", "Their first weeks on a programme."),
    (
        "time",
        "Social workers with other hours, leave or illness",
        "Their dates have moved, or are about to. See how, and what would happen if.",
    ),
    ("sent_back", "Social workers with evidence sent back", "Their supervisor has asked for something more."),
    ("under_way", "Social workers on their way", "Somewhere between the first review and the last."),
    (
        "half_way",
        "Social workers half way through",
        "They have looked back once, and can see what is still wanted.",
    ),
    ("near_the_end", "Social workers at the end", "The assessor recommends, and the employer decides."),
    ("awarded", "Social workers with an award", "They met the standards. Anyone can check that."),
    (
        "ended",
        "Social workers whose programme paused or ended otherwise",
        "What they handed in stays theirs.",
    ),
    ("practice_supervisor", "Practice supervisors", "They read evidence and hold the reviews."),
    ("assessor", "Assessors", "They recommend, outcome by outcome, with the evidence it rests on."),
    ("coordinator", "Coordinators", "They register people, pair them, and see who waits for whom."),
    ("decision_maker", "People who decide for the employer", "Never on a recommendation of their own."),
    ("administrator", "Administrators", "They keep the people, teams and roles of an organisation."),
    ("principal_social_worker", "Principal social workers", "They answer for practice in an organisation."),
    ("data_protection_lead", "Data protection leads", "They see to what was taken out of sight."),
    ("programme_editor", "Programme editors", "They draft, compare and publish rule books."),
]


def number(count: int, one: str, many: str) -> str:
    return f"one {one}" if count == 1 else f"{count} {many}"


def sentences(*parts: str) -> str:
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in parts if part)


@dataclass(frozen=True)
class OnProgramme:
    """Where a social worker is on a programme."""

    programme: str
    status: str
    starts_on: datetime.date
    ends_on: datetime.date
    enough: int
    outcomes: int
    returned: int
    to_sign: int
    is_being_assessed: bool
    time: str = ""  # what is unusual about their time, in a few words

    def share(self, today: datetime.date) -> float:
        return (today - self.starts_on).days / (self.ends_on - self.starts_on).days

    def kind(self, today: datetime.date) -> str:
        if self.status == "registered":
            return "not_started"
        if self.status != "active":
            return "awarded" if self.status == "completed" else "ended"
        if self.time:
            return "time"
        if self.returned:
            return "sent_back"
        if self.is_being_assessed or today > self.ends_on - SHORTLY_BEFORE:
            return "near_the_end"
        if (today - self.starts_on).days < 2 * DAYS_IN_A_MONTH:
            return "just_started"
        return "half_way" if 0.4 <= self.share(today) <= 0.66 else "under_way"

    def sentence(self, today: datetime.date) -> str:
        month = int((today - self.starts_on).days / DAYS_IN_A_MONTH) + 1
        length = round((self.ends_on - self.starts_on).days / DAYS_IN_A_MONTH)
        when = {
            "registered": f"{self.programme}, from {self.starts_on.day} {self.starts_on:%B}",
            "active": f"{self.programme}, month {month} of {length}",
            "paused": f"{self.programme}, paused",
            "completed": f"{self.programme}, completed",
            "not_completed": f"{self.programme}, standards not met",
            "withdrawn": f"Left the {self.programme}",
        }[self.status]
        has_begun = self.status != "registered"
        return sentences(
            when,
            self.time,
            f"Enough evidence for {self.enough} of {self.outcomes} outcomes" if has_begun else "",
            f"{number(self.returned, 'piece', 'pieces')} to change and hand in again"
            if self.returned
            else "",
            f"{number(self.to_sign, 'review', 'reviews')} to read and sign" if self.to_sign else "",
            "their assessment is under way" if self.is_being_assessed else "",
        )


def supervisor(
    *, people: int, pieces: int, since: datetime.datetime | None, now: datetime.datetime, reviews: int
) -> str:
    days = (now - since).days if since else 0
    return sentences(
        f"Supervises {number(people, 'person', 'people')}",
        f"{number(pieces, 'piece', 'pieces')} of evidence to read, the oldest for {number(days, 'day', 'days')}"
        if pieces
        else "",
        f"{number(reviews, 'review', 'reviews')} to hold soon or late already" if reviews else "",
    )


def assessor(*, people: int, statuses: Counter[str]) -> str:
    begun, returned = statuses["draft"], statuses["returned"]
    return sentences(
        f"Assesses {number(people, 'person', 'people')}",
        f"{number(begun, 'recommendation', 'recommendations')} to finish" if begun else "",
        f"{number(returned, 'recommendation', 'recommendations')} sent back to look at again"
        if returned
        else "",
    )


def coordinator(*, people: int, late: int, begun: int) -> str:
    return sentences(
        f"Follows {number(people, 'person', 'people')}",
        f"{number(late, 'of them has', 'of them have')} a review that is late" if late else "",
        f"{number(begun, 'registration', 'registrations')} to finish" if begun else "",
    )


def decision_maker(waiting: int) -> str:
    words = number(waiting, "recommendation waits", "recommendations wait")
    return sentences(f"{words} for a decision") if waiting else NOTHING


def administrator(*, invitations: int, is_national: bool) -> str:
    return sentences(
        "Brings employers in" if is_national else "Invites people and gives them their roles",
        f"{number(invitations, 'invitation has', 'invitations have')} not been answered"
        if invitations
        else "",
    )


def data_protection_lead(out_of_sight: int) -> str:
    return (
        sentences(f"{number(out_of_sight, 'record is', 'records are')} out of sight")
        if out_of_sight
        else NOTHING
    )


def programme_editor(drafts: int) -> str:
    return (
        sentences(f"{number(drafts, 'draft', 'drafts')} of a rule book to go on with") if drafts else NOTHING
    )
