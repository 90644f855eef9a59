"""An observation from the plan to both signatures, for people with an account; and what its rules refuse."""

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import ConflictOfInterest
from swip.enrolment.tests.factories import AdjustmentFactory, EnrolmentFactory
from swip.notifications.models import Message
from swip.observations import actions, permissions, queries
from swip.observations.models import Observation, Observer, Part, PartVersion
from swip.observations.tests.factories import ObservationFactory, answer, part_of
from swip.standards.contents import outcomes_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def enrolment():
    return EnrolmentFactory()


def at(page, *args):
    return reverse(f"observations:{page}", args=[getattr(each, "pk", each) for each in args])


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def signed_in(client, person):
    client.force_login(person)
    return client


def test_an_observation_goes_from_the_plan_to_both_signatures(client, enrolment):
    worker, observer = enrolment.social_worker, enrolment.assessor
    day = TODAY() - datetime.timedelta(days=3)
    first, second, third, *_ = outcomes_of(enrolment.standards)
    AdjustmentFactory(enrolment=enrolment, what_helps="Quiet rooms", status="in_place", groups=["observers"])

    signed_in(client, worker)
    page = client.post(at("start", enrolment))
    observation = Observation.objects.get()
    assert page.url == at("write", observation, "plan")
    plan = boxes("planned_for", day) | {
        "revision": 0,
        "how": "in_person",
        "setting": "home_visit",
        "about": "A first visit.",
    }
    page = client.post(at("write", observation, "plan"), plan)
    assert "Enter what you want to be watched for" in page.text
    assert "Select at least one outcome" in page.text
    assert part_of(observation, "plan").typed["about"] == "A first visit."  # kept all the same
    plan |= {"revision": 1, "aims": "How I begin.", "outcomes": [first.code, second.code]}
    page = client.post(at("write", observation, "plan"), plan)
    assert page.url == at("ask", observation)
    assert "Nobody is asked to observe yet" in client.get(page.url).text
    page = client.post(at("ask", observation), {"who": observer.pk}, follow=True)
    assert f"{observer} is asked to observe" in page.text

    signed_in(client, observer)
    assert worker.name in client.get(at("to_observe")).text
    assert "Quiet rooms" in client.get(at("observation", observation)).text
    seen = boxes("observed_on", day) | {
        "revision": 0,
        "how": "in_person",
        "setting": "home_visit",
        "seen": "She sat down on the floor.",
        "complexity": "mixed",
        "why_complexity": "Two views.",
    }
    page = client.post(at("write", observation, "seen"), seen)
    assert page.url == at("write", observation, "outcomes")
    said = {
        "revision": 0,
        f"answer_{first.pk}": "seen",
        f"reason_{first.pk}": "In how she asked.",
        f"answer_{second.pk}": "set_aside",
        f"reason_{second.pk}": "It did not come up.",
        "others": [third.code],
        f"reason_{third.pk}": "In what she wrote down.",
    }
    client.post(at("write", observation, "outcomes"), said)
    page = client.get(at("check", observation))
    assert "Enter what went well" in page.text
    assert "Sign and send" not in page.text
    client.post(
        at("write", observation, "feedback"), {"revision": 0, "went_well": "Calm.", "do_next": "Say why."}
    )
    revisions = {f"revision_{each}": 1 for each in Part.OF_OBSERVER}
    assert client.post(at("check", observation), revisions).url == at("observation", observation)

    signed_in(client, worker)
    page = client.get(at("observation", observation))
    assert "She sat down on the floor." in page.text
    assert "Added by the observer" in page.text
    page = client.post(at("agree", observation), {"round": 1})
    assert "The reflection has not been shared" in page.text
    client.post(at("write", observation, "reflection"), {"revision": 0, "reflection": "I waited."})
    family = {"family": "agreed", "family_asked_by": "social_worker"} | boxes("family_asked_on", day)
    client.post(at("family", observation), family)
    client.post(at("agree", observation), {"round": 1})

    observation.refresh_from_db()
    assert observation.is_agreed
    assert observation.by_assessor
    assert [each.side for each in observation.signatures.all()] == ["observer", "social_worker"]
    assert {each.outcome for each in queries.seen_outcomes()} == {first, third}
    told = [each.action for each in history.of_chain(enrolment.history_chain)]
    assert told[-1] == "observation.agreed"
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=observation.pk).update(complexity="clear")
    with pytest.raises(IntegrityError), transaction.atomic():
        observation.outcomes.update(reason="Another one")
    with pytest.raises(DatabaseError), transaction.atomic():
        PartVersion.objects.update(content={})


