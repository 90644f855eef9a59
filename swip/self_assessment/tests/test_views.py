import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.core import history
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.self_assessment.models import SelfAssessment
from swip.self_assessment.tests.factories import SelfAssessmentFactory

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}
SAID = {"1.1": ("with_support", "I wrote a chronology with help")}


def page(name, *args):
    return reverse(f"self_assessment:{name}", args=args)


@pytest.fixture
def record(client):
    """One of the person who is signed in."""
    made = SelfAssessmentFactory()
    client.force_login(made.enrolment.social_worker)
    return made


def everything(record, **changes):
    """What the page of domain 1 sends."""
    answers = {f"{name}-{code}": "" for code in ["1.1", "1.2"] for name in ["word", "reason"]}
    return {"revision": record.revision} | answers | changes


# The points


def test_the_points_of_the_programme_are_shown_with_their_dates(client, django_assert_max_num_queries):
    enrolment = EnrolmentFactory()
    client.force_login(enrolment.social_worker)
    client.get(page("list", enrolment.pk))

    with django_assert_max_num_queries(8):
        response = client.get(page("list", enrolment.pk))

    for words in ["Beginning", "Middle", "End", "6 outcomes", "Not started"]:
        assertContains(response, words)
    assertContains(response, page("start", enrolment.pk, "middle"))


def test_starting_leads_to_the_domains(client):
    enrolment = EnrolmentFactory()
    client.force_login(enrolment.social_worker)

    response = client.post(page("start", enrolment.pk, "beginning"))
    again = client.post(page("start", enrolment.pk, "beginning"))

    record = enrolment.self_assessments.get()
    assertRedirects(response, record.get_absolute_url())
    assertRedirects(again, record.get_absolute_url())


def test_there_is_no_point_but_those_of_the_programme(client):
    enrolment = EnrolmentFactory()
    client.force_login(enrolment.social_worker)

    assert client.post(page("start", enrolment.pk, "someday")).status_code == 404


def test_a_supervisor_cannot_tell_whether_a_private_one_was_begun(client):
    enrolment = EnrolmentFactory()
    client.force_login(enrolment.supervisor)
    before = client.get(page("list", enrolment.pk)).content
    SelfAssessmentFactory(enrolment=enrolment, answers=SAID)

    assert client.get(page("list", enrolment.pk)).content == before
    assertNotContains(client.get(page("compare", enrolment.pk)), "chronology")


def test_who_coordinates_sees_that_one_was_shared_and_no_way_to_read_it(client):
    record = SelfAssessmentFactory(status="shared", answers=SAID)
    client.force_login(record.enrolment.assessor)

    response = client.get(page("list", record.enrolment_id))

    assertContains(response, "Shared")
    assertNotContains(response, record.get_absolute_url())
    assertNotContains(response, page("compare", record.enrolment_id))


# Writing


def test_the_list_of_domains_says_how_far_each_is(client, record, django_assert_max_num_queries):
    client.get(record.get_absolute_url())

    with django_assert_max_num_queries(6):
        response = client.get(record.get_absolute_url())

    assertContains(response, "Only you can read this")
    assertContains(response, "0 of 2 outcomes placed")


def test_a_domain_shows_words_and_prompts(client, record, django_assert_max_num_queries):
    client.get(page("domain", record.pk, "1"))

    with django_assert_max_num_queries(8):
        response = client.get(page("domain", record.pk, "1"))

    assertContains(response, "I can do this with support")
    assertContains(response, "What 1.2 is about")
    assertContains(response, "why a child needs to be heard", count=2)
    assertNotContains(response, "What 2.1 is about")


def test_saving_goes_on_to_the_next_domain(client, record):
    data = everything(record, **{"word-1.1": "with_support", "reason-1.1": "I led one visit"})

    response = client.post(page("domain", record.pk, "1"), data)

    assertRedirects(response, page("domain", record.pk, "2") + "?saved=1")
    kept = f"selfassessment-{record.pk}-1"  # on the device, until it has arrived
    assertContains(client.get(page("domain", record.pk, "1")), f'data-autosave-key="{kept}"')
    assertContains(client.get(response.url), f'data-autosave-clear="{kept}"')
    placement = record.placements.get()
    assert (placement.outcome.code, placement.word, placement.reason) == (
        "1.1",
        "with_support",
        "I led one visit",
    )


def test_the_last_domain_leads_back_to_the_list(client, record):
    response = client.post(page("domain", record.pk, "3"), {"revision": 0})

    assertRedirects(response, record.get_absolute_url() + "?saved=3")


