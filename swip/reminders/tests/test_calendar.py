"""Dates in a calendar: what is in it, for whom, and that two programs that read calendars understand it."""

import datetime
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
import time_machine
import vobject
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from ical.calendar_stream import IcsCalendarStream

from swip.accounts.tests.factories import UserFactory
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import Enrolment, StageDate
from swip.enrolment.tests.factories import EnrolmentFactory, named_instead
from swip.reminders import actions, calendars
from swip.reminders.models import CalendarEntry, CalendarFeed
from swip.reminders.tests.factories import CalendarFeedFactory
from swip.supervision.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def address(feed):
    return reverse("reminders:feed", args=[feed.token])


def read(client, person):
    """The calendar of somebody, as text."""
    feed = CalendarFeed.objects.filter(person=person, status="open").first()
    token = "known"
    if feed is None:
        CalendarFeedFactory(person=person, token=token)
    response = client.get(reverse("reminders:feed", args=[token]))
    assert response.status_code == 200
    return response.content.decode()


def by_vobject(text):
    """One reader: each event by its identifier."""
    return {each.uid.value: each for each in vobject.readOne(text).vevent_list}


def by_ical(text):
    """Another, which shares no code with the first."""
    return {each.uid: each for each in IcsCalendarStream.calendar_from_ics(text).events}


def written(*events):
    person = UserFactory()
    return calendars.written(events, calendars.entries_of(person, events), person).decode()


def timed(day, hour, *, minutes=60, key="session-1"):
    starts = datetime.datetime(*day, hour, tzinfo=LONDON)
    return calendars.Event(
        key, "Supervision session", starts, "/", ends=starts + datetime.timedelta(minutes=minutes)
    )


# Two readers, and the clock change


@pytest.mark.parametrize(
    ("day", "hours_before_utc"),
    [
        ((2027, 3, 27), 0),
        ((2027, 3, 28), 1),  # the clock goes forward at one in the morning
        ((2027, 3, 29), 1),
        ((2027, 10, 30), 1),
        ((2027, 10, 31), 0),  # and back at two
        ((2027, 11, 1), 0),
        ((2026, 3, 29), 1),
        ((2026, 10, 25), 0),
    ],
)
def test_ten_o_clock_is_ten_o_clock_on_both_sides_of_the_clock_change(day, hours_before_utc):
    text = written(timed(day, 10))
    (first,) = by_vobject(text).values()
    (second,) = by_ical(text).values()
    in_utc = datetime.datetime(*day, 10 - hours_before_utc, tzinfo=datetime.UTC)
    for starts, ends in [(first.dtstart.value, first.dtend.value), (second.start, second.end)]:
        assert starts.hour == 10
        assert starts.astimezone(datetime.UTC) == in_utc
        assert ends - starts == datetime.timedelta(hours=1)


def test_a_time_kept_in_utc_is_written_by_the_clock_on_the_wall():
    starts = datetime.datetime(2027, 7, 1, 9, tzinfo=datetime.UTC)
    text = written(calendars.Event("session-1", "Session", starts, "/", ends=starts))
    assert "DTSTART;TZID=Europe/London:20270701T100000\r\n" in text


@pytest.mark.parametrize("day", [(2027, 3, 28), (2027, 10, 31), (2028, 2, 29)])
def test_a_whole_day_is_one_day_whatever_the_clock_does(day):
    text = written(calendars.Event("stage-1", "Review due", datetime.date(*day), "/"))
    (first,) = by_vobject(text).values()
    (second,) = by_ical(text).values()
    expected = datetime.date(*day), datetime.date(*day) + datetime.timedelta(days=1)
    assert (first.dtstart.value, first.dtend.value) == expected
    assert (second.start, second.end) == expected


@pytest.mark.parametrize("year", range(2020, 2041))
def test_our_clock_changes_when_everybody_s_does(year):
    zone = calendars.LONDON.to_tz()
    for month in (3, 10):
        for day in range(24, 32):
            for hour in (0, 3, 12):
                moment = datetime.datetime(year, month, day, hour)
                assert zone.utcoffset(moment) == moment.replace(tzinfo=LONDON).utcoffset()


