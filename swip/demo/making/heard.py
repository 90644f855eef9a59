"""What colleagues and partners answered in a round of feedback, and what children and families said."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from swip.accounts.models import Role
from swip.demo.making import words
from swip.demo.making.chance import DAYS_IN_A_MONTH, Moment, at, working_day
from swip.demo.making.life import ONE_DAY, Life
from swip.demo.making.made import Making, Person
from swip.demo.making.people import Employer
from swip.demo.making.stories import STORIES
from swip.enrolment.queries import value_or
from swip.feedback.models import Answer, Comment, Invitation, OwnView, Reflection, Round
from swip.feedback.queries.rounds import SCALE_RULE, USUAL_SCALE, days_open, end_of, limits_of
from swip.feedback.rules.questions import Questions, asked_on
from swip.feedback.rules.standing import Standing
from swip.voices.models import Batch, Change, Handout, LocalProcedure, Voice
from swip.voices.queries import BATCH_LEAST, CODE_DAYS, SUPPOSED

# Whose round is still open, has failed, or waits for the conversation; of all others it is released.
OPEN, FAILED, WAITING = (STORIES[name] for name in ("on_track", "took_one_back", "waiting_to_sign"))
MONTH_OF_ROUND = 6.8
MONTHS_OF_VOICES = (4.6, 13.5)
COLLEAGUES, PARTNERS = 6, 3
# How often each word of the usual scale is chosen.
CHOSEN = {"doing_well": 7, "some_to_work_on": 3, "cannot_say": 1}
SHEETS = 6
MOST_VOICES = 4  # in one batch
AT_NIGHT = 2 * 60 + 5


def hear(life: Life) -> None:
    """One round of feedback, and one or two batches of what families said."""
    if not life.has_started or life.around.supervisor is None:
        return
    _go_round(life)
    told = life.chance.sample(words.told("heard")["voice"], MOST_VOICES * len(MONTHS_OF_VOICES))
    for month in MONTHS_OF_VOICES:
        released = _day_in(life, month)
        is_heard = life.chance.happens(0.5 * life.story.support)
        if is_heard and released + 20 * ONE_DAY < life.last_day and not life.is_away(released):
            _collect(life, released, [told.pop() for _ in range(life.chance.randint(3, MOST_VOICES))])
    if _is_under_way(life) and _months(life) > 3 and life.chance.happens(0.3):
        _wait_for_families(life)


def _months(life: Life) -> float:
    return (life.last_day - life.starts_on).days / DAYS_IN_A_MONTH


def _is_under_way(life: Life) -> bool:
    return not life.story.ending and not life.is_away(life.last_day)


def _day_in(life: Life, month: float) -> datetime.date:
    day = life.starts_on + datetime.timedelta(days=round(month * DAYS_IN_A_MONTH)) + life.chance.days(0, 12)
    return working_day(day)


# ---- A round of feedback


@dataclass(frozen=True)
class OneRound:
    """A round while it is made: from when to when, and who has answered."""

    number: int
    questions: Questions
    opened: Moment
    closes_at: Moment
    answered: tuple[int, int]  # colleagues, partners
    is_released: bool


def _go_round(life: Life) -> None:
    """Released by most who are far enough; with some it is open, has failed, or waits for the conversation."""
    months, today = _months(life), life.making.today
    length = days_open(life.ground.book)
    if _is_under_way(life) and life.story == OPEN and 5 < months < 9:
        _open(life, today - life.chance.days(7, 11), (2, 1))
    elif _is_under_way(life) and life.story == FAILED:
        made = _open(life, today - length - life.chance.days(4, 8), (3, 1))
        _close(life, made, Round.Status.FAILED)
    elif _is_under_way(life) and life.story == WAITING and months > 9:
        made = _open(life, today - length - life.chance.days(3, 5), (5, 2))
        _close(life, made, Round.Status.VALID)
    elif months > 9.4 and life.story.support > 0.5:
        opened = _day_in(life, MONTH_OF_ROUND)
        if life.is_away(opened):
            return
        made = _open(life, opened, (life.chance.randint(4, 5), life.chance.randint(2, 3)), is_released=True)
        _release(life, made, _close(life, made, Round.Status.RELEASED))


def _open(
    life: Life, day: datetime.date, answered: tuple[int, int], *, is_released: bool = False
) -> OneRound:
    """The own view, the list, the supervisor's word about it, and the answers."""
    chance, book = life.chance, life.ground.book
    opened = chance.moment(day)
    supervisor = life.supervisor_on(opened.date())
    questions = asked_on(life.making.today, life.ground.code, value_or(book, SCALE_RULE, USUAL_SCALE))
    proposed = chance.moment(opened.date() - chance.days(2, 4))
    viewed = chance.moment(proposed.date() - chance.days(1, 4))
    started = viewed - datetime.timedelta(minutes=chance.randint(20, 90))
    why_fair = chance.choice(words.told("heard")["feedback"]["list_agreed"])
    closes_at = end_of(opened.date() + days_open(book))
    number = life.tables.add(
        Round,
        status=Round.Status.OPEN,
        enrolment_id=life.number,
        number=1,
        rule_book_id=book.pk,
        asks=questions.kept(),
        started_at=started,
        proposed_at=proposed,
        words_about_list=why_fair,
        list_agreed_by_id=supervisor.number,
        opened_at=opened,
        closes_at=closes_at,
        answers_shown=sum(answered),
        partners_shown=answered[1],
    )
    made = OneRound(number, questions, opened, closes_at, answered, is_released)
    life.tables.add(
        OwnView,
        round_id=number,
        typed=_own_view(life, questions),
        sent_at=viewed,
        saved_at=viewed,
        revision=8,
    )
    people = {"people": COLLEAGUES + PARTNERS}
    _say(life, made, started, "round_started", life.person)
    _say(life, made, viewed, "own_view_given", life.person)
    _say(life, made, proposed, "list_proposed", life.person, data=people)
    _say(life, made, opened, "round_opened", supervisor, note=why_fair, data=people)
    _invite(life, made)
    said = words.told("heard")["feedback"]
    # Nobody says the same as somebody else.
    left = {each.code: life.chance.sample(said[each.code], len(said[each.code])) for each in questions.open}
    for _ in range(sum(answered)):
        _answer(life, made, left)
    _tell(life, made, opened, "round-opened", life.person, round={"closes_at": closes_at})
    return made