def test_a_page_saves_itself(client, record):
    data = everything(record, **{"word-1.1": "with_support", "reason-1.1": "I led one vis"})

    response = client.post(page("domain", record.pk, "1"), data, headers=AUTOSAVE)

    assert response.json()["state"] == "saved"
    assert response.json()["revision"] == 1
    assert record.placements.get().reason == "I led one vis"


def test_too_long_a_reason_is_told_and_kept(client, record):
    long = "I led one visit. " * 500

    response = client.post(page("domain", record.pk, "1"), everything(record, **{"reason-1.1": long}))

    assertContains(response, "Your reason for 1.1 must be 5,000 characters or fewer")
    assertContains(response, "Error: ")
    assert record.placements.get().reason == long.strip()
    assertContains(response, 'name="revision" value="1"')


def test_what_is_longer_than_can_be_kept_stays_on_the_device(client, record):
    data = everything(record, **{"reason-1.1": "x" * 100_001})

    response = client.post(page("domain", record.pk, "1"), data, headers=AUTOSAVE)

    assert response.status_code == 422
    assert response.json()["state"] == "invalid"


def test_a_word_that_is_not_offered_is_not_taken(client, record):
    response = client.post(page("domain", record.pk, "1"), everything(record, **{"word-1.1": "excellent"}))

    assertContains(response, "Select one of the words for 1.1")
    assert not record.placements.exists()


def test_of_two_tabs_the_second_is_told_and_both_texts_are_kept(client, record):
    client.post(
        page("domain", record.pk, "1"), everything(record, **{"reason-1.1": "Written in the first tab"})
    )

    response = client.post(
        page("domain", record.pk, "1"), everything(record, **{"reason-1.1": "Written in the second tab"})
    )

    assertContains(response, "Written in the second tab", status_code=409)
    assert record.placements.get().reason == "Written in the first tab"


def test_an_older_tab_that_saves_itself_is_told(client, record):
    first = everything(record, **{"reason-1.1": "Written in the first tab"})
    client.post(page("domain", record.pk, "1"), first, headers=AUTOSAVE)

    second = everything(record, **{"reason-2.1": "Written in the second tab"})
    response = client.post(page("domain", record.pk, "2"), second, headers=AUTOSAVE)

    assert response.status_code == 409
    assert response.json()["state"] == "conflict"


def test_the_same_words_sent_twice_are_kept_once(client, record):
    typed = everything(record, **{"reason-1.1": "Pressed twice, or sent again in a tunnel"})
    for _ in range(2):
        response = client.post(page("domain", record.pk, "1"), typed)

        assertRedirects(response, f"{page('domain', record.pk, '2')}?saved=1")
    record.refresh_from_db()
    assert record.revision == 1


@pytest.mark.parametrize("revision", ["", "newest", "-1", "9" * 30, "²"])
def test_a_page_without_a_revision_overwrites_nothing(client, record, revision):
    typed = everything(record, revision=revision, **{"reason-1.1": "Written somewhere, some time"})
    response = client.post(page("domain", record.pk, "1"), typed)

    assert response.status_code == 409
    assert not record.placements.exists()


def test_there_is_no_domain_but_those_of_the_standards(client, record):
    assert client.get(page("domain", record.pk, "9")).status_code == 404


def test_what_people_paste_is_kept_as_they_meant_it(client, record):
    pasted = "👩🏽‍⚖️ In court\r\nI said “yes”\x00\x07 & <script>alert(1)</script>"

    client.post(page("domain", record.pk, "1"), everything(record, **{"reason-1.1": pasted}))

    assert record.placements.get().reason == "👩🏽‍⚖️ In court\nI said “yes” & <script>alert(1)</script>"
    assertNotContains(client.get(page("share", record.pk)), "<script>alert")


# Sharing


def test_before_sharing_people_see_what_is_missing_and_who_will_read_it(client):
    record = SelfAssessmentFactory(answers=SAID | {"1.2": ("on_my_own", "")})
    client.force_login(record.enrolment.social_worker)

    response = client.get(page("share", record.pk))

    assertContains(response, "No word chosen yet for 2.1, 2.2, 3.1 and 3.2")
    assertContains(response, "A word but no reason for 1.2")
    assertContains(response, f"{record.enrolment.supervisor}, your practice supervisor")
    assertContains(response, "chronology")


def test_sharing_an_unfinished_one_is_allowed_and_one_that_says_nothing_is_refused(client, record):
    share = page("share", record.pk)
    assertContains(client.post(share), "Choose a word or give a reason for at least one of them")
    assertNotContains(client.get(share), "You can share it as it is")
    client.post(page("domain", record.pk, "1"), everything(record, **{"word-1.1": "with_support"}))

    assertRedirects(client.post(share), record.get_absolute_url())
    record.refresh_from_db()
    assert record.status == SelfAssessment.Status.SHARED
    assert history.of(record).last().by == record.enrolment.social_worker