NAMES = [
    "Zoë Ó Briain-Łukasiewicz",
    'Ann; Bea, \\ and: "quoted"',
    "A" * 400,
    "é" * 200,
    "Line one\nline two",
    "👩‍👩‍👧‍👦" * 30,
    "BEGIN:VEVENT\r\nSUMMARY:mine",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_comes_out_as_it_went_in_for_both_readers(name):
    event = calendars.Event("stage-1", name, datetime.date(2027, 3, 28), "/")
    text = written(event)
    expected = name.replace("\r\n", "\n")
    assert [each.summary.value for each in by_vobject(text).values()] == [expected]
    assert [each.summary for each in by_ical(text).values()] == [expected]


@pytest.mark.parametrize("name", NAMES)
def test_lines_are_folded_at_75_bytes_and_end_as_the_standard_says(name):
    text = written(calendars.Event("stage-1", name, datetime.date(2027, 3, 28), "/"))
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    for line in text.encode().split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no letter is cut in two


# Whose dates


def test_a_social_worker_reads_their_own_dates(client):
    enrolment = EnrolmentFactory()
    text = read(client, enrolment.social_worker)
    names = sorted(each.summary.value for each in by_vobject(text).values())
    assert sorted(each.summary for each in by_ical(text).values()) == names
    due = [each for each in names if each.startswith("Progress review")]
    assert len(due) == len(enrolment.rule_book.reviews)
    assert any(each.startswith("Self-assessment due") for each in names)
    assert f"{enrolment.programme.short_name} ends" in names


def test_a_supervisor_reads_those_of_their_people_with_their_names(client):
    enrolment = EnrolmentFactory()
    text = read(client, enrolment.supervisor)
    names = [each.summary.value for each in by_vobject(text).values()]
    assert names
    assert all(each.startswith(f"{enrolment.social_worker.name}: ") for each in names)
    assert not any("self-assessment" in each.lower() for each in names)  # theirs alone until shared


def test_an_assessor_reads_by_when_to_recommend(client):
    enrolment = EnrolmentFactory()
    (event,) = by_vobject(read(client, enrolment.assessor)).values()
    assert event.summary.value == f"{enrolment.social_worker.name}: recommendation due"
    assert event.dtstart.value == enrolment.expected_end_on


def test_a_planned_session_is_in_the_calendars_of_both_and_of_nobody_else(client):
    enrolment = EnrolmentFactory()
    session = SessionFactory(enrolment=enrolment, status="planned", planned_for=timezone.localdate())
    SessionFactory(enrolment=enrolment)  # took place
    for person, name in [
        (enrolment.social_worker, "Supervision session"),
        (enrolment.supervisor, f"{enrolment.social_worker.name}: supervision session"),
        (enrolment.assessor, None),
    ]:
        events = {each.key: each.summary for each in calendars.events_of(person)}
        assert events.get(f"session-{session.pk}") == name
        assert sum("session" in key for key in events) == (name is not None)


def test_nobody_reads_of_people_they_no_longer_look_after(client):
    enrolment = EnrolmentFactory()
    before = enrolment.supervisor
    named_instead(enrolment, "supervisor")
    assert "BEGIN:VEVENT" not in read(client, before)


def test_programs_are_told_how_often_to_read_it_again(client):
    text = read(client, UserFactory())
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in text
    assert "X-PUBLISHED-TTL:PT6H\r\n" in text


def test_somebody_without_dates_has_an_empty_calendar(client):
    text = read(client, UserFactory())
    assert "BEGIN:VEVENT" not in text
    assert text.startswith("BEGIN:VCALENDAR\r\n")


def test_what_stands_still_or_is_over_is_not_due(client):
    enrolment = EnrolmentFactory(status=Enrolment.Status.PAUSED)
    assert "BEGIN:VEVENT" not in read(client, enrolment.social_worker)


# What changes


def test_identifiers_stay_and_a_change_is_counted(client):
    enrolment = EnrolmentFactory()
    person = enrolment.social_worker
    with time_machine.travel(timezone.now() - datetime.timedelta(days=1), tick=False):
        first = by_vobject(read(client, person))
    stage = next(each for each in enrolment.rule_book.reviews if not each.self_assessment_point)
    moved = StageDate.objects.get(enrolment=enrolment, stage=stage)
    StageDate.objects.filter(pk=moved.pk).update(due_on=moved.due_on + datetime.timedelta(days=30))
    second = by_vobject(read(client, person))
    assert second.keys() == first.keys()
    changed = {uid for uid in first if first[uid].sequence.value != second[uid].sequence.value}
    assert [uid.partition("@")[0] for uid in changed] == [
        f"stage-{enrolment.pk}-{moved.stage_id}-1-{person.pk}"
    ]
    for uid in first:
        is_newer = second[uid].dtstamp.value > first[uid].dtstamp.value
        assert is_newer == (uid in changed)
        assert second[uid].dtstamp.value == second[uid].last_modified.value
    assert {second[uid].sequence.value for uid in changed} == {"1"}


def test_the_identifiers_of_two_people_differ(client):
    enrolment = EnrolmentFactory()
    own = by_vobject(read(client, enrolment.social_worker))
    CalendarFeedFactory(person=enrolment.supervisor, token="other")
    other = by_vobject(client.get("/reminders/calendar/other.ics").content.decode())
    assert not own.keys() & other.keys()


def test_read_again_unchanged_it_is_the_same_and_need_not_be_sent(client):
    enrolment = EnrolmentFactory()
    feed = CalendarFeedFactory(person=enrolment.social_worker)
    first = client.get(address(feed))
    again = client.get(address(feed), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address(feed)).content == first.content
    Enrolment.objects.filter(pk=enrolment.pk).update(
        expected_end_on=enrolment.expected_end_on + datetime.timedelta(days=1)
    )
    changed = client.get(address(feed), headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


# The address


def test_it_is_private_to_whoever_holds_the_address(client):
    feed = CalendarFeedFactory()
    response = client.get(address(feed))
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in response.headers
    assert client.head(address(feed)).status_code == 200
    feed.refresh_from_db()
    assert feed.last_read_on == timezone.localdate()


def test_a_revoked_address_leads_nowhere(client):
    feed = CalendarFeedFactory()
    actions.revoke_calendar_address(feed, by=feed.person)
    assert client.get(address(feed)).status_code == 404
    assert client.get("/reminders/calendar/never-made.ics").status_code == 404


def test_the_address_of_somebody_whose_account_is_closed_leads_nowhere(client):
    feed = CalendarFeedFactory(person__is_active=False)
    assert client.get(address(feed)).status_code == 404


def test_only_a_digest_of_the_address_is_kept(client):
    person = UserFactory()
    token = actions.make_calendar_address(person, by=person, instead_of=None)
    kept = CalendarFeed.objects.values().get(person=person)
    assert token not in str(kept)
    assert len(token) >= 43
    assert client.get(reverse("reminders:feed", args=[token])).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_that_ask_for_an_address_at_once_one_gets_it():
    person = UserFactory()
    ready, said = Barrier(2), []

    def ask():
        ready.wait()
        try:
            actions.make_calendar_address(person, by=person, instead_of=None)
        except Exception as reason:
            said.append(type(reason))
        finally:
            connection.close()

    windows = [Thread(target=ask) for _ in range(2)]
    for each in windows:
        each.start()
    for each in windows:
        each.join()
    assert said == [StaleStep]
    assert CalendarFeed.objects.get(person=person).status == "open"


def test_no_log_names_the_address(client, capsys, caplog):
    feed = CalendarFeedFactory(token="a-secret-of-somebody")
    client.get(address(feed))
    client.get("/reminders/calendar/another-secret-of-somebody.ics")
    told = capsys.readouterr()
    assert '"page": "reminders:feed"' in told.out
    assert "secret-of-somebody" not in told.out + told.err + caplog.text


def test_reading_is_cheap_however_many_people_there_are(client, django_assert_max_num_queries):
    first = EnrolmentFactory()
    employer = first.employment_periods.get().organisation
    for _ in range(5):
        EnrolmentFactory(supervisor=first.supervisor, organisation=employer, rule_book=first.rule_book)
    feed = CalendarFeedFactory(person=first.supervisor)
    with django_assert_max_num_queries(16):  # the first time, what is in it is written down
        client.get(address(feed))
    with django_assert_max_num_queries(12):
        client.get(address(feed))
    assert CalendarEntry.objects.filter(person=first.supervisor).count() > 6
