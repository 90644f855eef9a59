"""When a round counts, and whom it may ask. The numbers come from the rule book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def in_words(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


@dataclass(frozen=True)
class Limits:
    """What the rule book says about a round."""

    fewest_asked: int
    most_asked: int
    partners_asked: int
    answers: int
    partners_answering: int


@dataclass(frozen=True)
class Standing:
    """How far a round has come, in numbers that say nothing of anybody."""

    limits: Limits
    answered: int
    partners_answered: int
    waiting: int
    partners_waiting: int
    declined: int = 0
    partners_declined: int = 0
    named: int = 0

    def as_shown(
        self, *, answered: int, partners_answered: int, declined: int, partners_declined: int
    ) -> Standing:
        """As it was at night: whoever has answered or declined since still seems to be waited for."""
        since = self.answered - answered + self.declined - declined
        partners_since = (
            self.partners_answered - partners_answered + self.partners_declined - partners_declined
        )
        return replace(
            self,
            answered=answered,
            partners_answered=partners_answered,
            declined=declined,
            partners_declined=partners_declined,
            waiting=self.waiting + since,
            partners_waiting=self.partners_waiting + partners_since,
        )

    @property
    def asked(self) -> int:
        return self.answered + self.waiting + self.declined

    @property
    def is_valid(self) -> bool:
        return not self.answers_missing and not self.partners_missing

    @property
    def answers_missing(self) -> int:
        return max(0, self.limits.answers - self.answered)

    @property
    def partners_missing(self) -> int:
        return max(0, self.limits.partners_answering - self.partners_answered)

    @property
    def partners_counted(self) -> int:
        """Answers of partner agencies, up to the number that is needed: beyond it nobody has to know."""
        return min(self.partners_answered, self.limits.partners_answering)

    @property
    def places_free(self) -> int:
        """How many more people can be named: who has declined frees a place."""
        return max(0, self.limits.most_asked - self.answered - self.waiting - self.named)

    @property
    def can_be_met(self) -> bool:
        """Whether those who were asked and have said nothing yet would be enough."""
        return (
            self.waiting >= max(self.answers_missing, self.partners_missing)
            and self.partners_waiting >= self.partners_missing
        )

    @property
    def missing(self) -> str:
        """What is still needed, as it stands in a sentence; nothing where nothing is."""
        partners = self.partners_missing
        if partners and self.answers_missing <= partners:
            return f"{in_words(partners)} more {_answers(partners)} from {_agencies(partners)}"
        if partners:
            return (
                f"{in_words(self.answers_missing)} more answers, "
                f"{in_words(partners)} of them from {_agencies(partners)}"
            )
        if self.answers_missing:
            return f"{in_words(self.answers_missing)} more {_answers(self.answers_missing)}"
        return ""


def _answers(number: int) -> str:
    return "answer" if number == 1 else "answers"


def _agencies(number: int) -> str:
    return "a partner agency" if number == 1 else "partner agencies"


def faults_of_list(kinds: Iterable[bool], limits: Limits) -> list[str]:
    """Why a list cannot go out as it is: `kinds` says of each person whether they are of a partner agency."""
    are_partners = list(kinds)
    number, partners = len(are_partners), sum(are_partners)
    found = []
    if number < limits.fewest_asked:
        found.append(
            f"Name at least {limits.fewest_asked} people: there {_are(number)} {_so_many(number)} on the list"
        )
    if number > limits.most_asked:
        found.append(
            f"Name {limits.most_asked} people or fewer: there {_are(number)} {_so_many(number)} on the list"
        )
    if partners < limits.partners_asked:
        found.append(
            f"At least {in_words(limits.partners_asked)} people must be from partner agencies: "
            f"there {_are(partners)} {_so_many(partners)} on the list"
        )
    return found


def _so_many(number: int) -> str:
    return in_words(number) if number else "none"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