@pytest.mark.parametrize("point", ["middle", "end"])
def test_long_before_its_point_somebody_is_asked_whether_they_mean_it(client, point):
    record = SelfAssessmentFactory(point=point, answers=SAID)
    client.force_login(record.enrolment.social_worker)
    share = page("share", record.pk)

    assertContains(client.get(share), "there is only one")
    assertContains(client.post(share), "Select that you want to share it so long before its time")
    record.refresh_from_db()
    assert record.is_private
    assertContains(client.get(page("list", record.enrolment_id)), "Its time has not come yet")
    assertRedirects(client.post(share, {"is_meant": "on"}), record.get_absolute_url())


def test_too_long_a_reason_is_not_shared(client):
    record = SelfAssessmentFactory(answers={"1.1": ("with_support", "x" * 6000)})
    client.force_login(record.enrolment.social_worker)

    response = client.post(page("share", record.pk))

    assertContains(response, "Your reason for 1.1 must be 5,000 characters or fewer")
    record.refresh_from_db()
    assert record.is_private


def test_without_a_supervisor_there_is_nobody_to_share_with(client):
    record = SelfAssessmentFactory(enrolment=EnrolmentFactory(supervisor=None))
    client.force_login(record.enrolment.social_worker)

    assertContains(client.get(page("share", record.pk)), "you have no practice supervisor")
    assertContains(client.post(page("share", record.pk)), "you have no practice supervisor")
    record.refresh_from_db()
    assert record.is_private


def test_what_is_shared_is_read_by_the_supervisor(client, django_assert_max_num_queries):
    record = SelfAssessmentFactory(status="shared", answers=SAID)
    client.force_login(record.enrolment.supervisor)
    client.get(record.get_absolute_url())

    with django_assert_max_num_queries(6):
        response = client.get(record.get_absolute_url())

    assertContains(response, "chronology")
    assertContains(response, "I can do this with support")


def test_what_is_shared_is_no_longer_written(client):
    record = SelfAssessmentFactory(status="shared", answers=SAID)
    client.force_login(record.enrolment.social_worker)

    assertRedirects(client.get(page("domain", record.pk, "1")), record.get_absolute_url())
    assertRedirects(client.get(page("share", record.pk)), record.get_absolute_url())
    late = everything(record, **{"reason-1.1": "Written when it was too late"})
    assertContains(
        client.post(page("domain", record.pk, "1"), late), "Written when it was too late", status_code=409
    )
    assert client.post(page("share", record.pk)).status_code == 409


@pytest.mark.parametrize("name", ["supervisor", "assessor"])
def test_a_private_one_does_not_exist_for_others(client, name):
    record = SelfAssessmentFactory()
    client.force_login(getattr(record.enrolment, name))

    for address in [record.get_absolute_url(), page("domain", record.pk, "1"), page("share", record.pk)]:
        assert client.get(address).status_code == 404
        assert client.post(address).status_code in {404, 405}


def test_once_the_programme_has_ended_a_private_one_is_only_read(client):
    record = SelfAssessmentFactory(enrolment__status="withdrawn", answers=SAID)
    client.force_login(record.enrolment.social_worker)

    assertContains(client.get(record.get_absolute_url()), "Your programme has ended")


# Side by side


def test_points_stand_side_by_side_in_words(client, django_assert_max_num_queries):
    enrolment = EnrolmentFactory()
    SelfAssessmentFactory(enrolment=enrolment, status="shared", answers=SAID)
    SelfAssessmentFactory(enrolment=enrolment, point="middle", answers={"1.1": ("on_my_own", "Now alone")})
    client.force_login(enrolment.social_worker)
    client.get(page("compare", enrolment.pk))

    with django_assert_max_num_queries(7):
        response = client.get(page("compare", enrolment.pk))

    for words in ["chronology", "Now alone", "Beginning", "Middle", "I can do this on my own"]:
        assertContains(response, words)


def test_the_supervisor_compares_only_what_was_shared(client):
    enrolment = EnrolmentFactory()
    SelfAssessmentFactory(enrolment=enrolment, status="shared", answers=SAID)
    SelfAssessmentFactory(enrolment=enrolment, point="middle", answers={"1.1": ("on_my_own", "Now alone")})
    client.force_login(enrolment.supervisor)

    response = client.get(page("compare", enrolment.pk))

    assertContains(response, "chronology")
    assertNotContains(response, "Now alone")
    assertNotContains(response, "Middle")


def test_with_nothing_to_compare_that_is_said(client):
    enrolment = EnrolmentFactory()
    client.force_login(enrolment.social_worker)

    assertContains(client.get(page("compare", enrolment.pk)), "You have not started a self-assessment yet")
