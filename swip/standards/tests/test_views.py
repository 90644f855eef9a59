"""The pages of the standards, open to everybody."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.standards import actions, permissions, queries
from swip.standards.models import FrameworkVersion, Item
from swip.standards.tests.factories import FrameworkVersionFactory, made_up, outcome

PQS = ["pqs", "2025-consultation-draft"]
COUNT_NOTE = "A member briefing of the same spring counts 368"


@pytest.fixture
def pqs(db):
    actions.load_folder()
    return FrameworkVersion.objects.select_related("framework").get(framework__code="PQS")


def page(client, name, *args, **query):
    return client.get(reverse(f"standards:{name}", args=args), query)


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_list_names_every_framework_and_where_it_stands(client, pqs):
    response = page(client, "frameworks")
    for words in (
        "Post-qualifying standards (PQS)",
        "Consultation draft, never in force",
        "Social Work England",
    ):
        assertContains(response, words)


def test_the_framework_at_a_glance_shows_every_domain_and_outcome(client, pqs, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        response = page(client, "version", *PQS)
    said = text_of(response)
    for item in pqs.items.filter(kind__role__in=["group", "outcome"]):
        assert item.text.replace("&", "&amp;").replace("'", "&#39;") in said
    assert "199 knows statements 171 does statements" in said
    assert COUNT_NOTE in said


def test_every_page_of_a_draft_that_was_never_in_force_says_so(client, pqs):
    pages = [
        page(client, "version", *PQS),
        page(client, "about", *PQS),
        page(client, "terms", *PQS),
        page(client, "whole", *PQS),
        page(client, "item", *PQS, "1"),
        page(client, "item", *PQS, "1.1"),
    ]
    for response in pages:
        assertContains(response, "Consultation draft, never in force")
        assertContains(
            response, "Contains public sector information licensed under the Open Government Licence v3.0"
        )


def test_a_domain_shows_its_outcomes(client, pqs):
    response = page(client, "item", *PQS, "2")
    assertContains(response, "Builds impactful relationships through effective communication")
    assertContains(response, reverse("standards:item", args=[*PQS, "2.6"]))
    assertContains(response, "1 Anti-discriminatory practice")
    assertContains(response, "3 Assessment &amp; planning")


def test_an_outcome_shows_its_statements_as_prompts(client, pqs, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        response = page(client, "item", *PQS, "1.3")
    said = text_of(response)
    assert (
        said.index("Knows Key things")
        < said.index("1.3 K1")
        < said.index("Does Examples")
        < said.index("1.3 D1")
    )
    assert "they are not a list to tick" in said
    assert "i . working with multiple systems" in said
    assertContains(response, reverse("standards:item", args=[*PQS, "1.2"]))
    assertContains(response, reverse("standards:item", args=[*PQS, "1.4"]))


def test_key_terms_are_linked_where_they_first_occur(client, pqs):
    response = page(client, "item", *PQS, "1.1")
    terms = reverse("standards:terms", args=PQS)
    assertContains(
        response, f'<a class="govuk-link app-term" href="{terms}#identity">identity</a>', html=True
    )
    statement = response.content.decode().split('id="1.1-k2"')[1].split("</li>")[0]
    assert statement.count(f'href="{terms}#families"') == 1
    assertContains(client.get(terms), 'id="alternative-care"')


def test_a_statement_and_a_point_lead_to_the_page_of_their_outcome(client, pqs):
    outcome = reverse("standards:item", args=[*PQS, "3.2"])
    for code in ("3.2-k7", "3.2-K7", "3.2-k7-c"):
        assertRedirects(page(client, "item", *PQS, code), f"{outcome}#{code.lower()}")


def test_links_are_shown_in_both_directions_never_without_their_caution(
    client, pqs, django_assert_max_num_queries
):
    there = page(client, "item", *PQS, "1.1")
    assertContains(there, "These links are not official and have not been reviewed")
    assertContains(there, reverse("standards:item", args=["swe", "2019", "1.5"]))
    assertContains(
        there, "Both ask the worker to recognise difference and what disadvantage does to families."
    )
    assertContains(there, "(high confidence)")
    assertContains(there, "Looked, and found no item.")

    with django_assert_max_num_queries(7):
        back = page(client, "item", "swe", "2019", "1.5")
    assertContains(back, "These links are not official and have not been reviewed")
    assertContains(back, reverse("standards:item", args=[*PQS, "1.1"]))
    assertContains(back, "Read the wording with Social Work England")


def test_every_link_says_that_it_is_not_reviewed(client, pqs):
    links = sum(
        len(there.links) + len(there.found_nothing) for there in queries.links_of(pqs.items.get(code="4.3"))
    )
    assertContains(page(client, "item", *PQS, "4.3"), "Not official, not reviewed", count=links)


def test_an_item_without_links_is_not_made_to_look_covered(client, pqs):
    response = page(client, "item", "swe", "2019", "5.1")
    assertContains(response, "That does not make it less important, and nothing else covers it.")


@pytest.mark.parametrize("words", [["kss", "2018"], ["pcf", "2018"], ["cscnf", "2023"], ["swe", "2019"]])
def test_other_frameworks_have_their_pages(client, pqs, words):
    response = page(client, "version", *words)
    assertContains(response, "Read the whole text with its publisher")
    version = FrameworkVersion.objects.get(framework__code__iexact=words[0])
    for item in version.items.all():
        assert client.get(item.get_absolute_url()).status_code == 200
    assertNotContains(response, "knows statement")


def test_a_framework_without_key_terms_has_no_page_of_them(client, pqs):
    assert page(client, "terms", "kss", "2018").status_code == 404


def test_the_about_page_gives_licence_numbers_and_what_was_drawn_on(client, pqs):
    response = page(client, "about", *PQS)
    for words in ("Open Government Licence v3.0", COUNT_NOTE, "Attachment theory", "Julie Rooke"):
        assertContains(response, words)


def test_the_whole_framework_prints_on_one_page(client, pqs, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        response = page(client, "whole", *PQS)
    said = text_of(response)
    for code in pqs.items.prompts().values_list("code", flat=True):
        assert f" {code} " in said
    assert COUNT_NOTE in said


def test_a_search_marks_the_words_it_finds(client, pqs, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        response = page(client, "search", words="kinship carers")
    assertContains(response, '<mark class="app-found">kinship</mark>', html=True)
    assertContains(response, reverse("standards:item", args=[*PQS, "3.2-k13"]))
    assertContains(response, "4 places")


def test_a_search_finds_a_code(client, pqs):
    said = text_of(page(client, "search", words="3.2 K7"))
    assert "6 places 3.2 K7 effective analysis requires" in said


def test_a_search_can_be_within_one_framework(client, pqs):
    swe = FrameworkVersion.objects.get(framework__code="SWE")
    response = page(client, "search", words="supervision", framework=swe.identifier)
    assertContains(response, reverse("standards:item", args=["swe", "2019", "4.2"]))
    assertNotContains(response, "/standards/pqs/")


def test_many_places_come_page_by_page(client, pqs):
    response = page(client, "search", words="child", page=2)
    assertContains(response, "Showing 21 to 40 of")
    assertContains(response, "?words=child&amp;page=1")


def test_a_search_that_finds_nothing_helps_on(client, pqs):
    assertContains(page(client, "search", words="zebra"), "No statement holds “zebra”.")


def test_a_search_without_words_asks_for_them(client, pqs):
    assertContains(page(client, "search", words=" "), "Enter the words to find", count=2)
    assertNotContains(page(client, "search"), "Enter the words to find")


@pytest.mark.parametrize(
    "words", ["'", '"', "&|!():*", "<script>", "a\x00b", "the", "\ue000x", "🙂", "%", "or", "-", "x" * 200]
)
def test_whatever_somebody_types_a_search_answers(client, pqs, words):
    response = page(client, "search", words=words)
    assert response.status_code == 200
    assertNotContains(response, "<script>alert")


def test_a_search_beyond_its_length_says_so(client, pqs):
    assertContains(page(client, "search", words="x" * 300), "200 characters")


def test_markup_in_a_text_is_shown_as_text(client, db):
    read = made_up("EVIL")
    items = [
        item if item.code != "1.1 K1" else type(item)(item.code, item.kind, "<b>child</b> & law", item.parent)
        for item in read.items
    ]
    actions.load_framework(type(read)(**{**vars(read), "items": tuple(items)}))

    outcome_page = page(client, "item", "evil", "1", "1.1")
    found = page(client, "search", words="child b")

    assertContains(outcome_page, '&lt;b&gt;<a class="govuk-link app-term"')
    for response in (outcome_page, found):
        assertNotContains(response, "<b>")


def test_permanent_addresses_lead_to_the_page(client, db):
    item = outcome("2.1")
    assertRedirects(page(client, "item_by_identifier", item.identifier), item.get_absolute_url())
    version = item.version
    assertRedirects(page(client, "version_by_identifier", version.identifier), version.get_absolute_url())


def test_an_address_is_the_same_in_capitals(client, db):
    version = FrameworkVersionFactory(framework="OAK")
    assert page(client, "version", "OAK", version.code).status_code == 200
    assertRedirects(page(client, "framework", "OAK"), reverse("standards:frameworks") + "#oak")


def test_a_draft_does_not_exist_for_anybody(client, db):
    draft = FrameworkVersionFactory(framework="DRAFT", publish=False)
    item = draft.outcomes.first()

    assert not permissions.readable_by(None).contains(draft)
    for response in (
        page(client, "version", *draft.address_words),
        page(client, "about", *draft.address_words),
        page(client, "whole", *draft.address_words),
        page(client, "item", *draft.address_words, "1.1"),
        page(client, "item_by_identifier", item.identifier),
        page(client, "version_by_identifier", draft.identifier),
        page(client, "framework", "draft"),
    ):
        assert response.status_code == 404
    assertNotContains(page(client, "frameworks"), "DRAFT")
    assert not queries.search(permissions.readable_by(None), "listens").exists()


def test_what_is_not_there_is_not_found(client, db):
    version = FrameworkVersionFactory()
    assert page(client, "item", *version.address_words, "9.9").status_code == 404
    assert page(client, "version", "none", "1").status_code == 404
    assert page(client, "framework", "none").status_code == 404


def test_codes_sort_as_the_document_does_and_not_as_numbers(db):
    version = FrameworkVersionFactory(domains=1, outcomes=11)
    codes = list(version.outcomes.values_list("code", flat=True))
    assert codes[0] == "1.1"
    assert codes[8:] == ["1.9", "1.10", "1.11"]
    assert isinstance(Item.objects.get(version=version, code="1.10").code, str)


def test_the_tree_of_a_version_takes_two_queries(db, django_assert_num_queries):
    version = FrameworkVersionFactory()
    with django_assert_num_queries(2):
        domain, _ = queries.tree(version)
        assert [kind.name for kind, _ in domain.children[0].by_kind] == ["Knows statement", "Does statement"]
        assert domain.children[0].item.version.framework.code == version.framework.code