def _own_view(life: Life, questions: Questions) -> dict[str, str]:
    said = words.told("heard")["feedback"]
    view = {each.code: _word(life, questions) for each in questions.areas}
    for each in questions.open:
        view[each.code] = life.chance.choice(said[f"own_{each.code}"])
    return view


def _word(life: Life, questions: Questions) -> str:
    scale = {code: CHOSEN.get(code, 0) for code, _ in questions.scale}
    if not any(scale.values()):
        return life.chance.choice(list(scale))
    return life.chance.choices(list(scale), list(scale.values()))[0]


def _invite(life: Life, made: OneRound) -> None:
    """Nine people: those who have answered come at any place in the list."""
    people = words.told("heard")["people"]
    kinds = [
        (Invitation.Kind.COLLEAGUE, life.chance.sample(people["colleagues"], COLLEAGUES), made.answered[0]),
        (Invitation.Kind.PARTNER, life.chance.sample(people["partners"], PARTNERS), made.answered[1]),
    ]
    for kind, asked, answered in kinds:
        has_answered = set(life.chance.sample(range(len(asked)), answered))
        for place, (name, work) in enumerate(asked):
            is_colleague = kind == Invitation.Kind.COLLEAGUE
            domain = f"{life.employer.key}.example" if is_colleague else "partners.example"
            status = Invitation.Status.ANSWERED if place in has_answered else Invitation.Status.ASKED
            life.tables.add(
                Invitation,
                status=status,
                round_id=made.number,
                kind=kind,
                name=name,
                email=f"{name.lower().replace(' ', '.')}@{domain}",
                work=work,
                added_by_id=life.person.number,
                letter_wanted_at=made.opened,
                last_sent_at=made.opened + datetime.timedelta(seconds=40),
                expires_at=made.closes_at,
                token_digest=f"{life.chance.getrandbits(256):064x}",
                times_sent=1,
            )


def _answer(life: Life, made: OneRound, left: dict[str, list[str]]) -> None:
    """The words that somebody chose, and what they wrote, with nothing that ties one to the other."""
    chance = life.chance
    chosen = {each.code: _word(life, made.questions) for each in made.questions.areas}
    life.tables.add(Answer, id=chance.getrandbits(62) + 1, round_id=made.number, chosen=chosen)
    supervisor = life.supervisor_on(made.closes_at.date())
    for question in made.questions.open:
        if not chance.happens(0.75) or not left[question.code]:
            continue
        decided: dict[str, Any] = {}
        if made.is_released:
            decision, instead = _decision(life, question.code)
            decided = {
                "decision": decision,
                "said_instead": instead,
                "decided_by_id": supervisor.number,
                "decided_at": _released_at(made),
            }
        life.tables.add(
            Comment,
            id=chance.getrandbits(62) + 1,
            round_id=made.number,
            question=question.code,
            words=left[question.code].pop(),
            **decided,
        )


