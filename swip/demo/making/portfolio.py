"""The evidence of one social worker: written, handed in, read, sent back, handed in again."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from swip.demo.making import guarded, words
from swip.demo.making.chance import DAYS_IN_A_MONTH, Moment
from swip.demo.making.life import Counted, Life
from swip.demo.making.words import Written
from swip.evidence.models import Evidence, EvidenceOutcome, EvidenceReview, EvidenceVersion, Level
from swip.evidence.queries import complexity_in, contexts_in

DAYS_UNTIL_READ = 25  # older pieces than this have all been read
Status = Evidence.Status


@dataclass(frozen=True)
class Fate:
    """What became of one piece."""

    status: str
    happened_on: datetime.date
    came_back: bool = False


@dataclass(frozen=True)
class Place:
    """What kind of work a piece comes from, how complex that was, and how far the piece goes."""

    contexts: list[str]
    complexity: str
    level: str

    @classmethod
    def of(cls, life: Life, written: Written, day: datetime.date) -> Place:
        """The same text comes from the same kinds of work each time, and work grows more complex with the months."""
        kinds = [code for code, _ in contexts_in(life.ground.book)]
        at = sum(map(ord, written.title))
        # Three kinds of work are met by few: a map has something to show.
        met = kinds[:-3] if len(kinds) > 3 else kinds
        contexts = {met[at % len(met)], met[at // 7 % len(met)]} if met else set()
        ways = [code for code, _ in complexity_in(life.ground.book)]
        months = (day - life.starts_on).days / DAYS_IN_A_MONTH
        grown = min(int(months // 6 + at % 2), len(ways) - 1)
        return cls(
            contexts=[code for code in kinds if code in contexts],
            complexity=ways[max(grown, 0)] if ways else "",
            level=life.making.kinds[written.kind][2],
        )

    def in_words(self, life: Life) -> dict[str, object]:
        """As a version keeps it."""
        named = dict(contexts_in(life.ground.book))
        return {
            "contexts": [named[code] for code in self.contexts],
            "complexity": dict(complexity_in(life.ground.book)).get(self.complexity, ""),
            "level": Level(self.level).label,
        }


def write_portfolio(life: Life, *, pieces: int | None = None) -> None:
    """Everything they have written so far, in the order in which it happened."""
    if not life.has_started:
        return
    texts: list[Written] = []
    for fate in _fates(life, pieces):
        if life.is_away(fate.happened_on):
            continue
        texts = texts or _shuffled(life)
        month = (fate.happened_on - life.starts_on).days / DAYS_IN_A_MONTH
        written = next((each for each in texts if each.from_month <= month), texts[0])
        texts.remove(written)
        _write(life, written, fate)


def _shuffled(life: Life) -> list[Written]:
    """Each text once, and over again when all are used: only a benchmark wants more than there are."""
    texts = [each for each in words.pieces() if each.reasons(life.ground.framework)]
    life.chance.shuffle(texts)
    return _most_telling_first(texts, life.ground.framework) if life.story.is_whole else texts


def _most_telling_first(texts: list[Written], framework: str) -> list[Written]:
    """Those first that show something not shown yet, so that in the end nothing is left out."""
    seen: set[str] = set()
    first: list[Written] = []
    rest: list[Written] = []
    for each in texts:
        codes = each.reasons(framework).keys()
        (rest if codes <= seen else first).append(each)
        seen |= codes
    return first + rest


def _fates(life: Life, pieces: int | None) -> Iterator[Fate]:
    """What was written over the months, then what is still on its way."""
    chance, story = life.chance, life.story
    days = (life.last_day - life.starts_on).days
    is_under_way = life.last_day >= chance.yesterday
    span = days - DAYS_UNTIL_READ if is_under_way else days - 12
    lately = story.waiting + story.returned + story.drafts
    count = round(days / DAYS_IN_A_MONTH * story.pieces_a_month) if pieces is None else pieces
    earlier = max(0, count - lately) if span > 14 else 0
    for number in range(earlier):
        day = life.starts_on + datetime.timedelta(days=8 + int((span - 8) * (number + 0.5) / earlier))
        yield Fate(Status.ACCEPTED, day - chance.days(0, 3), came_back=chance.happens(0.12))
    for _ in range(story.withdrawn):
        yield Fate(Status.WITHDRAWN, life.last_day - chance.days(30, 60))
    for _ in range(story.returned):
        yield Fate(Status.RETURNED, life.last_day - chance.days(20, 24))
    for _ in range(story.waiting):
        yield Fate(Status.SUBMITTED, life.last_day - chance.days(9, 18))
    for _ in range(story.drafts):
        yield Fate(Status.DRAFT, life.last_day - chance.days(2, 6))


def _write(life: Life, written: Written, fate: Fate) -> None:
    chance, day = life.chance, max(fate.happened_on, life.starts_on)
    started = chance.moment(day + chance.days(0, 2))
    if fate.status == Status.DRAFT:
        _keep_draft(life, written, day, started)
        return
    came_back = fate.came_back or fate.status == Status.RETURNED
    submitted = chance.moment(day + chance.days(2, 6), after=started)
    first_version = replace(written, what_it_shows=written.first_version) if came_back else written
    times = 2 if fate.came_back else 1
    read = chance.moment(submitted.date() + chance.days(2, 9), after=submitted)
    again = chance.moment(read.date() + chance.days(2, 8), after=read) if times == 2 else submitted
    read_again = chance.moment(again.date() + chance.days(1, 6), after=again) if times == 2 else read
    as_it_stands = written if times == 2 else first_version
    was_read = fate.status in {Status.ACCEPTED, Status.RETURNED}
    reader = life.supervisor_on(read_again.date())
    place = Place.of(life, written, day)
    evidence = life.tables.add(
        Evidence,
        status=fate.status,
        enrolment_id=life.number,
        kind_id=life.making.kinds[written.kind][0],
        title=as_it_stands.title,
        happened_on=day,
        what_happened=as_it_stands.what_happened,
        what_it_shows=as_it_stands.what_it_shows,
        **asdict(place),
        created_at=started,
        saved_at=again,
        revision=chance.randint(4, 30),
        submitted_at=again,
        reviewed_at=read_again if was_read else None,
        reviewed_by_id=reader.number if was_read else None,
    )
    links = _link(life, evidence, written)
    life.record(started, "evidence.started", Evidence, evidence, life.person)
    version = _hand_in(life, evidence, first_version, day, links, 1, submitted)
    versions = [version]
    if times == 2:
        _read(life, evidence, version, Status.RETURNED, _asked(life, written), read, 1)
        version = _hand_in(life, evidence, written, day, links, 2, again)
        versions.append(version)
    if was_read:
        is_accepted = fate.status == Status.ACCEPTED
        comment = (
            chance.choice(words.phrase("evidence", "accepted")) if is_accepted else _asked(life, written)
        )
        _read(life, evidence, version, fate.status, comment, read_again, times)
    if fate.status == Status.ACCEPTED:
        kind = life.making.kinds[written.kind][1]
        codes = [link["code"] for link in links]
        life.counted.append(
            Counted(
                number=evidence,
                title=written.title,
                kind=kind,
                happened_on=day,
                submitted_at=again,
                accepted_at=read_again,
                accepted_by=reader.number,
                complexity=place.complexity,
                codes=codes,
                versions=versions,
            )
        )
    if fate.status == Status.WITHDRAWN:
        life.record(
            chance.moment(again.date() + chance.days(1, 2), after=again),
            "evidence.withdrawn",
            Evidence,
            evidence,
            life.person,
        )


def _keep_draft(life: Life, written: Written, day: datetime.date, started: Moment) -> None:
    """Half written: nobody else sees it."""
    saved = life.chance.moment(started.date(), after=started)
    evidence = life.tables.add(
        Evidence,
        status=Status.DRAFT,
        enrolment_id=life.number,
        kind_id=life.making.kinds[written.kind][0],
        title=written.title,
        happened_on=day,
        what_happened=written.what_happened[: len(written.what_happened) // 2].rpartition(" ")[0],
        created_at=started,
        saved_at=saved,
        revision=life.chance.randint(2, 9),
    )
    life.record(started, "evidence.started", Evidence, evidence, life.person)


def _asked(life: Life, written: Written) -> str:
    return written.came_back.get("comment") or life.chance.choice(words.phrase("evidence", "returned"))


def _link(life: Life, evidence: int, written: Written) -> list[dict]:
    """The outcomes that a piece shows, as a version keeps them, in the order of the standards."""
    reasons = written.reasons(life.ground.framework)
    if life.making.outcomes_of_a_piece:
        codes = life.chance.sample(sorted(reasons), life.making.outcomes_of_a_piece)
        reasons = {code: reasons[code] for code in codes}
    links = []
    for outcome in life.ground.outcomes:
        if reason := reasons.get(outcome.code):
            life.tables.add(EvidenceOutcome, evidence_id=evidence, outcome_id=outcome.number, reason=reason)
            links.append(
                {"outcome_id": outcome.number, "code": outcome.code, "text": outcome.text, "reason": reason}
            )
    return links


def _hand_in(
    life: Life,
    evidence: int,
    written: Written,
    day: datetime.date,
    links: list[dict],
    number: int,
    when: Moment,
) -> int:
    content = {
        "title": written.title,
        "kind": life.making.kinds[written.kind][1],
        "happened_on": day.isoformat(),
        "what_happened": written.what_happened,
        "what_it_shows": written.what_it_shows,
        "outcomes": links,
        "files": [],
        "answers": [],
        **Place.of(life, written, day).in_words(life),
        "codes": [link["code"] for link in links],
    }
    version = life.tables.add(
        EvidenceVersion, evidence_id=evidence, number=number, submitted_at=when, content=content
    )
    guarded.look_through(life, evidence, written, when)
    action = "evidence.submitted" if number == 1 else "evidence.resubmitted"
    life.record(when, action, Evidence, evidence, life.person, data={"version": number})
    life.making.tell(
        when,
        life.supervisor_on(when.date()),
        "evidence-submitted",
        "evidence:evidence",
        evidence,
        social_worker=life.person.name,
        is_again=number > 1,
    )
    return version


def _read(
    life: Life, evidence: int, version: int, verdict: str, comment: str, when: Moment, number: int
) -> None:
    reader = life.supervisor_on(when.date())
    life.tables.add(
        EvidenceReview,
        version_id=version,
        verdict=verdict,
        comment=comment,
        reviewed_by_id=reader.number,
        reviewed_at=when,
    )
    said = {"note": comment, "data": {"version": number}}
    life.record(when, f"evidence.{Status(verdict).value}", Evidence, evidence, reader, **said)
    life.making.tell(
        when,
        life.person,
        f"evidence-{Status(verdict).value}",
        "evidence:evidence",
        evidence,
        reviewer=reader.name,
        has_comment=bool(comment),
    )
