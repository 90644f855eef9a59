"""Looking people up on the register of social workers, in each of the three ways."""

import datetime
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from swip.accounts import actions, jobs, queries
from swip.accounts.forms.register import EXTRACT_COLUMNS
from swip.accounts.models import RegisterCheck, RegisterExtract, User
from swip.accounts.register import (
    FileRegister,
    HttpRegister,
    ManualRegister,
    NotOnRegister,
    RegisterEntry,
    RegisterUnavailable,
    register_in_use,
)
from swip.accounts.tests.factories import UserFactory
from swip.core import history
from swip.programmes.tests.factories import rule_book

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
A_DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def no_memory_of_failures():
    cache.clear()


@pytest.fixture
def cara():
    return UserFactory(name="Cara Cole", register_number="SW77")


def entry(**changed):
    return RegisterEntry(
        "SW77", TODAY(), **{"registered_name": "Cara Cole", "register_status": "Registered"} | changed
    )


# A register over HTTP: a real server that answers as each test tells it


class Answering(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.server.answer(self)

    def log_message(self, *args):
        pass


def says(body, status=200, **headers):
    def answer(request):
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

    return answer


def stays_silent(request):
    time.sleep(2)


def drips(request):
    request.send_response(200)
    request.end_headers()
    for _ in range(40):
        request.wfile.write(b" ")
        request.wfile.flush()
        time.sleep(0.05)


def drips_headers(request):
    for _ in range(40):
        request.wfile.write(b"H")
        request.wfile.flush()
        time.sleep(0.05)


def is_endless(request):
    request.send_response(200)
    request.end_headers()
    for _ in range(1_000):
        request.wfile.write(b"x" * 10_000)


ENTRY = {
    "registration_number": "SW77",
    "registered_name": "Cara Cole",
    "status": "Registered",
    "town_of_employment": "Harrowfield",
    "registered_from": "2026-01-01",
    "registered_until": "2027-11-30",
    "annotations": None,
}


@pytest.fixture
def server(settings):
    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args):
            """We hang up on it; that is no error here."""

    running = Server(("127.0.0.1", 0), Answering)
    running.asked, running.answer = [], says(ENTRY)
    Thread(target=running.serve_forever, daemon=True).start()
    settings.REGISTER_SOURCE = "http"
    settings.REGISTER_URL = f"http://127.0.0.1:{running.server_port}/people/"
    settings.REGISTER_SECONDS = 0.4
    yield running
    running.shutdown()
    running.server_close()


def test_the_register_is_asked_for_one_number_and_only_public_fields_are_read(server):
    found = register_in_use().look_up("SW77")

    assert server.asked == ["/people/SW77"]
    assert found == RegisterEntry(
        "SW77",
        TODAY(),
        "Cara Cole",
        "Registered",
        datetime.date(2026, 1, 1),
        datetime.date(2027, 11, 30),
        "",
    )


def test_a_number_that_is_not_there_is_an_answer_too(server):
    server.answer = says(b"", status=404)
    assert register_in_use().look_up("SW78") == NotOnRegister("SW78", TODAY())


@pytest.mark.parametrize(
    ("annotations", "kept"),
    [(True, "Yes"), (False, ""), (["Approved", "Best interests"], "Approved; Best interests")],
)
def test_annotations_come_in_words_or_as_yes_and_no(server, annotations, kept):
    server.answer = says(ENTRY | {"annotations": annotations})
    assert register_in_use().look_up("SW77").annotations == kept


@pytest.mark.parametrize(
    "answer",
    [
        stays_silent,
        drips,
        drips_headers,
        is_endless,
        says(b"", status=500),
        says(b"", status=302, Location="http://127.0.0.1:1/elsewhere"),
        says(b"<html>Please wait</html>"),
        says(b"[" * 60_000),
        says(b"\xff\xfe\x00"),
        says([]),
        says(ENTRY | {"registration_number": "SW1"}),
        says(ENTRY | {"registered_name": ""}),
        says(ENTRY | {"registered_name": {"first": "Cara"}}),
        says(ENTRY | {"registered_until": "soon"}),
    ],
    ids=lambda answer: answer.__name__,
)
def test_a_register_that_fails_says_nothing_about_anybody(server, cara, answer):
    server.answer = answer
    began = time.monotonic()

    with pytest.raises(RegisterUnavailable):
        actions.look_up_on_register(cara, recheck_after_days=30)

    assert time.monotonic() - began < 1.5
    assert len(server.asked) <= 1
    standing = queries.register_standing(cara)
    assert (standing.answer, standing.warnings) == (None, [])
    assert standing.without_answer.next_check_on == TODAY() + A_DAY
    assert list(history.of(cara)) == []


