"""Questions that several home pages ask alike, and what waits for one person, as they all list it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import TruncDate

from swip.core.asking import among_them, ask
from swip.enrolment.models import Enrolment
from swip.govuk.words import local_date
from swip.programmes.queries import values_of_many
from swip.supervision.models import AgreementVersion, Signature, SupportAgreement
from swip.supervision.queries.agreements import without_agreement

AGREEMENT_RULE = "agreement.support_and_assessment"
YOURS = ""  # whose it is needs no word where it is one's own


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a person: what, whose, since when or by when, and where to do it."""

    what: str
    about: str
    href: str
    since: datetime.datetime | datetime.date | None = None
    due: datetime.date | None = None
    is_pressing: bool = False

    def urgency(self, today: datetime.date) -> tuple[bool, bool, datetime.date]:
        """What presses, then what is late, then what has waited longest, and last what nobody knows a day of."""
        since = local_date(self.since) if self.since else self.due
        is_late = self.due is not None and self.due < today
        return not self.is_pressing, not is_late, since or datetime.date.max


def about(name: str, *, many: str = "") -> str:
    """Whom it is about, and how many things it is where there are several."""
    return ", ".join(filter(None, [name, many]))


@dataclass(frozen=True)
class Alike:
    """Things of one kind that wait, said once for everybody whom they are about."""

    what: str
    waits: list[Waiting]


def alike(waits: Iterable[Waiting], today: datetime.date) -> list[Alike]:
    """Each kind where its most urgent stands, with all of it together: a long day stays readable.

    Who is several things at once may have to do the same thing as two of them; it is said once.
    """
    kinds: dict[str, list[Waiting]] = {}
    for each in sorted(dict.fromkeys(waits), key=lambda each: each.urgency(today)):
        kinds.setdefault(each.what, []).append(each)
    return [Alike(what, found) for what, found in kinds.items()]


def _unsigned_agreements() -> QuerySet:
    """Of each agreement that is offered, the newest version, with the parts that are signed."""
    offered = AgreementVersion.objects.filter(
        among_them("agreement__enrolment"), agreement__status=SupportAgreement.Status.OFFERED
    )
    signed = ArraySubquery(Signature.objects.filter(version=OuterRef("pk")).values("part"))
    newest = offered.order_by("agreement_id", "-number").distinct("agreement_id")
    return newest.values_list(
        "agreement", "agreement__enrolment", "signed_by", signed, TruncDate("offered_at")
    )


def unsigned_agreements(
    enrolment_ids: Iterable[int],
) -> Iterator[tuple[int, int, set[str], datetime.date]]:
    """Each agreement that is offered: its number, its enrolment, the parts that nobody signed, since when."""
    for agreement, enrolment, asked, signed, offered_on in ask(_unsigned_agreements, enrolment_ids):
        yield agreement, enrolment, set(json.loads(asked)) - set(signed), offered_on


def _without_agreement() -> QuerySet:
    without = without_agreement(Enrolment.objects.filter(among_them("pk")))
    return without.order_by().values_list("pk", "rule_book", "starts_on")


def agreements_to_write(
    enrolment_ids: Iterable[int],
) -> Iterator[tuple[int, datetime.date, datetime.date]]:
    """Who has no agreement yet: the enrolment, its first day, and the day by which the agreement is due."""
    found = ask(_without_agreement, enrolment_ids)
    rules = values_of_many({book for _, book, _ in found}, AGREEMENT_RULE) if found else {}
    for enrolment, book, starts_on in found:
        weeks = rules[book][AGREEMENT_RULE] or 0
        yield enrolment, starts_on, starts_on + datetime.timedelta(weeks=weeks)