@pytest.mark.parametrize(
    ("page", "field", "year", "told"),
    [
        ("plan", "planned_for", 1900, "The date of the observation must be on or after"),
        ("plan", "planned_for", 9999, "The date of the observation must be on or before"),
        ("seen", "observed_on", 1000, "The date on which you watched must be on or after"),
        ("family", "family_asked_on", 1000, "The date on which they were asked must be on or after"),
    ],
)
def test_a_day_before_the_programme_or_long_after_it_is_refused(client, enrolment, page, field, year, told):
    observation = ObservationFactory(enrolment=enrolment)
    signed_in(client, enrolment.supervisor if page == "seen" else enrolment.social_worker)
    address = at("family", observation) if page == "family" else at("write", observation, page)
    revision = part_of(observation, page).revision if page != "family" else 0
    typed = boxes(field, TODAY().replace(year=year, day=1)) | {"family": "agreed", "revision": revision}
    page = client.post(address, typed)
    assert page.status_code == 200
    assert told in page.text
    assert ("when the programme began" in page.text) == (year < 2000)


def test_parts_come_in_any_order_and_drafts_belong_to_their_writers(client, enrolment):
    worker, supervisor = enrolment.social_worker, enrolment.supervisor
    coordinator = AppointmentFactory(
        organisation=enrolment.employment_periods.get().organisation, role=Role.COORDINATOR
    ).person
    signed_in(client, supervisor)
    page = client.post(at("start", enrolment))  # they happened to watch
    observation = Observation.objects.get()
    assert page.url == at("write", observation, "seen")
    assert client.post(at("start", enrolment)).url == page.url  # pressed twice
    typed = {"revision": 0, "seen": "Only mine so far"}
    client.post(at("write", observation, "seen"), typed, headers={"X-Autosave": "1"})
    assert "Only mine so far" in client.get(at("write", observation, "seen")).text
    again = client.post(
        at("write", observation, "seen"), typed | {"seen": "Older"}, headers={"X-Autosave": "1"}
    )
    assert again.status_code == 409

    signed_in(client, worker)
    assert "Only mine so far" not in client.get(at("observation", observation)).text
    assert client.get(at("write", observation, "seen")).status_code == 404
    client.post(
        at("write", observation, "reflection"), {"revision": 0, "reflection": "Mine", "then": "later"}
    )
    signed_in(client, coordinator)
    assert client.get(at("observation", observation)).status_code == 404
    assert "Mine" not in client.get(at("list", enrolment)).text


def test_nobody_observes_themselves_or_in_conflict(client, enrolment):
    employer = enrolment.employment_periods.get().organisation
    worker = enrolment.social_worker
    apart = AppointmentFactory(organisation=employer, role=Role.ASSESSOR).person
    AppointmentFactory(organisation=employer, role=Role.ASSESSOR, person=worker)
    ConflictOfInterest.objects.create(organisation=employer, person=apart, other=worker, declared_by=apart)
    observation = ObservationFactory(enrolment=enrolment, to="planned")
    signed_in(client, worker)
    page = client.get(at("ask", observation))
    assert apart.name not in page.text
    assert f'value="{worker.pk}"' not in page.text
    outsider = {"who": "outsider", "name": "Somebody", "role": "Nurse", "agency": "A clinic"}
    for address in [worker.email, apart.email.upper()]:
        page = client.post(at("ask", observation), outsider | {"email": address})
        assert "Nobody can be asked at this address" in page.text
    page = client.post(at("ask", observation), {"who": "outsider", "email": "nobody"})
    for mistake in ["Enter their name", "Enter their role", "Enter where they work", "correct format"]:
        assert mistake in page.text
    for person in [worker, apart]:
        with pytest.raises(IntegrityError), transaction.atomic():
            actions.ask_colleague(observation, person, by=worker)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.ask_outsider(observation, name="A", role="B", agency="C", email=apart.email, by=worker)


def test_a_family_that_said_no_means_that_something_else_is_observed(client, enrolment):
    observation = ObservationFactory(enrolment=enrolment, to="reflected")
    signed_in(client, enrolment.social_worker)
    page = client.post(at("family", observation), {"family": "agreed"})
    assert "Select who asked them" in page.text
    assert "Enter when they were asked" in page.text
    page = client.post(at("family", observation), {"family": "not_possible"})
    assert "Enter why it was not possible" in page.text
    said_no = {"family": "declined", "family_asked_by": "observer"} | boxes("family_asked_on", TODAY())
    client.post(at("family", observation), said_no)
    assert "Waiting to be agreed" not in client.get(at("list", enrolment)).text
    page = client.post(at("agree", observation), {"round": 1})
    assert "The family said no, so something else has to be observed" in page.text
    page = client.post(at("cancel", observation), {"why": "The family said no"}, follow=True)
    assert f"{enrolment.supervisor} has been told" in page.text  # they have sent what they saw
    observation.refresh_from_db()
    assert observation.is_cancelled


