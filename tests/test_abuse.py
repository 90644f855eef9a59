"""What people send by mistake, twice, too late, or on purpose: each gets a clear answer, and nothing is broken."""

import csv
import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import cycle, islice
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.accounts.tests.factories import InvitationFactory, TeamFactory, UserFactory
from swip.assessment import actions as assessment
from swip.assessment.models import Recommendation
from swip.assessment.tests.factories import RecommendationFactory
from swip.core import history
from swip.credentials.actions import revoke
from swip.credentials.models import Award
from swip.credentials.tests.factories import AwardFactory
from swip.evidence import actions as evidence_actions
from swip.evidence.models import Evidence
from swip.evidence.tests.factories import AttachmentFactory, EvidenceFactory
from swip.notifications.tests.factories import MessageFactory
from swip.programmes.models import Programme
from swip.programmes.tests.factories import rule_book_draft
from swip.registration.tests.factories import RegistrationDraftFactory
from swip.reviews.tests.factories import ReviewFactory
from swip.self_assessment.tests.factories import SelfAssessmentFactory
from swip.standards.tests.factories import FrameworkVersionFactory
from tests.access_world import World, undone
from tests.forms_on_pages import Form, everywhere, forms_of, in_choices, sensibly
from tests.test_access import ROUTES

SCRIPT = "\"'><script>alert(1)</script>{{7*7}}"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def signed_in(person, **options) -> Client:
    client = Client(raise_request_exception=False, **options)
    if person:
        client.force_login(person)
    return client


@contextmanager
def undone_for(client: Client) -> Iterator[None]:
    """Whatever happens within is taken back, a sign-out too."""
    cookies = client.cookies.output(header="", sep=";")
    with undone():
        yield
    client.cookies.clear()
    client.cookies.load(cookies)


ROOMS = sorted({name.rpartition(":")[0] for name in ROUTES})
every_room = pytest.mark.parametrize("room", ROOMS, ids=lambda room: room or "sign_in")


def pages(world: World, room: str) -> Iterator[tuple[str, Client, str]]:
    """Every route of a room, with somebody who may open it; whatever is done there is undone after it."""
    for name, route in sorted(ROUTES.items()):
        person = next(iter(sorted(route.sees - {"signed_out"})), None)
        if person and name.rpartition(":")[0] == room:
            with undone():
                yield name, signed_in(world.people[person]), reverse(name, args=route.args(world))


def forms(world: World, room: str) -> Iterator[tuple[str, Client, Form]]:
    """Every form that changes something, and every address that only takes one."""
    for name, client, address in pages(world, room):
        if ROUTES[name].method == "post":
            yield name, client, Form(address, "post")
            continue
        shown = client.get(address, follow=True)
        if "text/html" in shown.headers["Content-Type"]:
            for form in forms_of(shown.request["PATH_INFO"], shown.content.decode()):
                yield name, client, form


ANSWERS = {200, 302, 400, 401, 403, 404, 405, 409, 410, 413, 422, 429}


def assert_harmless(response, what: str) -> None:
    assert response.status_code in ANSWERS, f"{what}: {response.status_code}"
    if not response.streaming and "text/html" in response.headers.get("Content-Type", ""):
        shown = response.content.decode()
        assert "<script>alert" not in shown, what
        assert "\"'&gt;&lt;script" not in shown, what
        assert f"{ESCAPED}49" not in shown, what


# ---- Whatever stands in the boxes

AWKWARD = {
    "markup, control characters, emoji": everywhere(f"=1+1 {SCRIPT}\x00\x07\x1b[2J\u202e👩‍👧‍👦"),
    "a great deal": everywhere("w" * 50_000),
    "nothing at all": lambda box: None if box.kind == "hidden" else "",
    "what is not offered, and no number": in_choices("²\x00"),
    "numbers past all numbers": in_choices("9" * 40),
}


