"""Who may be registered a second time: by a name, and by the mark of a date of birth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from swip.accounts.models import Organisation, User
from swip.enrolment.models import EmploymentPeriod, Enrolment
from swip.registration import rules
from swip.registration.models import MatchingMark

SAME_NAME_AND_DATE = (
    "Somebody with this name, and probably this date of birth, is known under another email address and number."
    " Check both"
)


def same_name_here(namesakes: Sequence[User]) -> str:
    addresses = " and ".join(each.email for each in namesakes[:3])
    return f"Somebody with this name is with you already: {addresses}. Check that this is another person"


def names_at(organisation: Organisation) -> dict[str, list[User]]:
    """Everybody who is or was on a programme with this employer, by their name without its spelling."""
    periods = EmploymentPeriod.objects.filter(organisation=organisation)
    people = User.objects.filter(enrolments__in=periods.values("enrolment")).distinct()
    found: dict[str, list[User]] = defaultdict(list)
    for person in people.only("pk", "name", "email", "register_number"):
        found[rules.plain_name(person.name)].append(person)
    return found


def marks_of(names: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
    """Who left a mark under one of these names."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    marks = MatchingMark.objects.filter(plain_name__in=list(names))
    for name, person, mark in marks.values_list("plain_name", "person_id", "mark"):
        found[name].append((person, mark))
    return found


@dataclass(frozen=True)
class Alike:
    """Who might be the same person: with the same employer by name, elsewhere by date of birth as well."""

    here: list[User] = field(default_factory=list)
    is_known_elsewhere: bool = False

    def as_kept(self) -> dict[str, Any]:
        """Nothing, where there is nobody."""
        if not self.here and not self.is_known_elsewhere:
            return {}
        return {"here": [each.pk for each in self.here], "elsewhere": self.is_known_elsewhere}


def alike_to(organisation: Organisation, name: str, mark: int | None, person: User | None) -> Alike:
    """Besides the one person that the address and the number belong to."""
    plain = rules.plain_name(name)
    here = [each for each in names_at(organisation).get(plain, []) if each != person]
    marked = {pk for pk, left in marks_of([plain]).get(plain, []) if left == mark}
    marked -= {person.pk if person else 0, *(each.pk for each in here)}
    return Alike(here, mark is not None and bool(marked))


def places_of_those(organisation: Organisation, kept: dict[str, Any]) -> list[Enrolment]:
    """The places of those of the same name, as far as they are with this employer."""
    periods = EmploymentPeriod.objects.filter(organisation=organisation)
    places = Enrolment.objects.filter(
        social_worker__in=kept.get("here", []), pk__in=periods.values("enrolment")
    )
    return list(
        places.select_related("social_worker", "programme").order_by("social_worker__name", "-starts_on")
    )
