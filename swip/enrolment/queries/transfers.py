"""Who is on the move, who has claimed whom, and whom each of them waits for."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import F, QuerySet

from swip.accounts.models import Organisation, User
from swip.enrolment.models import Claim, Enrolment, Transfer
from swip.enrolment.queries.place import value_or
from swip.programmes.models import Programme, RuleBook

INTERIM_REPORT = "programme.transfer.interim_report"
WHAT_IS_SEEN = "programme.transfer"


def needs_report(rule_book: RuleBook) -> bool:
    return bool(value_or(rule_book, INTERIM_REPORT, True))


def with_everything(transfers: QuerySet[Transfer]) -> QuerySet[Transfer]:
    return transfers.select_related(
        "from_organisation",
        "released_by",
        "claim__organisation",
        "enrolment__social_worker",
        "enrolment__programme",
        "enrolment__rule_book__programme",
    )


def open_transfer(enrolment: Enrolment) -> Transfer | None:
    return with_everything(enrolment.transfers.filter(status__in=Transfer.OPEN)).first()


def earlier_transfers(enrolment: Enrolment, shown: QuerySet[Transfer]) -> list[Transfer]:
    """Moves that are over, as far as the reader may see them: newest first."""
    over = [Transfer.Status.COMPLETED, Transfer.Status.TAKEN_BACK]
    return list(with_everything(shown.filter(enrolment=enrolment, status__in=over)))


def last_report(enrolment: Enrolment, organisation: Organisation) -> str:
    """What the same employer wrote before it took a release back."""
    before = enrolment.transfers.filter(from_organisation=organisation, status=Transfer.Status.TAKEN_BACK)
    return before.exclude(report="").values_list("report", flat=True).first() or ""


# Claims: found by what was typed, each time anew, so that no claim knows whether it found somebody


def person_claimed(claim: Claim) -> User | None:
    """Whoever has both, exactly: the number and the address."""
    return User.objects.filter(
        register_number=claim.register_number, email=claim.email, is_active=True
    ).first()


def place_claimed(claim: Claim, worker: User) -> Enrolment | None:
    """The place on a programme that a claim is about: the open one, or for a move the one they left last."""
    places = worker.enrolments.filter(programme=claim.programme).select_related(
        "social_worker", "programme", "rule_book__programme", "standards__framework"
    )
    place = places.filter(status__in=Enrolment.OPEN).first()
    if place is None and claim.is_move:
        place = places.filter(status=Enrolment.Status.WITHDRAWN).order_by("-starts_on", "-pk").first()
    if place is None:
        return None
    employed = place.employment_periods.not_over().filter(organisation=claim.organisation)
    if claim.is_move and place.is_open:
        employed = employed.filter(is_lead=True)  # a second employer may become the only one
    elif claim.is_move:
        return place
    return None if employed.exists() else place


@dataclass(frozen=True)
class Claimed:
    """A claim that waits for a social worker's answer, and the place it is about."""

    claim: Claim
    enrolment: Enrolment
    transfer: Transfer | None

    @property
    def needs_release(self) -> bool:
        """They still work for another employer, which has not let them go."""
        released = self.transfer is not None and self.transfer.status == Transfer.Status.RELEASED
        return self.claim.is_move and self.enrolment.is_open and not released


def claims_waiting_for(worker: User) -> list[Claimed]:
    """What a social worker has to answer."""
    if not worker.register_number:
        return []
    waiting = Claim.objects.filter(
        status=Claim.Status.WAITING, register_number=worker.register_number, email=worker.email
    )
    found = []
    for claim in waiting.select_related("organisation", "team", "programme", "claimed_by"):
        place = place_claimed(claim, worker)
        if place is not None:
            found.append(Claimed(claim, place, open_transfer(place)))
    return found


@dataclass(frozen=True)
class WaitingOn:
    """Who has to do something next, what, and since when."""

    whom: str
    to_do: str
    since: datetime.datetime


def waiting_on(transfer: Transfer) -> WaitingOn | None:
    """Where a transfer stands."""
    worker = transfer.enrolment.social_worker
    if transfer.status == Transfer.Status.DRAFT:
        since = transfer.asked_at or transfer.started_at
        return WaitingOn(transfer.from_organisation.name, "write the report and release", since)
    if transfer.status != Transfer.Status.RELEASED or transfer.released_at is None:
        return None
    claims = [
        each.claim
        for each in claims_waiting_for(worker)
        if each.enrolment == transfer.enrolment and each.claim.is_move
    ]
    if claims:
        since = max(min(each.claimed_at for each in claims), transfer.released_at)
        return WaitingOn(worker.name, "answer the new employer", since)
    return WaitingOn("the new employer", "claim", transfer.released_at)


def releases_asked_of(organisations: QuerySet[Organisation]) -> QuerySet[Transfer]:
    """For a coordinator's home page: who asked to be released and waits, longest first."""
    asked = Transfer.objects.filter(
        status=Transfer.Status.DRAFT, asked_at__isnull=False, from_organisation__in=organisations
    )
    return with_everything(asked).order_by("asked_at")


def claims_of(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """As a coordinator lists them: what is open first. A name only where the social worker has agreed."""
    return claims.select_related(
        "organisation", "team", "programme", "claimed_by", "enrolment__social_worker"
    ).order_by(F("closed_at").desc(nulls_first=True), "-claimed_at")


def programmes_of_claims() -> list[Programme]:
    """Those that somebody can be on: with rules that have been published."""
    with_rules = RuleBook.objects.public().values("programme")
    return list(Programme.objects.filter(pk__in=with_rules).order_by("position"))
