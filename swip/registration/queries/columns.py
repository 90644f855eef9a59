"""The columns of a file of people, for a programme and an organisation."""

from __future__ import annotations

from dataclasses import dataclass, field

from swip.accounts.models import Organisation
from swip.core.dates import EXAMPLE
from swip.core.tables import Column
from swip.enrolment.queries import teams_of
from swip.programmes.models import EligibilityQuestion, RuleBook

WHAT_TO_MEND = "What to mend"
BIRTH = "date_of_birth"
# In its place a row keeps only the mark that the date leaves.
DATE_MARK = "date_mark"
# What people are called on other people's lists.
NAME = Column("name", "Full name", also=("Social worker", "Name of the social worker"))
EMAIL = Column("email", "Work email address", also=("Email address", "Work email"))
NUMBER = Column(
    "register_number",
    "Registration number",
    also=("Register number", "Social Work England registration number", "SWE number"),
)
BORN = Column(BIRTH, "Date of birth", required=False, also=("Birth date",))
START = Column("starts_on", "Start date", also=("Start",))
HOURS = Column("full_time_equivalent", "Part of full time", also=("FTE", "Hours"))
TEAM = Column("team", "Team", required=False)
SUPERVISOR = Column(
    "supervisor",
    "Supervisor email address",
    required=False,
    also=("Supervisor email", "Practice supervisor email address"),
)
ASSESSOR = Column("assessor", "Assessor email address", required=False, also=("Assessor email",))
ABOUT_PEOPLE = [NAME, EMAIL, NUMBER, BORN, START, HOURS, TEAM, SUPERVISOR, ASSESSOR]


@dataclass(frozen=True)
class Explained:
    """A column as it is explained to whoever fills it in."""

    column: Column
    words: str
    example: str
    allowed: list[str] = field(default_factory=list)


def column_of(question: EligibilityQuestion) -> Column:
    return Column(question.code, question.words)


def columns_of(rule_book: RuleBook) -> list[Column]:
    return [*ABOUT_PEOPLE, *(column_of(each) for each in rule_book.questions)]


def explained(rule_book: RuleBook, organisation: Organisation) -> list[Explained]:
    """Every column, what belongs in it, and what it would say of a made-up person."""
    teams = [each.name for each in teams_of(organisation)]
    return [
        Explained(NAME, "Their first and last name. We compare it with people you have already.", "Ada Obi"),
        Explained(
            EMAIL,
            "The address they sign in with. Everybody has their own.",
            "ada.obi@example.org",
        ),
        Explained(NUMBER, "Their number at Social Work England, with or without “SW”.", "SW12345"),
        Explained(
            BORN,
            "Only to notice that somebody is registered a second time. "
            "You can leave it empty. We do not keep it.",
            "3/7/2001",
        ),
        Explained(START, f"Their first day on the programme, the day first: {EXAMPLE}.", "1/9/2026"),
        Explained(HOURS, "1 is full time. Otherwise one decimal place, like 0.6, or a percentage.", "0.6"),
        Explained(
            TEAM,
            "Where they work. Leave it empty if that is not decided.",
            teams[0] if teams else "",
            teams,
        ),
        Explained(
            SUPERVISOR,
            "The address of their practice supervisor, who has that appointment in your organisation. "
            "Leave it empty if that is not decided.",
            "supervisor@example.org",
        ),
        Explained(
            ASSESSOR,
            "The address of their assessor, in the same way.",
            "assessor@example.org",
        ),
        *(
            Explained(
                column_of(each),
                each.hint or "What you answer is kept, with the rules of the day.",
                each.choices[0][1],
                [words for _, words in each.choices],
            )
            for each in rule_book.questions
        ),
    ]