def _decision(life: Life, question: str) -> tuple[str, str]:
    """Most comments are released as they were written."""
    said = words.told("heard")["feedback"]
    if question == "change" and life.chance.happens(0.2):
        return Comment.Decision.PARAPHRASED.value, life.chance.choice(said["paraphrased"])
    if question == "change" and life.chance.happens(0.1):
        return Comment.Decision.HELD_BACK.value, life.chance.choice(said["held_back"])
    return Comment.Decision.AS_WRITTEN.value, ""


def _released_at(made: OneRound) -> Moment:
    return at(working_day(made.closes_at.date() + 7 * ONE_DAY), 15 * 60 + 10)


def _close(life: Life, made: OneRound, status: str) -> Moment:
    """In the night after its last day."""
    closed = at(made.closes_at.date() + ONE_DAY, AT_NIGHT)
    answers = sum(made.answered)
    outcome = "too_few" if status == Round.Status.FAILED else "valid"
    _say(life, made, closed, f"round_closed_{outcome}", None, data={"answers": answers})
    if status != Round.Status.RELEASED:
        life.tables.change(Round, made.number, status=str(status), closed_at=closed, answers_at_close=answers)
    standing = Standing(
        limits=limits_of(life.ground.book),
        answered=answers,
        partners_answered=made.answered[1],
        waiting=COLLEAGUES + PARTNERS - answers,
        partners_waiting=PARTNERS - made.answered[1],
    )
    kind = "round-failed" if status == Round.Status.FAILED else "round-valid"
    for person in (life.person, life.supervisor_on(closed.date())):
        is_own = person == life.person
        _tell(life, made, closed, kind, person, standing=standing, is_own=is_own, social_worker=life.person)
    return closed


def _release(life: Life, made: OneRound, closed: Moment) -> None:
    """They have talked about it; now the social worker reads it, and says what they take from it."""
    chance, said = life.chance, words.told("heard")["feedback"]
    released = _released_at(made)
    supervisor = life.supervisor_on(released.date())
    life.tables.change(
        Round,
        made.number,
        status=Round.Status.RELEASED.value,
        closed_at=closed,
        answers_at_close=sum(made.answered),
        talked_on=released.date(),
        summary=chance.choice(said["summary"]),
        released_by_id=supervisor.number,
        released_at=released,
    )
    data = {"talked_on": str(released.date())}
    _say(life, made, released, "round_released", supervisor, data=data)
    _tell(life, made, released, "round-released", life.person, released_by=supervisor)
    shared = chance.moment(released.date() + chance.days(3, 9), after=released)
    is_shared = chance.happens(0.6) and shared.date() <= life.last_day
    life.tables.add(
        Reflection,
        round_id=made.number,
        words=chance.choice(said["reflection"]) if is_shared else "",
        shared_at=shared if is_shared else None,
        saved_at=shared if is_shared else released,
        revision=6 if is_shared else 0,
    )
    if is_shared:
        _say(life, made, shared, "reflection_shared", life.person)


def _say(life: Life, made: OneRound, when: Moment, action: str, by: Person | None, **said: Any) -> None:
    life.record(when, f"feedback.{action}", Round, made.number, by, rules=life.reference, **said)


def _tell(life: Life, made: OneRound, when: Moment, kind: str, person: Person | None, **said: Any) -> None:
    life.making.tell(when, person, kind, "feedback:round", made.number, **said)


# ---- Children, parents and carers


def _collect(life: Life, day: datetime.date, said: list[dict[str, str]]) -> None:
    """Sheets were handed out; of what came back, most was released together, and one batch is answered."""
    chance = life.chance
    handed_out = chance.moment(day - chance.days(35, 50))
    supervisor = life.supervisor_on(handed_out.date())
    handout = _hand_out(life, supervisor, handed_out)
    released = chance.moment(day)
    batch = life.tables.add(
        Batch,
        enrolment_id=life.number,
        kind=Batch.Kind.ANSWERS,
        least=value_or(life.ground.book, BATCH_LEAST, SUPPOSED[BATCH_LEAST]),
        released_by_id=supervisor.number,
        released_at=released,
    )
    answered = handed_out + chance.days(6, 25)
    for each in said:
        _voice(life, handout, handed_out, each, answered, released, batch)
        _in_handout(life, answered, "given", handout, None)
        _in_handout(life, released - datetime.timedelta(minutes=20), "decided", handout, supervisor)
    for _ in range(SHEETS - len(said)):
        _sheet(life, handout, handed_out)
    life.record(released, "voices.released", Batch, batch, supervisor, rules=life.reference)
    life.making.tell(released, life.person, "voices-released", "voices:batch", batch)
    if chance.happens(0.5):
        when = chance.moment(released.date() + chance.days(3, 12), after=released)
        life.tables.add(
            Change,
            batch_id=batch,
            words=chance.choice(words.told("heard")["changes"]["words"]),
            written_by_id=life.person.number,
            written_at=when,
        )
        life.record(when, "voices.change_written", Batch, batch, life.person)


