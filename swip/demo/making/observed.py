"""What supervisors, assessors and people from outside saw when they watched a social worker at work."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from swip.demo.making import words
from swip.demo.making.chance import DAYS_IN_A_MONTH, Moment, working_day
from swip.demo.making.life import ONE_DAY, Life
from swip.demo.making.made import Person
from swip.enrolment.queries import value_or
from swip.evidence.queries import complexity_in, contexts_in
from swip.observations.models import Observation, ObservedOutcome, Observer, Part, PartVersion, Signature

MONTHS = (2.4, 5.2, 10.4, 14.1, 17.3, 22.2)  # three in a year, spread as the rules want them
WATCHED_BY = ("supervisor", "assessor", "outsider", "supervisor", "outsider", "assessor")
USUAL_LINK_DAYS = 30
Said = dict[str, Any]


@dataclass(frozen=True)
class Watched:
    """One observation while it is made: what it was, who watched, and how far it has come."""

    said: Said
    day: datetime.date
    watcher: Person | None
    name: str
    role: str
    agency: str
    email: str
    is_assessor: bool
    is_answered: bool = True
    is_agreed: bool = True

    @property
    def in_full(self) -> str:
        return ", ".join(filter(None, [self.name, self.role, self.agency]))


def watch(life: Life) -> None:
    """One after the other; for some the newest is under way, or waits for the social worker."""
    if not life.has_started or life.around.supervisor is None:
        return
    told = list(words.told("observed")["observation"])
    life.chance.shuffle(told)
    for number, day in enumerate(_days(life)):
        _observe(life, _watched(life, told[number % len(told)], day, WATCHED_BY[number]))
    months = (life.last_day - life.starts_on).days / DAYS_IN_A_MONTH
    if life.story.ending or life.is_away(life.last_day) or months < 1:
        return
    newest, by = told[-1], WATCHED_BY[life.chance.randint(0, len(WATCHED_BY) - 1)]
    if life.chance.happens(0.3):
        ahead = working_day(life.making.today + life.chance.days(6, 12))
        _observe(life, _watched(life, newest, ahead, by, is_answered=False, is_agreed=False))
    elif life.chance.happens(0.4):
        day = working_day(life.last_day - life.chance.days(7, 10))
        _observe(life, _watched(life, newest, day, by, is_agreed=False))


def _days(life: Life) -> Iterator[datetime.date]:
    """Where little of the support is given, observations are missed as well."""
    for month in MONTHS:
        day = working_day(life.starts_on + datetime.timedelta(days=round(month * DAYS_IN_A_MONTH)))
        day -= life.chance.days(0, 9)
        happened = life.chance.happens(life.story.support)
        day = working_day(day)
        if happened and day + 18 * ONE_DAY < life.last_day and not life.is_away(day):
            yield day


def _watched(life: Life, said: Said, day: datetime.date, by: str, **state: bool) -> Watched:
    person: Person | None = None
    role, agency = said["outside"]
    if by == "outsider":
        name = life.chance.choice(words.told("observed")["outsiders"])
        email = f"{name.lower().replace(' ', '.')}@partners.example"
    else:
        person = life.around.assessor if by == "assessor" else life.supervisor_on(min(day, life.last_day))
        name, email, role, agency = person.name, person.email, "", ""
    is_assessor = person == life.around.assessor
    return Watched(said, day, person, name, role, agency, email, is_assessor, **state)


def _observe(life: Life, watched: Watched) -> None:
    chance, said, day = life.chance, watched.said, watched.day
    planned = chance.moment(max(life.starts_on, min(day, life.making.today) - chance.days(6, 12)))
    asked = planned + datetime.timedelta(minutes=chance.randint(4, 40))
    answered = chance.moment(day + chance.days(0, 3), after=asked)
    observation = life.tables.add(
        Observation,
        enrolment_id=life.number,
        started_by_id=life.person.number,
        started_at=planned - datetime.timedelta(minutes=chance.randint(15, 60)),
        planned_for=day,
        observed_on=day if watched.is_answered else None,
        how=said["how"],
        setting=_setting(life, said),
        contexts=_contexts(life, said) if watched.is_answered else [],
        complexity=_complexity(life, said) if watched.is_answered else "",
        **(_family(life, said, day) if watched.is_answered else {}),
    )
    observer = _ask(life, watched, observation, asked, answered)
    codes = _outcomes(life, watched, observation)
    note = _Notes(life, observation, watched)
    note(planned - datetime.timedelta(minutes=3), "started", life.person)
    note(planned, "planned", life.person)
    note(asked, "observer_asked", life.person, note=watched.in_full)
    _share(life, observation, None, "plan", _plan(life, watched, codes), life.person, planned)
    if not watched.is_answered:
        for kind in Part.OF_OBSERVER:
            _begin(life, observation, observer, kind, asked)
        _begin(life, observation, None, "reflection", planned)
        if watched.watcher:
            named = {"planned_for": day}, {"expires_at": asked + USUAL_LINK_DAYS * ONE_DAY}
            life.making.tell(
                asked,
                watched.watcher,
                "observation-to-observe",
                "observations:observation",
                observation,
                social_worker=life.person,
                by=life.person,
                observation=named[0],
                observer=named[1],
            )
        return
    note(answered - datetime.timedelta(minutes=3), "family_recorded", life.person, data=_kept(life, said))
    _answer(life, watched, observation, observer, codes, answered)
    note(answered, "sent", watched.watcher)
    life.making.tell(
        answered,
        life.person,
        "observation-feedback-sent",
        "observations:observation",
        observation,
        observer=watched,
        is_again=False,
    )
    if watched.is_agreed:
        _agree(life, watched, observation, answered, note)
    else:
        _begin(life, observation, None, "reflection", answered)


class _Notes:
    """What history says of one observation."""

    def __init__(self, life: Life, observation: int, watched: Watched):
        self.life, self.observation, self.watched = life, observation, watched

    def __call__(self, when: Moment, action: str, by: Person | None, **said: Any) -> None:
        """Whoever has no account is named in words."""
        on_behalf_of = "" if by else self.watched.in_full
        self.life.record(
            when,
            f"observation.{action}",
            Observation,
            self.observation,
            by,
            on_behalf_of=on_behalf_of,
            **said,
        )


def _ask(life: Life, watched: Watched, observation: int, asked: Moment, answered: Moment) -> int:
    is_outside = watched.watcher is None
    days = value_or(life.ground.book, "observation.link_days", USUAL_LINK_DAYS)
    number: int = life.tables.add(
        Observer,
        status=Observer.Status.ANSWERED if watched.is_answered else Observer.Status.ASKED,
        observation_id=observation,
        person_id=watched.watcher.number if watched.watcher else None,
        name=watched.name,
        role=watched.role,
        agency=watched.agency,
        email=watched.email,
        asked_by_id=life.person.number,
        asked_at=asked,
        answered_at=answered if watched.is_answered else None,
        expires_at=asked + days * ONE_DAY,
        token_digest=f"{life.chance.getrandbits(256):064x}" if is_outside else None,
        times_sent=1 if is_outside else 0,
    )
    return number


def _outcomes(life: Life, watched: Watched, observation: int) -> dict[str, tuple[int, str, str]]:
    """What was aimed for, and what was said of it: by its code, the number, the answer and the reason."""
    shown = _shown(life, watched.said)
    numbers = {each.code: each.number for each in life.ground.outcomes}
    aside = {code: why for code, why in watched.said["aimed"].items() if code not in shown}
    aimed = _aimed(life, watched.said)
    found = {}
    for code, number in numbers.items():
        if code not in shown and code not in aside:
            continue
        answer, reason = ("seen", shown[code]) if code in shown else ("set_aside", aside[code])
        if not watched.is_answered:
            answer = reason = ""
        if watched.is_answered or code in aimed:
            life.tables.add(
                ObservedOutcome,
                observation_id=observation,
                outcome_id=number,
                is_aimed_for=code in aimed,
                answer=answer,
                reason=reason,
            )
            found[code] = (number, answer, reason)
    return found


def _shown(life: Life, said: Said) -> dict[str, str]:
    return said["areas" if life.ground.framework == "KSS" else "shows"]


def _aimed(life: Life, said: Said) -> set[str]:
    """The first of what was seen in the end, and all that was not."""
    return {next(iter(_shown(life, said))), *said["aimed"]}


def _setting(life: Life, said: Said) -> str:
    known = dict(value_or(life.ground.book, "observation.settings", []))
    return said["setting"] if said["setting"] in known else "other"


def _contexts(life: Life, said: Said) -> list[str]:
    return [code for code, _ in contexts_in(life.ground.book) if code in said["contexts"]]


def _complexity(life: Life, said: Said) -> str:
    known = [code for code, _ in complexity_in(life.ground.book)]
    return said["complexity"] if said["complexity"] in known or not known else known[0]


def _family(life: Life, said: Said, day: datetime.date) -> Said:
    if "family" in said:
        return {"family": Observation.Family.NOT_POSSIBLE.value, "family_words": said["family"]}
    return {
        "family": Observation.Family.AGREED.value,
        "family_asked_by": Observation.Asker.SOCIAL_WORKER.value,
        "family_asked_on": min(day, life.last_day),
    }


def _kept(life: Life, said: Said) -> Said:
    return {"family": _family(life, said, life.last_day)["family"]}


# ---- The parts


def _plan(life: Life, watched: Watched, codes: dict[str, tuple[int, str, str]]) -> Said:
    said = watched.said
    aimed = _aimed(life, said)
    return {
        "planned_for": watched.day.isoformat(),
        "how": said["how"],
        "setting": _setting(life, said),
        "contexts": _contexts(life, said),
        "about": said["about"],
        "aims": said["aims"],
        "outcomes": [code for code in codes if code in aimed],
    }


def _answer(
    life: Life,
    watched: Watched,
    observation: int,
    observer: int,
    codes: dict[str, tuple[int, str, str]],
    when: Moment,
) -> None:
    said = watched.said
    seen = {
        "observed_on": watched.day.isoformat(),
        "how": said["how"],
        "setting": _setting(life, said),
        "contexts": _contexts(life, said),
        "seen": said["seen"],
        "complexity": _complexity(life, said),
        "why_complexity": said["why_complexity"],
    }
    outcomes = [
        {"outcome": number, "code": code, "answer": answer, "reason": reason}
        for code, (number, answer, reason) in codes.items()
    ]
    feedback = {"went_well": said["went_well"], "do_next": said["do_next"]}
    for kind, content in zip(Part.OF_OBSERVER, (seen, outcomes, feedback), strict=True):
        _share(life, observation, observer, kind, content, watched.watcher, when, watched.in_full)
    _sign(life, observation, Signature.Side.OBSERVER, watched.watcher, watched.in_full, when)


def _agree(life: Life, watched: Watched, observation: int, answered: Moment, note: _Notes) -> None:
    """The social worker has thought about it, and signs."""
    said = watched.said
    reflected = life.chance.moment(answered.date() + life.chance.days(2, 6), after=answered)
    agreed = reflected + datetime.timedelta(minutes=life.chance.randint(2, 20))
    content = {"reflection": said["reflection"], "will_do": said["will_do"]}
    _share(life, observation, None, "reflection", content, life.person, reflected)
    _sign(life, observation, Signature.Side.SOCIAL_WORKER, life.person, life.person.name, agreed)
    note(reflected, "reflected", life.person)
    note(agreed, "agreed", life.person)
    life.tables.change(
        Observation,
        observation,
        status=Observation.Status.AGREED.value,
        agreed_at=agreed,
        by_assessor=watched.is_assessor,
    )
    life.making.tell(
        agreed,
        watched.watcher,
        "observation-agreed",
        "observations:observation",
        observation,
        social_worker=life.person,
    )


def _share(
    life: Life,
    observation: int,
    observer: int | None,
    kind: str,
    content: Any,
    by: Person | None,
    when: Moment,
    name: str = "",
) -> None:
    number = life.tables.add(
        Part,
        observation_id=observation,
        observer_id=observer,
        kind=kind,
        typed=_typed(content),
        revision=life.chance.randint(2, 14),
        saved_at=when,
        done_at=when,
    )
    life.tables.add(
        PartVersion,
        part_id=number,
        number=1,
        content=content,
        by_id=by.number if by else None,
        by_name=by.name if by else name,
        shared_at=when,
    )


def _typed(content: Any) -> Said:
    """As it was typed: a date in its three boxes, an answer and a reason in the fields of their outcome."""
    if isinstance(content, list):
        typed: Said = {}
        for each in content:
            typed[f"answer_{each['outcome']}"] = each["answer"]
            typed[f"reason_{each['outcome']}"] = each["reason"]
        return typed | {"others": [each["code"] for each in content if each["answer"] == "seen"]}
    typed = dict(content)
    for name in ("planned_for", "observed_on"):
        if name in typed:
            day = datetime.date.fromisoformat(typed[name])
            typed[name] = [str(day.day), str(day.month), str(day.year)]
    return typed


def _begin(life: Life, observation: int, observer: int | None, kind: str, when: Moment) -> None:
    life.tables.add(Part, observation_id=observation, observer_id=observer, kind=kind, saved_at=when)


def _sign(life: Life, observation: int, side: str, person: Person | None, name: str, when: Moment) -> None:
    life.tables.add(
        Signature,
        observation_id=observation,
        round=1,
        side=side,
        person_id=person.number if person else None,
        name=name,
        signed_at=when,
    )
