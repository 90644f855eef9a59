"""Who is not to be paired with whom."""

from __future__ import annotations

from collections.abc import Iterable

from swip.accounts.models import User
from swip.enrolment.models import ConflictOfInterest


def in_conflict_with(person: User) -> set[int]:
    """The numbers of everybody who is not to be paired with them."""
    return {
        one if other == person.pk else other
        for one, other in ConflictOfInterest.objects.open().of(person).values_list("person", "other")
    }


def in_conflict(pairs: Iterable[tuple[User, User | None]]) -> list[tuple[User, User]]:
    """Which of these pairs are not to be, in one question for all of them."""
    wanted = [(worker, colleague) for worker, colleague in pairs if colleague and worker.pk]
    among = {worker.pk for worker, _ in wanted} | {colleague.pk for _, colleague in wanted}
    found = ConflictOfInterest.objects.open().filter(person__in=among, other__in=among)
    conflicts = {frozenset(pair) for pair in found.values_list("person", "other")}
    return [(worker, colleague) for worker, colleague in wanted if {worker.pk, colleague.pk} in conflicts]