@every_room
def test_every_form_takes_what_is_awkward(world, room):
    for name, client, form in forms(world, room):
        for what, fill in AWKWARD.items():
            with undone_for(client):
                assert_harmless(form.send(client, fill), f"{name}, {what}")
            if form.saves_itself:
                with undone_for(client):
                    assert_harmless(
                        form.send(client, fill, **{"X-Autosave": "1"}), f"{name} by itself, {what}"
                    )


# ---- Twice


@cache
def counting() -> str:
    """One question for all tables: they are counted twice for every form of the service."""
    kinds = [each for each in apps.get_models() if each.__module__.startswith("swip.")]
    return " UNION ALL ".join(
        f"SELECT '{each._meta.label_lower}', count(*) FROM {each._meta.db_table}"
        for each in kinds
        if not each._meta.proxy
    )


def how_many() -> dict[str, int]:
    """How many there are of everything that people make here, and of what is told of it."""
    with connection.cursor() as cursor:
        return dict(cursor.execute(counting()).fetchall())


@every_room
def test_every_form_sent_twice_does_once_what_it_does(world, room):
    for name, client, form in forms(world, room):
        with undone_for(client):
            first = form.send(client, sensibly)
            once = how_many()
            again = form.send(client, sensibly)
            assert again.status_code in ANSWERS, f"{name}: {again.status_code}"
            twice = how_many()
        if name == "accounts:send_again":
            continue  # each press sends a letter: somebody waits for one that did not come
        more = {kind for kind in once if once[kind] != twice[kind]}
        assert not more, f"{name}: {first.status_code}, {again.status_code}, more of {more}"


# ---- Without the token

TYPED = "Words that took a while to find, and are not to be lost"


@every_room
def test_a_form_without_its_token_is_refused_and_shows_what_was_typed(world, room):
    for name, client, form in forms(world, room):
        if getattr(resolve(form.address).func, "csrf_exempt", False):
            continue  # the secret in the address is what nobody else has: there is no session to misuse
        careful = signed_in(None, enforce_csrf_checks=True)
        careful.cookies = client.cookies
        data = {**form.data(everywhere(TYPED)), "csrfmiddlewaretoken": "nonsense"}
        told = careful.post(form.address, data)
        assert told.status_code == 403, f"{name}: {told.status_code}"
        is_for_families = getattr(resolve(form.address).func, "is_for_families", False)
        said = "This page closed to keep you safe" if is_for_families else "Your page was open too long"
        assert said in told.content.decode()
        if any(box.kind in {"text", "textarea"} and box.name != "code" for box in form.boxes):
            assert TYPED in told.content.decode(), name


# ---- Addresses

HUGE = "9" * 40


@every_room
def test_addresses_that_lead_nowhere_are_not_found(world, room):
    for name, client, address in pages(world, room):
        for given in resolve(address).captured_kwargs.values():
            is_number = isinstance(given, int)
            for wrong in [HUGE, "0"] if is_number else ["%00", HUGE, "%F0%9F%98%80", "'--", "%0a"]:
                nowhere = re.sub(
                    f"/{re.escape(quote(str(given), safe=':'))}(?=[/.]|$)", f"/{wrong}", address, count=1
                )
                told = client.generic(ROUTES[name].method, nowhere)
                assert nowhere != address
                assert told.status_code in {302, 400, 404, 409}, f"{nowhere}: {told.status_code}"