@pytest.mark.parametrize("after", ["sent", "asked to look again", "another is asked"])
def test_what_an_observer_has_sent_does_not_vanish_by_cancelling(client, enrolment, after):
    observation = ObservationFactory(enrolment=enrolment, observer="assessor", to="answered")
    worker, assessor, supervisor = enrolment.social_worker, enrolment.assessor, enrolment.supervisor
    if after != "sent":
        actions.look_again(observation, words="It was two children.", by=worker)
    if after == "another is asked":
        actions.ask_colleague(observation, supervisor, by=worker)
        page = signed_in(client, supervisor).get(at("observation", observation))
        assert "You listened." not in page.text  # they are to say what they see themselves
    page = signed_in(client, worker).post(
        at("cancel", observation), {"why": "I learned little."}, follow=True
    )
    assert "has been told" in page.text
    for reader in [worker, supervisor, assessor]:
        page = signed_in(client, reader).get(at("observation", observation))
        assert "You listened." in page.text
        assert "Cancelled: I learned little." in page.text
        assert at("observation", observation) in client.get(at("list", enrolment)).text
        assert "I learned little." in client.get(reverse("enrolment:history", args=[enrolment.pk])).text
    told = Message.objects.filter(to=assessor).latest("pk")
    assert told.subject.endswith("was cancelled" if after != "another is asked" else "any more")
    assert not Observation.objects.counted().exists()
    assert permissions.written_by_observer(assessor).count() == 0


def test_what_was_sent_before_another_observer_was_asked_stays_beside_theirs(client, enrolment):
    observation = ObservationFactory(enrolment=enrolment, observer="assessor", to="answered")
    actions.look_again(observation, words="It was two children.", by=enrolment.social_worker)
    instead = actions.ask_colleague(observation, enrolment.supervisor, by=enrolment.social_worker)
    page = signed_in(client, enrolment.supervisor).get(at("observation", observation))
    assert "She sat down on the floor." not in page.text
    answer(instead, TODAY(), outcomes_of(enrolment.standards), seen="She stood by the door.")
    page = signed_in(client, enrolment.social_worker).get(at("observation", observation))
    assert "She stood by the door." in page.text
    assert f"What was seen, as {enrolment.assessor} sent it before" in page.text
    assert "She sat down on the floor." in page.text


def test_a_family_takes_its_agreement_back_after_both_have_signed(client, enrolment):
    observation = ObservationFactory(enrolment=enrolment, observer="assessor", to="agreed")
    worker, supervisor, assessor = enrolment.social_worker, enrolment.supervisor, enrolment.assessor
    assert signed_in(client, worker).get(at("family", observation)).url == at("family_took_back", observation)
    signed_in(client, supervisor)
    assert at("family_took_back", observation) in client.get(at("observation", observation)).text
    assert "Select whom they told" in client.post(at("family_took_back", observation)).text
    heard = {"told": "somebody_else"} | boxes("taken_back_on", TODAY())
    page = client.post(at("family_took_back", observation), heard, follow=True)
    assert "Cancelled: The family took back its agreement" in page.text
    assert "You listened." not in page.text
    assert client.post(at("family_took_back", observation), heard).status_code == 302  # pressed twice
    assert not Observation.objects.counted().exists()
    assert not queries.seen_outcomes().exists()
    told = Message.objects.filter(kind="observation-family-took-back").values_list("to", flat=True)
    assert set(told) == {worker.pk, assessor.pk}
    assert history.of(observation).last().action == "observation.family_took_back"
    for writer in [worker, assessor]:
        assert "You listened." in signed_in(client, writer).get(at("observation", observation)).text

    signed_in(client, worker).post(at("resume", observation))  # it was another family
    observation.refresh_from_db()
    assert (observation.family, observation.round) == ("", 2)
    assert Observer.objects.get().is_asked


def test_the_plan_may_come_late_and_is_not_left_out(client, enrolment):
    worker = enrolment.social_worker
    observation = actions.start_as_observer(enrolment, by=enrolment.supervisor)
    answer(Observer.objects.get(), TODAY(), outcomes_of(enrolment.standards)[:1])
    thought = {"reflection": "I waited.", "will_do": ""}
    actions.share_reflection(part_of(observation, "reflection"), content=thought, revision=0, by=worker)
    family = {"family": "not_possible", "asked_by": "", "asked_on": None, "words": "A meeting."}
    actions.record_family(observation, **family, by=worker)
    page = signed_in(client, worker).get(at("observation", observation))
    assert "The plan has not been shared" in page.text
    assert "Reflected upon" in page.text
    page = client.post(at("agree", observation), {"round": 1})
    assert f'href="{at("write", observation, "plan")}"' in page.text
    late = {"revision": 0, "how": "in_person", "setting": "home_visit", "about": "A visit.", "aims": "Pace."}
    client.post(at("write", observation, "plan"), late | boxes("planned_for", TODAY()))
    assert "Waiting to be agreed" in client.get(at("observation", observation)).text
    client.post(at("agree", observation), {"round": 1})
    observation.refresh_from_db()
    assert observation.is_agreed


