"""Pages about colleagues: they work, a mistake is told, and who has no business there meets 404."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, UserFactory
from swip.enrolment import actions as enrolments
from swip.enrolment.models import ConflictOfInterest, Pairing
from swip.staffing import actions
from swip.staffing.models import Away, Capacity, Cover, HandedOver, HandingOver
from swip.staffing.tests.factories import AwayFactory, CapacityFactory, ConflictFactory

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


def page(name, *args):
    return reverse(f"staffing:{name}", args=args)


def typed(name, day):
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


def rows(response):
    """Who stands at the head of a row of the table of colleagues, in order."""
    table = response.content.decode().partition("Colleagues who may")[2].partition("</table>")[0]
    return re.findall(r'/colleagues/\d+/">([^<]+)</a>', table)


# The board


def board(organisation, **query):
    return page("board", organisation.pk) + "?" + "&".join(f"{name}={value}" for name, value in query.items())


def test_with_one_organisation_the_way_goes_straight_to_its_board(signed_in, organisation):
    assertRedirects(signed_in.get(page("boards")), page("board", organisation.pk))


def test_with_several_one_is_chosen(signed_in, organisation, coordinator):
    elsewhere = AppointmentFactory(person=coordinator, role=Role.COORDINATOR).organisation
    response = signed_in.get(page("boards"))
    for each in (organisation, elsewhere):
        assertContains(response, page("board", each.pk))


def test_the_board_says_who_carries_how_many_of_how_many(signed_in, organisation, nine, others, leaver):
    CapacityFactory(person=others[0], organisation=organisation, most=2)
    response = signed_in.get(board(organisation))
    assertContains(response, "9 of 6")
    assertContains(response, "Over")
    assertContains(response, "0 of 2")
    assertContains(response, "A number of their own")
    assert rows(response)[-1] == "Leah Leaver"
    assert set(rows(response)) == {"Leah Leaver", "Other 1", "Other 2", "Other 3"}


def test_the_board_tells_who_is_away_and_who_covers(
    signed_in, organisation, nine, leaver, others, coordinator
):
    today = timezone.localdate()
    actions.record_leave(
        leaver,
        organisation,
        starts_on=today,
        ends_on=today + 9 * A_DAY,
        covered_by={"supervisor": others[0]},
        by=coordinator,
    )
    response = signed_in.get(board(organisation, only="away"))
    assert rows(response) == ["Leah Leaver"]
    assertContains(response, "Other 1 covers")
    everybody = signed_in.get(board(organisation))
    assertContains(everybody, "Other 1: 9 of 6")


def test_the_board_tells_what_wants_doing(signed_in, organisation, enrol, leaver, nine):
    alone = enrol(None)
    away = AwayFactory(person=leaver, organisation=organisation)
    ConflictFactory(person=leaver, other=nine[0].social_worker, organisation=organisation)
    response = signed_in.get(board(organisation))
    assertContains(response, page("match", alone.pk, "supervisor"))
    assertContains(response, "have a conflict of interest")
    assertContains(response, f'href="{away.get_absolute_url()}">name who covers')
    leaver.appointments.update(ends_on=timezone.localdate() - A_DAY)
    response = signed_in.get(board(organisation))
    assertContains(response, f"{page('hand_over', organisation.pk)}?person={leaver.pk}")


@pytest.mark.parametrize("kind", ["supervise", "assess", "observe", "juggle"])
@pytest.mark.parametrize("sort", ["name", "-carries", "team", "away", "last_day", "-last_day", "nonsense"])
def test_the_board_is_sorted_by_anything(signed_in, organisation, nine, others, kind, sort):
    assert signed_in.get(board(organisation, kind=kind, sort=sort, page="x")).status_code == 200


def test_the_board_is_filtered(signed_in, organisation, others, team, appoint):
    appoint(name="Nora North", team=team)
    for query in [{"team": team.pk}, {"name": "nora"}]:
        response = signed_in.get(board(organisation, **query))
        assert rows(response) == ["Nora North"]
    assert len(rows(signed_in.get(board(organisation, team="x", only="y")))) == 4
    assertContains(signed_in.get(board(organisation, name="zzz")), "Nobody matches what you chose")


def test_whoever_supervises_or_assesses_may_observe(signed_in, organisation, others, appoint):
    appoint(Role.ASSESSOR, name="Ann Assessor")
    response = signed_in.get(board(organisation, kind="observe"))
    assert set(rows(response)) == {"Other 1", "Other 2", "Other 3", "Ann Assessor"}


def test_the_board_costs_the_same_few_queries_however_many_there_are(
    signed_in, organisation, enrol, appoint, django_assert_max_num_queries
):
    for _ in range(30):
        supervisor = appoint()
        enrol(supervisor)
        AwayFactory(person=supervisor, organisation=organisation)
    signed_in.get(board(organisation))
    with django_assert_max_num_queries(18):
        signed_in.get(board(organisation))


# A fair match


def test_suggestions_come_with_their_reasons_and_the_others_with_theirs(
    signed_in, enrol, leaver, others, organisation, team
):
    enrolment = enrol(leaver, team=team)
    others[0].appointments.update(team=team)
    CapacityFactory(person=others[1], organisation=organisation, most=0)
    ConflictFactory(person=others[2], other=enrolment.social_worker, organisation=organisation)
    response = signed_in.get(page("match", enrolment.pk, "supervisor"))
    assertContains(response, "1. Other 1, North")
    assertContains(response, "Carries 0 of 6, same team, free all the first 6 weeks")
    assertContains(response, "Other 2: takes nobody at the moment")
    assertContains(response, "Other 3: conflict of interest")
    assertNotContains(response, "2. Leah Leaver")


def test_a_suggestion_leads_to_the_page_that_is_checked_before_anything_changes(
    signed_in, enrol, leaver, others
):
    enrolment = enrol(leaver)
    response = signed_in.get(page("match", enrolment.pk, "supervisor"))
    change = reverse("enrolment:change_supervisor", args=[enrolment.pk])
    assertContains(response, f'action="{change}"', count=3)
    today = timezone.localdate()
    sent = {
        "person": others[0].pk,
        **typed("from_day", today),
        "note": "",
        "instead_of": enrolment.pairing("supervisor").pk,
        "step": "check",
    }
    assertContains(signed_in.post(change, sent), "Check before you change")
    assert enrolment.supervisor == leaver


def test_who_is_away_or_leaves_is_not_suggested(signed_in, enrol, leaver, others, organisation):
    today = timezone.localdate()
    AwayFactory(person=others[0], organisation=organisation, ends_on=today + 30 * A_DAY)
    others[1].appointments.update(ends_on=today + 20 * A_DAY)
    response = signed_in.get(page("match", enrol(leaver).pk, "supervisor"))
    assertContains(response, "Other 1: away for 31 days of the first 6 weeks")
    assertContains(response, "Other 2: appointment ends in the first 6 weeks")


def test_where_nobody_has_room_it_is_said(signed_in, enrol, leaver):
    assertContains(signed_in.get(page("match", enrol(leaver).pk, "supervisor")), "Nobody has room")
    assert signed_in.get(page("match", enrol().pk, "juggler")).status_code == 404


def test_a_match_costs_few_queries(signed_in, enrol, leaver, appoint, django_assert_max_num_queries):
    enrolment = enrol(leaver)
    for _ in range(20):
        enrol(appoint())
    signed_in.get(page("match", enrolment.pk, "supervisor"))
    with django_assert_max_num_queries(20):
        signed_in.get(page("match", enrolment.pk, "supervisor"))


# One colleague


def test_the_page_of_a_colleague_shows_all_about_their_work(
    signed_in, organisation, nine, leaver, others, django_assert_max_num_queries
):
    AwayFactory(person=leaver, organisation=organisation)
    ConflictFactory(person=leaver, other=others[0], organisation=organisation)
    signed_in.get(page("colleague", organisation.pk, leaver.pk))
    with django_assert_max_num_queries(22):
        response = signed_in.get(page("colleague", organisation.pk, leaver.pk))
    for text in [
        "9 of 6",
        "Worker 5",
        "Other 1",
        page("capacity", organisation.pk, leaver.pk, "supervise"),
        page("record_leave", organisation.pk, leaver.pk),
    ]:
        assertContains(response, text)
    assertNotContains(response, page("capacity", organisation.pk, leaver.pk, "assess"))


def test_somebody_who_takes_nobody_on_there_has_no_page(signed_in, organisation, coordinator, nine):
    for person in [coordinator, nine[0].social_worker, UserFactory()]:
        assert signed_in.get(page("colleague", organisation.pk, person.pk)).status_code == 404


def test_a_number_is_agreed(signed_in, organisation, leaver):
    address = page("capacity", organisation.pk, leaver.pk, "supervise")
    sent = {"which": "own", "most": "4", **typed("from_day", timezone.localdate())}
    assertRedirects(signed_in.post(address, sent), page("colleague", organisation.pk, leaver.pk))
    assert Capacity.objects.get().most == 4
    signed_in.post(address, sent | {"which": "usual", "most": ""})
    assert not Capacity.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"which": ""}, "Select how many social workers at most"),
        ({"most": ""}, "Number of social workers must be from 0 to 50"),
        ({"most": "51"}, "Number of social workers must be from 0 to 50"),
        ({"most": "-1"}, "Number of social workers must be from 0 to 50"),
        ({"most": "٣"}, "Number of social workers must be from 0 to 50"),
        (typed("until", datetime.date(2020, 1, 1)), "The last day must be on or after the first"),
        (typed("from_day", datetime.date(2020, 1, 1)), "The day must be on or after"),
    ],
)
def test_a_number_that_cannot_be_is_told(signed_in, organisation, leaver, wrong, told):
    address = page("capacity", organisation.pk, leaver.pk, "supervise")
    sent = {"which": "own", "most": "4", **typed("from_day", timezone.localdate())} | wrong
    assertContains(signed_in.post(address, sent), told)
    assert not Capacity.objects.exists()


# Leave


def leave_of(nine_days, covering):
    today = timezone.localdate()
    return {
        **typed("starts_on", today),
        **typed("ends_on", today + nine_days * A_DAY),
        "covers_supervisor": str(covering.pk) if covering else "nobody",
    }


def test_leave_is_typed_checked_and_confirmed(signed_in, organisation, nine, leaver, others):
    address = page("record_leave", organisation.pk, leaver.pk)
    ConflictFactory(person=others[0], other=nine[0].social_worker, organisation=organisation)
    checked = signed_in.post(address, leave_of(9, others[0]) | {"step": "check"})
    assertContains(checked, "Other 1 should not be paired with them")
    assert not Away.objects.exists()
    assertContains(signed_in.post(address, leave_of(9, others[0]) | {"step": "change"}), "Record leave of")
    response = signed_in.post(address, leave_of(9, others[0]) | {"step": "confirm"})
    away = Away.objects.get()
    assertRedirects(response, away.get_absolute_url())
    assert Pairing.objects.filter(is_cover=True).count() == 8
    shown = signed_in.get(away.get_absolute_url())
    assertContains(shown, "Other 1 covers as practice supervisor")
    assertContains(shown, "Nobody covers as practice supervisor")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"starts_on_day": ""}, "First day away must include a day"),
        (typed("ends_on", datetime.date(2020, 1, 1)), "Last day away must be on or after"),
        ({"covers_supervisor": ""}, "Select who covers, or that nobody does yet"),
        ({"covers_supervisor": "0"}, "Select who covers, or that nobody does yet"),
    ],
)
def test_leave_that_cannot_be_is_told(signed_in, organisation, nine, leaver, others, wrong, told):
    sent = leave_of(9, others[0]) | wrong | {"step": "confirm"}
    assertContains(signed_in.post(page("record_leave", organisation.pk, leaver.pk), sent), told)
    assert not Away.objects.exists()


def test_leave_on_the_same_days_is_told_with_the_days(signed_in, organisation, nine, leaver):
    away = AwayFactory(person=leaver, organisation=organisation)
    sent = leave_of(30, None) | {"step": "confirm"}
    response = signed_in.post(page("record_leave", organisation.pk, leaver.pk), sent)
    assertContains(response, "Leave is recorded already from")
    assert Away.objects.get() == away


def test_a_cover_is_named_later_taken_back_and_the_leave_cancelled(
    signed_in, organisation, nine, leaver, others
):
    away = AwayFactory(person=leaver, organisation=organisation)
    assertContains(signed_in.get(away.get_absolute_url()), page("cover", away.pk, "supervisor"))
    assertContains(signed_in.post(page("cover", away.pk, "supervisor"), {}), "Select who covers")
    signed_in.post(page("cover", away.pk, "supervisor"), {"person": others[1].pk})
    cover = Cover.objects.get()
    assert cover.pairings.count() == 9
    assertContains(signed_in.get(page("take_cover_back", cover.pk)), "Take the cover back")
    assertRedirects(signed_in.post(page("take_cover_back", cover.pk)), away.get_absolute_url())
    assert not Pairing.objects.filter(is_cover=True).exists()
    assertContains(signed_in.get(page("cancel_leave", away.pk)), "Cancel the leave")
    signed_in.post(page("cancel_leave", away.pk))
    away.refresh_from_db()
    assert away.status == Away.Status.CANCELLED
    assertContains(signed_in.get(away.get_absolute_url()), "This leave was cancelled")
    assert signed_in.post(page("cancel_leave", away.pk)).status_code == 409


def test_back_sooner(signed_in, organisation, leaver):
    away = AwayFactory(person=leaver, organisation=organisation)
    today = timezone.localdate()
    too_late = signed_in.post(page("back", away.pk), typed("last_day", away.ends_on))
    assertContains(too_late, "Last day away must be on or before")
    signed_in.post(page("back", away.pk), typed("last_day", today))
    away.refresh_from_db()
    assert away.ends_on == today
    assert signed_in.get(page("back", away.pk)).status_code == 404


# Handing over


def begin(client, organisation, person, **more):
    sent = {"person": person.pk, **typed("from_day", timezone.localdate()), **more}
    client.post(page("hand_over", organisation.pk), sent)
    return HandingOver.objects.get()


def sent_for(draft, **more):
    chosen = {f"line-{each.pk}": each.to_id or "later" for each in draft.lines.all()}
    return chosen | {"revision": draft.revision} | more


def test_nine_people_are_handed_over_in_four_presses(signed_in, organisation, nine, others, leaver):
    assertContains(signed_in.get(page("hand_over", organisation.pk)), "Leah Leaver (9 social workers)")
    draft = begin(signed_in, organisation, leaver, ends_appointment="on")
    shown = signed_in.get(draft.get_absolute_url())
    assertContains(shown, "New practice supervisor of Worker 9")
    checked = signed_in.post(draft.get_absolute_url(), sent_for(draft, step="check"))
    assertContains(checked, "Check before you hand over")
    assertContains(checked, "3 of 6", count=3)
    draft.refresh_from_db()
    done = signed_in.post(
        draft.get_absolute_url(), {"step": "confirm", "revision": draft.revision}, follow=True
    )
    assertContains(done, "9 social workers are handed over")
    assert {each.supervisor for each in nine} == set(others)


def test_pressed_twice_the_second_sees_what_the_first_did(signed_in, organisation, nine, others, leaver):
    draft = begin(signed_in, organisation, leaver)
    for _ in range(2):
        response = signed_in.post(draft.get_absolute_url(), {"step": "confirm", "revision": draft.revision})
        assert response.status_code in {200, 302}
    assert Pairing.objects.filter(person__in=others).count() == 9


def test_what_was_checked_is_what_is_done(signed_in, organisation, nine, others, leaver):
    """Another coordinator has chosen otherwise since this one looked."""
    draft = begin(signed_in, organisation, leaver)
    line = draft.lines.first()
    actions.choose(draft, draft.revision, {line.pk: None})
    response = signed_in.post(draft.get_absolute_url(), {"step": "confirm", "revision": draft.revision - 1})
    assert response.status_code == 409
    assert not Pairing.objects.filter(person__in=others).exists()


def test_somebody_else_is_chosen_and_kept_as_a_draft(signed_in, organisation, nine, others, leaver):
    draft = begin(signed_in, organisation, leaver)
    line = draft.lines.first()
    other = next(each for each in others if each != line.to)
    sent = sent_for(draft, step="save") | {f"line-{line.pk}": other.pk}
    assertRedirects(signed_in.post(draft.get_absolute_url(), sent), page("board", organisation.pk))
    line.refresh_from_db()
    assert line.to == other
    assertContains(signed_in.get(board(organisation)), "Finish handing over for Leah Leaver")
    assertContains(signed_in.get(page("hand_over", organisation.pk)), draft.get_absolute_url())


def test_it_saves_itself_while_somebody_chooses(signed_in, organisation, nine, others, leaver):
    draft = begin(signed_in, organisation, leaver)
    line = draft.lines.first()
    sent = sent_for(draft) | {f"line-{line.pk}": "later"}
    saved = signed_in.post(draft.get_absolute_url(), sent, headers={"X-Autosave": "1"})
    assert saved.json()["revision"] == draft.revision + 1
    stale = signed_in.post(
        draft.get_absolute_url(), sent_for(draft) | {"revision": draft.revision}, headers={"X-Autosave": "1"}
    )
    assert stale.status_code == 409
    line.refresh_from_db()
    assert line.to is None


def test_a_choice_that_is_none_is_told(signed_in, organisation, nine, others, leaver):
    draft = begin(signed_in, organisation, leaver)
    line = draft.lines.get(enrolment=nine[0])
    response = signed_in.post(
        draft.get_absolute_url(), sent_for(draft, step="check") | {f"line-{line.pk}": UserFactory().pk}
    )
    assertContains(response, "Select the new practice supervisor of Worker 1")


def test_whoever_has_a_conflict_cannot_be_chosen_and_whoever_is_full_is_marked(
    signed_in, organisation, nine, others, leaver
):
    ConflictFactory(person=others[0], other=nine[0].social_worker, organisation=organisation)
    CapacityFactory(person=others[1], organisation=organisation, most=0)
    draft = begin(signed_in, organisation, leaver)
    line = draft.lines.get(enrolment=nine[0])
    shown = signed_in.get(draft.get_absolute_url()).content.decode()
    options = shown.partition(f'name="line-{line.pk}"')[2].partition("</select>")[0]
    assert "Other 1" not in options
    assert "Other 2 (0 of 0 now): takes nobody at the moment" in options
    assert "Other 3 (0 of 6 now)" in options


def test_what_changed_since_it_was_prepared_is_said(signed_in, organisation, nine, others, leaver, enrol):
    draft = begin(signed_in, organisation, leaver)
    enrol(leaver, social_worker__name="Nell Newcomer")
    nine[0].pairings.filter(kind="supervisor").delete()
    shown = signed_in.get(draft.get_absolute_url())
    assertContains(shown, "Nell Newcomer came to Leah Leaver since this was prepared")
    assertContains(shown, "Worker 1 already went to somebody else")
    signed_in.post(draft.get_absolute_url(), {"step": "suggest"})
    assertNotContains(signed_in.get(draft.get_absolute_url()), "since this was prepared")


def test_what_could_not_be_done_is_listed_with_the_way_on(
    signed_in, organisation, nine, others, leaver, coordinator, appoint
):
    draft = begin(signed_in, organisation, leaver)
    enrolments.pair(
        nine[0], "supervisor", appoint(), by=coordinator, instead_of=nine[0].pairing("supervisor").pk
    )
    response = signed_in.post(
        draft.get_absolute_url(), {"step": "confirm", "revision": draft.revision}, follow=True
    )
    assertContains(response, "8 social workers are handed over")
    assertContains(response, "Somebody has changed who looks after them meanwhile")
    assertContains(response, page("match", nine[0].pk, "supervisor"))


def test_a_handing_over_is_dropped(signed_in, organisation, nine, leaver):
    draft = begin(signed_in, organisation, leaver)
    assertContains(signed_in.get(page("drop", draft.pk)), "Drop it")
    signed_in.post(page("drop", draft.pk))
    assert signed_in.get(draft.get_absolute_url()).status_code == 404
    assert not HandedOver.objects.exclude(result="waiting").exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"person": ""}, "Select who hands over"),
        ({"person": "0"}, "Select who hands over"),
        ({"from_day_year": "2020"}, "The day must be on or after"),
    ],
)
def test_a_handing_over_that_cannot_be_is_told(signed_in, organisation, nine, leaver, wrong, told):
    sent = {"person": leaver.pk, **typed("from_day", timezone.localdate())} | wrong
    assertContains(signed_in.post(page("hand_over", organisation.pk), sent), told)
    assert not HandingOver.objects.exists()


@pytest.mark.parametrize("step", ["", "check"])
def test_handing_over_costs_the_same_few_queries(
    signed_in, organisation, nine, others, leaver, step, django_assert_max_num_queries
):
    draft = begin(signed_in, organisation, leaver)
    with django_assert_max_num_queries(36):
        if step:
            signed_in.post(draft.get_absolute_url(), sent_for(draft, step=step))
        else:
            signed_in.get(draft.get_absolute_url())


# Conflicts of interest


def test_a_coordinator_declares_and_ends_a_conflict(signed_in, organisation, nine, leaver):
    address = page("conflicts", organisation.pk)
    worker = nine[0].social_worker
    assertContains(signed_in.post(address, {}), "Select the colleague")
    signed_in.post(address, {"person": leaver.pk, "other": worker.pk})
    conflict = ConflictOfInterest.objects.get()
    assertContains(signed_in.get(address), "Paired now, and should not be")
    assertContains(signed_in.get(page("end_conflict", conflict.pk)), "may then be paired again")
    assertRedirects(signed_in.post(page("end_conflict", conflict.pk)), address)
    assert not ConflictOfInterest.objects.open().exists()
    assert signed_in.get(page("end_conflict", conflict.pk)).status_code == 404


def test_anybody_declares_their_own_by_address(client, organisation, nine, leaver):
    worker = nine[0].social_worker
    client.force_login(worker)
    address = page("own_conflicts")
    for email, told in [
        ("", "Enter their work email address"),
        (worker.email, "not your own"),
        (UserFactory().email, "Nobody where you work has this address"),
    ]:
        assertContains(client.post(address, {"email": email}), told)
    client.post(address, {"email": leaver.email.upper()})
    conflict = ConflictOfInterest.objects.get()
    assert {conflict.person, conflict.other} == {worker, leaver}
    assertContains(client.get(address), leaver.name)
    client.force_login(leaver)
    assertNotContains(client.get(address), worker.name)
    assert client.get(page("end_conflict", conflict.pk)).status_code == 404
    client.force_login(worker)
    assertRedirects(client.post(page("end_conflict", conflict.pk)), address)


def test_a_coordinator_of_elsewhere_meets_404(client, organisation, nine, leaver, coordinator):
    draft = actions.begin(
        organisation, leaver, from_day=timezone.localdate(), ends_appointment=False, by=coordinator
    )
    client.force_login(AppointmentFactory(role=Role.COORDINATOR).person)
    for address in [
        page("board", organisation.pk),
        page("colleague", organisation.pk, leaver.pk),
        page("match", nine[0].pk, "supervisor"),
        draft.get_absolute_url(),
        page("drop", draft.pk),
    ]:
        assert client.get(address).status_code == 404
        assert client.post(address).status_code in {404, 405}