def test_a_register_that_is_down_is_left_alone_for_a_while(server, cara):
    server.answer = says(b"", status=503)
    for _ in range(5):
        with pytest.raises(RegisterUnavailable):
            actions.look_up_on_register(cara, recheck_after_days=30)
    assert len(server.asked) == 3
    assert queries.latest_look(cara).tries == 5
    assert RegisterCheck.objects.count() == 1


def test_nobody_listens(settings):
    with pytest.raises(RegisterUnavailable):
        HttpRegister("http://127.0.0.1:1/", seconds=0.4).look_up("SW77")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://register.example",
        "file:///etc/passwd",
        "http://",
        "https://a:b@register.example",
        "//x",
        "http://[",
        "http://register.example:port/",
        "https://register.example/?number=",
    ],
)
def test_only_a_plain_address_is_a_register(address, cara, settings):
    settings.REGISTER_SOURCE, settings.REGISTER_URL = "http", address
    with pytest.raises(RegisterUnavailable, match="REGISTER_URL"):
        actions.look_up_on_register(cara, recheck_after_days=30)


@pytest.mark.parametrize("number", ["SW77/../admin", "SW77?x", "../SW77", "SW77\r\nX: 1", "", "77"])
def test_nothing_but_a_number_reaches_the_address(server, number):
    with pytest.raises(ValueError, match=r".*"):
        register_in_use().look_up(number)
    assert server.asked == []


# A register as a file


def extract(as_of=None):
    actions.keep_extract([entry()], as_of=as_of or TODAY(), by=UserFactory())


def test_an_extract_answers_for_its_own_day(settings, cara):
    settings.REGISTER_SOURCE = "file"
    extract(TODAY() - 3 * A_DAY)
    check = actions.look_up_on_register(cara, recheck_after_days=30)
    assert (check.result, check.seen_on) == ("found", TODAY() - 3 * A_DAY)
    assert check.next_check_on == TODAY() + 27 * A_DAY
    assert FileRegister().look_up("SW78") == NotOnRegister("SW78", TODAY() - 3 * A_DAY)


def test_an_extract_that_is_missing_or_old_answers_nothing():
    with pytest.raises(RegisterUnavailable):
        FileRegister().look_up("SW77")
    extract(TODAY() - 61 * A_DAY)
    with pytest.raises(RegisterUnavailable):
        FileRegister().look_up("SW77")


def test_a_new_extract_takes_the_place_of_the_one_before():
    extract(TODAY() - A_DAY)
    extract()
    extract()
    assert [each.lines.count() for each in RegisterExtract.objects.all()] == [1, 0]


def test_the_columns_of_an_extract_are_those_the_rule_names():
    named = set(rule_book().value("swe_register.fields"))
    assert {column.heading for column in EXTRACT_COLUMNS} == named - {"Town of employment"}


# By hand, and in every way


def test_by_hand_nothing_is_asked_by_itself(cara, run_jobs):
    assert isinstance(register_in_use(), ManualRegister)
    with pytest.raises(RegisterUnavailable):
        register_in_use().look_up("SW77")
    actions.ask_register(cara, recheck_after_days=30)
    assert run_jobs() == []
    assert actions.ask_register_again(TODAY() + 100 * A_DAY) == 0