ODD = ["%00", HUGE, "-1", "%F0%9F%98%80", "%FF", "'%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "²", "a" * 3_000]
ASKED = [
    *["page", "sort", "words", "status", "outcome", "q", "older", "newer", "only", "next", "name"],
    *["programme", "organisation", "team", "supervisor", "limit", "offset", "orderBy", "filter", "fields"],
]


@every_room
def test_odd_questions_in_an_address_get_an_answer(world, room):
    for name, client, address in pages(world, room):
        if ROUTES[name].method == "get":
            for shift in range(0, len(ODD), 2):
                odd = islice(cycle(ODD), shift, None)
                question = "&".join(f"{each}={value}" for each, value in zip(ASKED, odd, strict=False))
                assert_harmless(client.get(f"{address}?{question}"), f"{name}?{question}")


@every_room
def test_other_ways_of_asking_change_nothing(world, room):
    for name, client, address in pages(world, room):
        client.get(address)  # a look is noted once a day, however somebody looks
        there = how_many()
        for method in ["PUT", "DELETE", "TRACE"]:
            assert_harmless(client.generic(method, address), f"{method} {name}")
        assert how_many() == there, name
        told = client.generic("POST" if ROUTES[name].method == "get" else "GET", address)
        if told.status_code == 405:
            assert "This address cannot be opened by itself" in told.content.decode(), name


def test_what_cannot_be_read_at_all_gets_a_page_that_says_so(world):
    client, address = signed_in(world.people["social_worker"]), reverse("accounts:details")
    form = "application/x-www-form-urlencoded"
    for kind, body in [
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name"),
        ("multipart/form-data", b"no boundary"),
        (form, b"&".join(b"a%d=1" % number for number in range(1_100))),
        (form, b"name=%FF%FE\xff&register_number=%ED%A0%80"),
        ("application/json", b'{"name": "x"}'),
    ]:
        told = client.generic("POST", address, body, kind)
        assert told.status_code in {200, 400}, body[:40]
        assert "<h1" in told.content.decode()
        assert client.get(address).status_code == 200


# ---- Too late


def test_whoever_may_no_longer_send_a_form_gets_their_words_back(world):
    recommendation = RecommendationFactory(enrolment=world.enrolment, status="submitted")
    award = AwardFactory(
        person=world.people["social_worker"], organisation=world.organisation, status="revoked"
    )
    decider = signed_in(world.people["decision_maker"])
    assessment.send_back(recommendation, comment="Look again.", by=world.people["decision_maker"])
    for address, box in [
        (reverse("assessment:decide_met", args=[recommendation.pk]), "reasons"),
        (reverse("assessment:send_back", args=[recommendation.pk]), "comment"),
        (reverse("credentials:revoke", args=[award.identifier]), "reason"),
        (reverse("reviews:write", args=[0]), "progress"),
    ]:
        told = decider.post(address, {box: TYPED})
        assert told.status_code in {404, 409}, address
        assert TYPED in told.content.decode(), address


def test_a_failure_of_ours_gives_back_what_was_typed(world, monkeypatch):
    evidence = EvidenceFactory(enrolment=world.enrolment)
    monkeypatch.setattr(evidence_actions, "write", lambda *given, **more: 1 / 0)
    client = signed_in(world.people["social_worker"])
    told = client.post(reverse("evidence:write", args=[evidence.pk]), {"what_happened": f"{TYPED}{SCRIPT}"})
    assert told.status_code == 500
    assert TYPED in told.content.decode()
    assert "<script>alert" not in told.content.decode()


# ---- What belongs to others


def test_people_and_teams_of_other_employers_cannot_be_chosen(world):
    coordinator = signed_in(world.people["coordinator"])
    far = {kind: world.people[f"far_{kind}"].pk for kind in ["supervisor", "assessor"]}
    far_team = TeamFactory(organisation=world.far_organisation)
    draft = RegistrationDraftFactory(
        coordinator=world.people["coordinator"], organisation=world.organisation, is_complete=True
    )
    before = draft.details
    today = timezone.localdate()
    day = {f"starts_on_{part}": getattr(today, part) for part in ["day", "month", "year"]}
    chosen = [
        ("people", far, "Select their practice supervisor"),
        ("place", day | {"team": far_team.pk, "full_time_equivalent": "1"}, "Select their team"),
    ]
    for step, data, words in chosen:
        told = coordinator.post(reverse(f"registration:{step}", args=[draft.pk]), data)
        assert words in told.content.decode()
        draft.refresh_from_db()
        assert draft.details == before

    for kind, words in [
        ("supervisor", "Select the practice supervisor"),
        ("assessor", "Select the assessor"),
    ]:
        address = reverse(f"enrolment:change_{kind}", args=[world.enrolment.pk])
        from_day = {f"from_day_{part}": getattr(today, part) for part in ["day", "month", "year"]}
        for step in ["check", "confirm"]:
            told = coordinator.post(address, from_day | {"person": far[kind], "step": step})
            assert words in told.content.decode()
    assert world.enrolment.supervisor == world.people["supervisor"]


def test_roles_teams_and_people_of_another_organisation_cannot_be_given(world):
    administrator = signed_in(world.people["administrator"])
    TeamFactory(organisation=world.organisation)
    far_team = TeamFactory(organisation=world.far_organisation)
    address = reverse("accounts:appoint", args=[world.organisation.pk])
    today = timezone.localdate()
    valid = {f"starts_on_{part}": getattr(today, part) for part in ["day", "month", "year"]}
    valid |= {"person": world.people["coordinator"].pk, "role": "assessor"}
    there = how_many()["accounts.appointment"]
    for wrong in [
        {"person": world.people["far_supervisor"].pk},
        {"role": "programme_editor"},
        {"role": "nonsense"},
        {"team": far_team.pk},
    ]:
        assert administrator.post(address, valid | wrong).status_code == 200
        assert how_many()["accounts.appointment"] == there
    assert administrator.post(address, valid).status_code == 302


def test_evidence_cannot_be_linked_to_other_standards_nor_cited_from_others(world):
    evidence = EvidenceFactory(enrolment=world.enrolment)
    elsewhere = FrameworkVersionFactory().outcomes.last()
    writer, assessor = signed_in(world.people["social_worker"]), signed_in(world.people["assessor"])
    for code in ["9.9", str(elsewhere.pk), "1.1 K1", "1"]:
        told = writer.post(
            reverse("evidence:outcomes", args=[evidence.pk]), {"outcomes": [code], "revision": 0}
        )
        assert "Select outcomes from the list" in told.content.decode()
    writer.post(
        reverse("evidence:reasons", args=[evidence.pk]), {f"reason_{elsewhere.pk}": "Mine", "revision": 0}
    )
    assert [link.outcome.code for link in evidence.outcome_links.all()] == ["1.1"]

    recommendation = RecommendationFactory(enrolment=world.enrolment)
    theirs = EvidenceFactory(enrolment=world.far_enrolment, status="accepted")
    judged = reverse("assessment:judge", args=[recommendation.pk, "1.1"])
    data = {"word": "met", "reason": "Shown.", "cites": [theirs.pk], "revision": 0}
    assert assessor.post(judged, data).status_code == 200
    assert not theirs.cited_by.exists()


def test_files_of_others_cannot_be_reached_through_evidence_of_ones_own(world):
    mine = EvidenceFactory(enrolment=world.enrolment)
    theirs = AttachmentFactory(evidence=EvidenceFactory(enrolment=world.far_enrolment, status="accepted"))
    writer = signed_in(world.people["social_worker"])
    assert writer.get(reverse("evidence:file", args=[mine.pk, theirs.pk])).status_code == 404
    writer.post(reverse("evidence:remove_file", args=[mine.pk, theirs.pk]))
    theirs.refresh_from_db()
    assert theirs.removed_at is None


# ---- Files


def office(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        types = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        archive.writestr("[Content_Types].xml", types)
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


REFUSED = {
    "a program called a picture": ("holiday.png", b"MZ\x90\x00" + b"\x00" * 200, "is not really a picture"),
    "a page called a picture": ("photo.jpg", b"<script>alert(1)</script>", "is not really a picture"),
    "a page": ("report.html", b"<script>alert(1)</script>", "is a web page"),
    "a page called text": ("notes.txt", b"<html><script>alert(1)</script>", "is not plain text"),
    "a drawing that may run": ("chart.svg", b"<svg onload='alert(1)'/>", "may hold programs"),
    "macros": ("plan.docx", office(**{"word/vbaProject.bin": b"x"}), "holds macros"),
    "a bomb": ("plan.docx", office(**{"word/document.xml": b"0" * 60_000_000}), "unpacks to far more"),
    "nothing": ("empty.pdf", b"", "is empty"),
    "too much": ("long.txt", b"w" * 1_000_001, "must be smaller than 1 MB"),
    "a program": ("setup.exe", b"MZ", "must be a PDF, a picture"),
    "no ending": ("passwd", b"root:x", "must be a PDF, a picture"),
    "two endings": ("photo.jpg.exe", b"MZ", "must be a PDF, a picture"),
}


@pytest.mark.parametrize(("name", "content", "words"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_could_harm_somebody_is_refused_by_its_name(world, settings, name, content, words):
    settings.FILE_UPLOAD_MAX_BYTES = 1024 * 1024
    content = content + b"w" * 60_000 if words.startswith("must be smaller") else content
    evidence = EvidenceFactory(enrolment=world.enrolment)
    told = signed_in(world.people["social_worker"]).post(
        reverse("evidence:files", args=[evidence.pk]), {"files": [SimpleUploadedFile(name, content)]}
    )
    html = " ".join(told.content.decode().split())
    assert words in html
    assert f"“{name}”" in html
    assert not evidence.attachments.exists()


NAMES = {
    "../../../etc/passwd.txt": "passwd.txt",
    "..\\..\\boot.txt": "boot.txt",
    "<script>alert(1)</script>.txt": "script>.txt",
    "photo\u202etxt.exe.txt": "phototxt.exe.txt",
    "w" * 400 + ".txt": "w" * 196 + ".txt",
}


@pytest.mark.parametrize(("given", "kept"), NAMES.items(), ids=range(len(NAMES)))
def test_a_file_with_an_odd_name_is_kept_under_a_plain_one_and_only_downloaded(world, given, kept):
    evidence = EvidenceFactory(enrolment=world.enrolment)
    writer = signed_in(world.people["social_worker"])
    upload = SimpleUploadedFile("x.txt", b"Notes")
    upload._name = given
    shown = writer.post(reverse("evidence:files", args=[evidence.pk]), {"files": [upload]}, follow=True)
    assert_harmless(shown, given)
    attachment = evidence.attachments.get()
    assert attachment.name == kept
    assert re.fullmatch(r"files/[0-9a-f]{2}/[0-9a-f]{32}", attachment.stored.content.file.name)
    download = writer.get(attachment.get_absolute_url())
    assert download["Content-Disposition"].startswith("attachment;")
    assert download["Content-Type"] == "text/plain"
    assert download["X-Content-Type-Options"] == "nosniff"


# ---- Where a sign-in leads


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "9",
    ],
)
def test_a_sign_in_leads_nowhere_else(client, db, run_jobs, mailoutbox, elsewhere):
    person = UserFactory()
    shown = client.get(reverse("account_request_login_code"), {"next": elsewhere})
    assert shown.status_code == 200
    client.post(reverse("account_request_login_code"), {"email": person.email, "next": elsewhere})
    run_jobs()
    code = re.search(r"Your code is (\S+)", mailoutbox[-1].body)[1]
    arrived = client.post(reverse("account_confirm_login_code"), {"code": code, "next": elsewhere})
    assert arrived.status_code == 302
    for response in [arrived, client.get(reverse("account_login"), {"next": elsewhere})]:
        assert (
            urlsplit(urljoin("https://ours.example/sign-in/", response["Location"])).netloc == "ours.example"
        )
    out = client.post(reverse("account_logout"), {"next": elsewhere})
    assert urlsplit(urljoin("https://ours.example/sign-out/", out["Location"])).netloc == "ours.example"


# ---- Whatever people are called, and whatever they write


def test_markup_is_shown_wherever_it_is_shown_and_obeyed_nowhere(world):
    recommendation = full_of_markup(world)
    shown: dict[str, int] = {}
    for who in [
        "social_worker",
        "supervisor",
        "assessor",
        "coordinator",
        "decision_maker",
        "administrator",
        "programme_editor",
    ]:
        client = signed_in(world.people[who])
        for address, page in every_page_from(client, "/"):
            assert page.status_code < 500, f"{who}, {address}"
            assert_harmless(page, f"{who}, {address}")
            shown[who] = shown.get(who, 0) + (ESCAPED in page.content.decode())
    assert shown["social_worker"] > 40, shown
    assert min(shown.values()) > 20, shown

    by = world.people["decision_maker"]
    decision = assessment.decide(recommendation, result="met", reasons=SCRIPT, by=by)
    award = Award.objects.get()
    revoke(award, reason=SCRIPT, by=by)
    for address in [decision.get_absolute_url(), award.get_absolute_url()]:
        page = signed_in(world.people["social_worker"]).get(address)
        assert_harmless(page, address)
        assert ESCAPED in page.content.decode(), address


def every_page_from(client: Client, start: str, most: int = 6):
    """Follows every link that this person finds: of one kind of page a few, of the published standards none."""
    found, seen, kinds = [start], {start}, Counter()
    while found:
        address = found.pop(0)
        page = client.get(address, follow=True)
        if page.streaming or "text/html" not in page["Content-Type"]:
            continue
        yield address, page
        for link in re.findall(r'href="(/[^"#]*)', page.content.decode()):
            link = html.unescape(link)
            if link in seen or link.startswith(("//", "/assets/", "/standards/", "/sign-out/")):
                continue
            seen.add(link)
            kind = resolve(urlsplit(link).path).view_name
            kinds[kind] += 1
            if kinds[kind] <= most:
                found.append(link)


def full_of_markup(world: World) -> Recommendation:
    """Everything that anybody can name or write here, named and written as badly as can be."""
    worker, supervisor = world.people["social_worker"], world.people["supervisor"]
    User.objects.update(name=SCRIPT)
    for organisation in Organisation.objects.all():
        Organisation.objects.filter(pk=organisation.pk).update(name=f"{SCRIPT} {organisation.pk}")
    team = TeamFactory(organisation=world.organisation, name=SCRIPT)
    world.enrolment.employment_periods.update(team=team)
    words = {"title": SCRIPT, "what_happened": SCRIPT, "what_it_shows": SCRIPT, "reason": SCRIPT}
    for status in Evidence.Status.values:
        piece = EvidenceFactory(enrolment=world.enrolment, status=status, comment=SCRIPT, **words)
        AttachmentFactory(evidence=piece, name=f"{SCRIPT}.txt", was_handed_in=True)
    SelfAssessmentFactory(
        enrolment=world.enrolment, status="shared", answers={"1.1": ("with_support", SCRIPT)}
    )
    said = dict.fromkeys(["progress", "support", "concerns", "next_steps", "worker_comment"], SCRIPT)
    ReviewFactory(enrolment=world.enrolment, status="signed", started_by=supervisor, **said)
    recommendation = RecommendationFactory(enrolment=world.enrolment, status="submitted", summary=SCRIPT)
    recommendation.judgements.update(reason=SCRIPT)
    InvitationFactory(organisation=world.organisation, name=SCRIPT)
    MessageFactory(to=worker, subject=SCRIPT, body=SCRIPT)
    draft = RegistrationDraftFactory(
        coordinator=world.people["coordinator"], organisation=world.organisation, is_complete=True
    )
    draft.details |= {"name": SCRIPT, "email": f"{SCRIPT}@example.org"}
    draft.save()
    history.record("evidence.returned", piece, by=supervisor, note=SCRIPT)
    book = rule_book_draft(by=world.people["programme_editor"])
    book.all_rules.update(title=SCRIPT, plain_words=SCRIPT)
    Programme.objects.update(name=SCRIPT, short_name=SCRIPT[:20], description=SCRIPT)
    return recommendation


def test_a_table_that_is_opened_in_a_spreadsheet_holds_no_formula(world):
    formula = '=HYPERLINK("https://evil.example","x")'
    User.objects.filter(pk=world.people["social_worker"].pk).update(name=formula)
    User.objects.filter(pk=world.people["supervisor"].pk).update(name="@SUM(1)")
    team = TeamFactory(organisation=world.organisation, name="+1")
    world.enrolment.employment_periods.update(team=team)
    table = signed_in(world.people["coordinator"]).get(reverse("dashboards:cohort_csv"))
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    assert f"'{formula}" in cells
    assert "'@SUM(1)" in cells
    assert "'+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