def _wait_for_families(life: Life) -> None:
    """Sheets of the last weeks: two answers that nobody has read yet, and some that may still come."""
    handed_out = life.chance.moment(life.last_day - life.chance.days(9, 14))
    supervisor = life.supervisor_on(handed_out.date())
    handout = _hand_out(life, supervisor, handed_out)
    answered = life.chance.moment(life.last_day - life.chance.days(2, 5))
    for each in life.chance.sample(words.told("heard")["voice"], 2):
        _voice(life, handout, handed_out, each, answered)
        _in_handout(life, answered, "given", handout, None)
        life.making.tell(
            answered,
            supervisor,
            "voice-given",
            "voices:voices",
            life.number,
            social_worker=life.person,
        )
    for _ in range(SHEETS - 2):
        _sheet(life, handout, handed_out)


def _hand_out(life: Life, by: Person, when: Moment) -> int:
    key = uuid.UUID(int=life.chance.getrandbits(128), version=4)
    life.tables.rows.setdefault(Batch, [])  # batches go into the database before the voices in them
    number: int = life.tables.add(
        Handout, enrolment_id=life.number, made_by_id=by.number, made_at=when, key=key
    )
    _in_handout(life, when, "codes_made", number, by, data={"number": SHEETS})
    return number


def _in_handout(life: Life, when: Moment, action: str, handout: int, by: Person | None, **said: Any) -> None:
    """In a chain of its own, which the social worker does not read."""
    chain = f"voices:{life.number}"
    life.making.record(when, f"voices.{action}", Handout, handout, chain=chain, by=by, **said)


def _sheet(life: Life, handout: int, when: Moment, **said: Any) -> None:
    days = value_or(life.ground.book, CODE_DAYS, SUPPOSED[CODE_DAYS])
    life.tables.add(
        Voice,
        handout_id=handout,
        code_digest=f"{life.chance.getrandbits(256):064x}",
        token_digest=f"{life.chance.getrandbits(256):064x}",
        times_sent=1,
        expires_at=when + days * ONE_DAY,
        **{"saved_at": when, **said},
    )


def _voice(
    life: Life,
    handout: int,
    handed_out: Moment,
    said: dict[str, str],
    answered: Moment,
    released: Moment | None = None,
    batch: int | None = None,
) -> None:
    own_words = {key: said[key] for key in ("good", "better") if said[key]}
    faces = {key: said[key] for key in ("listened", "explained", "open", "kept")}
    month = answered.date().replace(day=1)
    decided = {
        "decision": Voice.Decision.SHOW,
        "shown_words": own_words,
        "released_in_id": batch,
        "shown_in_id": batch,
        "saved_at": released,
        "revision": 1,
    }
    _sheet(
        life,
        handout,
        handed_out,
        status=Voice.Status.GIVEN,
        way=said["way"],
        who=said["who"],
        age_band=said.get("age", ""),
        written_by=said["writer"],
        answers=faces | own_words,
        given_in=month,
        **(decided if batch else {"saved_at": at(month, 0)}),
    )


def write_procedure(making: Making, employer: Employer) -> None:
    """What everybody with this employer does who reads an answer that tells of harm."""
    chance = making.chance(f"procedure of {employer.name}")
    coordinator = employer.have(Role.COORDINATOR)[0]
    when = chance.moment(making.today - datetime.timedelta(days=400))
    number = making.tables.add(
        LocalProcedure,
        organisation_id=employer.number,
        words=words.told("heard")["procedure"]["words"],
        phone=f"01632 960{chance.randint(100, 499)}",
        out_of_hours_phone=f"01632 960{chance.randint(500, 999)}",
        changed_by_id=coordinator.number,
        changed_at=when,
    )
    making.record(
        when, "voices.procedure_written", LocalProcedure, number, chain=employer.chain, by=coordinator
    )