def test_what_was_seen_is_kept_with_history_and_the_day_to_look_again(cara):
    coordinator = UserFactory()
    check = actions.note_register_check(
        cara, entry(), by=coordinator, recheck_after_days=30, rules="SWIP rules 2026-1"
    )
    assert (check.source, check.checked_by, check.next_check_on) == (
        "manual",
        coordinator,
        TODAY() + 30 * A_DAY,
    )
    said = history.of(cara).get()
    assert (said.action, said.by, said.rules) == ("register.checked", coordinator, "SWIP rules 2026-1")
    assert "Cara" not in json.dumps(said.data)
    assert queries.latest_register_check(cara) == check


def test_a_number_that_changed_is_not_checked_yet(cara):
    actions.note_register_check(cara, entry(), by=UserFactory(), recheck_after_days=30)
    cara.register_number = "SW99"
    cara.save()
    assert queries.latest_register_check(cara) is None
    assert queries.register_standing(cara).answer is None


def test_a_job_looks_people_up_and_again_when_it_is_time(server, cara, run_jobs):
    actions.ask_register(cara, recheck_after_days=30)
    actions.ask_register(cara, recheck_after_days=30)
    assert run_jobs() == ["swip.accounts.jobs.check_register"]
    assert queries.register_standing(cara).answer.result == "found"

    with connection.cursor() as cursor:  # the worker would have said so
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")
    jobs.check_registers_again(0)
    assert run_jobs() == []
    with time_machine.travel(timezone.now() + 30 * A_DAY):
        assert list(queries.due_for_recheck(TODAY())) == [cara]
        jobs.check_registers_again(0)
        server.answer = says(ENTRY | {"status": "Suspended"})
        assert run_jobs() == ["swip.accounts.jobs.check_register"]
        assert queries.register_standing(cara).warnings == ["The register gives the status “Suspended”"]
        assert list(queries.due_for_recheck(TODAY())) == []
    assert RegisterCheck.objects.count() == 2


def test_many_who_have_just_come_are_looked_up_unless_they_were(server, cara, run_jobs):
    actions.look_up_on_register(cara, recheck_after_days=30)
    newcomer = UserFactory(register_number="SW78")
    server.answer = says(b"", status=404)
    actions.ask_register_of({cara: 30, newcomer: 30, UserFactory(): 30})
    assert run_jobs() == ["swip.accounts.jobs.check_register"]
    assert queries.latest_register_check(newcomer).result == "not_found"


def test_who_waits_for_a_look_is_found(cara):
    seen, never = UserFactory(register_number="SW80"), cara
    actions.note_register_check(seen, NotOnRegister("SW80", TODAY()), by=UserFactory(), recheck_after_days=30)
    people = User.objects.all()
    assert list(queries.awaiting_register_check(people, TODAY())) == [never]
    assert set(queries.awaiting_register_check(people, TODAY() + 30 * A_DAY)) == {never, seen}


def test_an_answer_stays_beside_a_later_look_without_one(server, cara):
    actions.look_up_on_register(cara, recheck_after_days=30)
    server.answer = says(b"", status=500)
    with pytest.raises(RegisterUnavailable):
        actions.look_up_on_register(cara, recheck_after_days=30)
    standing = queries.register_standing(cara)
    assert (standing.answer.result, standing.without_answer.result) == ("found", "unavailable")
    assert standing.next_check_on <= TODAY() + A_DAY


def test_nobody_is_looked_up_who_left_or_has_no_number(server, cara, run_jobs):
    actions.look_up_on_register(cara, recheck_after_days=30)
    actions.stop_register_checks(cara, by=None)
    assert list(queries.due_for_recheck(TODAY() + 100 * A_DAY)) == []
    assert history.of(cara).last().action == "register.checks_stopped"
    actions.ask_register(UserFactory(), recheck_after_days=30)
    assert run_jobs() == []
    jobs.check_register(0, 30)


def test_many_people_are_asked_about_in_one_question(cara, django_assert_num_queries):
    people = [cara, *(UserFactory(register_number=f"SW{number}") for number in range(100, 120))]
    for person in people:
        actions.note_register_check(
            person, NotOnRegister(person.register_number, TODAY()), by=cara, recheck_after_days=30
        )
    with django_assert_num_queries(1):
        standings = queries.register_standings(people)
    assert all(standing.warnings for standing in standings.values())