def test_what_is_not_right_is_looked_at_once_more_and_signed_anew(client, enrolment):
    observation = ObservationFactory(enrolment=enrolment, observer="supervisor", to="family")
    planned = ObservationFactory(enrolment=enrolment, to="planned")
    signed_in(client, enrolment.social_worker)
    assert "Which outcomes do you aim for?" in client.get(at("write", planned, "plan")).text
    client.post(at("look_again", observation), {"words": "It was two children."})
    # What was not seen is not taken out of the aims while the observer looks at it once more.
    assert "Which outcomes do you aim for?" not in client.get(at("write", observation, "plan")).text
    page = client.post(at("agree", observation), {"round": 1})
    assert page.status_code == 409
    signed_in(client, enrolment.supervisor)
    assert "It was two children." in client.get(at("observation", observation)).text
    observer = Observer.objects.get()
    observation.refresh_from_db()
    assert observation.round == 2
    assert observer.is_asked
    assert PartVersion.objects.filter(part__observer=observer).count() == 3  # what was sent stays readable
    with pytest.raises(StaleStep):
        actions.agree(observation, round=1, by=enrolment.social_worker)


def test_whoever_is_asked_instead_after_that_sends_for_the_first_time(enrolment):
    observation = ObservationFactory(enrolment=enrolment, observer="supervisor", to="answered")
    actions.look_again(observation, words="It was two children.", by=enrolment.social_worker)
    instead = actions.ask_colleague(observation, enrolment.assessor, by=enrolment.social_worker)
    answer(instead, TODAY(), outcomes_of(enrolment.standards))
    assert history.of(observation).last().action == "observation.sent"
    told = Message.objects.filter(to=enrolment.social_worker).latest("pk")
    assert told.subject == f"{enrolment.assessor} has sent what they saw"


def test_what_is_out_of_sight_is_for_the_two_who_wrote_it_until_it_is_mended(client, enrolment):
    observation = ObservationFactory(enrolment=enrolment, to="agreed")
    worker, supervisor, assessor = enrolment.social_worker, enrolment.supervisor, enrolment.assessor
    assert permissions.visible_to(assessor).contains(observation)
    assert Observation.objects.counted().count() == 1
    page = signed_in(client, assessor).post(at("take_out_of_sight", observation), {"kinds": ["name"]})
    assert page.url == at("list", enrolment)
    assert client.get(at("observation", observation)).status_code == 404
    assert not permissions.visible_to(assessor).contains(observation)
    assert permissions.visible_to(supervisor).contains(observation)
    assert not Observation.objects.counted().exists()
    assert not queries.seen_outcomes().exists()
    signed_in(client, worker)
    client.post(at("reopen", observation))
    observation.refresh_from_db()
    assert observation.is_under_way
    assert Observer.objects.get().is_asked

    employer = enrolment.employment_periods.get().organisation
    keeper = AppointmentFactory(organisation=employer, role=Role.DATA_PROTECTION_LEAD).person
    signed_in(client, keeper)
    assert "Whose it is has been asked to have it changed" in client.get(at("out_of_sight", observation)).text
    answer = {"ending": "false_alarm", "why": "It is the name of a street that is everywhere."}
    assert client.post(at("out_of_sight", observation), answer).status_code == 302
    assert permissions.visible_to(assessor).contains(observation)


def test_lists_and_pages_ask_the_same_few_questions_however_many_there_are(
    client, enrolment, django_assert_max_num_queries
):
    for _ in range(3):
        observation = ObservationFactory(enrolment=enrolment, to="family")
    signed_in(client, enrolment.social_worker)
    client.get(at("list", enrolment))
    with django_assert_max_num_queries(24):
        client.get(at("list", enrolment))
    with django_assert_max_num_queries(22):
        client.get(at("observation", observation))
    another = EnrolmentFactory()
    with django_assert_max_num_queries(11):
        queries.standings_of([enrolment, another])
    part = part_of(observation, "reflection")
    with django_assert_max_num_queries(20):
        client.post(
            at("write", observation, "reflection"),
            {"revision": part.revision, "reflection": "More"},
            headers={"X-Autosave": "1"},
        )
