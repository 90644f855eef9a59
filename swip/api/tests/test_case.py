import uuid

import pytest
from django.urls import reverse

from swip.api.case.asking import Asked, NotUnderstood, matches
from swip.standards.models import Item
from swip.standards.tests.factories import FrameworkVersionFactory

DOCUMENTS = [
    {"identifier": "1", "title": "Care", "version": "2", "subject": ["Social work"]},
    {"identifier": "2", "title": "Adoption", "version": "10"},
    {"identifier": "3", "title": "Fostering"},
]


@pytest.fixture
def version(db):
    return FrameworkVersionFactory()


def address(what, identifier, version="v1p1"):
    return reverse("api:case_one", args=[version, what, str(identifier)])


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("", "123"),
        ("title~'o'", "23"),
        ("title='care'", "1"),
        ("title!='Care' AND version='10'", "2"),
        ("title='Care' OR title='Fostering'", "13"),
        ("title='Care' or title~'o' and version='10'", "12"),
        ("subject~'social'", "1"),
        ("title>'b'", "13"),
        ("version='none'", ""),
    ],
)
def test_a_filter_finds_what_it_says(expression, found):
    assert "".join(each["identifier"] for each in DOCUMENTS if matches(each, expression)) == found


@pytest.mark.parametrize(
    "query",
    [
        {"filter": "nobody='x'"},
        {"filter": "title"},
        {"filter": "title='a' title='b'"},
        {"filter": "title='a' AND"},
        {"fields": ""},
        {"fields": "title,nothing"},
        {"limit": "0"},
        {"limit": "many"},
        {"offset": "-1"},
    ],
)
def test_what_case_does_not_provide_for_is_refused(query):
    with pytest.raises(NotUnderstood):
        Asked.read(query).of([dict(each) for each in DOCUMENTS])


def test_a_list_is_sorted_and_given_a_page_at_a_time():
    asked = Asked.read({"sort": "title", "orderBy": "desc", "limit": "1", "offset": "1", "fields": "title"})

    assert asked.of([dict(each) for each in DOCUMENTS]) == ([{"title": "Care"}], 3)
    links = asked.links("/all", {"sort": "title", "limit": "1"}, 3)
    assert '</all?sort=title&limit=1&offset=2>; rel="next"' in links
    assert 'offset=0>; rel="prev"' in links


def test_a_package_holds_the_whole_tree(client, version, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        package = client.get(address("CFPackages", version.identifier)).json()

    ids = {each["identifier"] for each in package["CFItems"]}
    parents = {each["originNodeURI"]["identifier"] for each in package["CFAssociations"]}
    assert ids == parents
    assert ids == {str(each) for each in version.items.values_list("identifier", flat=True)}
    assert package["CFDocument"]["caseVersion"] == "1.1"
    assert {each["title"] for each in package["CFDefinitions"]["CFItemTypes"]} >= {"Domain", "Outcome"}


def test_version_1_0_leaves_out_what_1_1_added(client, version):
    package = client.get(address("CFPackages", version.identifier, "v1p0")).json()

    assert "caseVersion" not in package["CFDocument"]
    assert all("/v1p0/" in each["uri"] for each in package["CFItems"])


def test_an_item_is_the_same_alone_and_in_its_package(client, version):
    package = client.get(address("CFPackages", version.identifier)).json()

    for item in package["CFItems"]:
        alone = client.get(address("CFItems", item["identifier"])).json()
        assert alone.pop("CFDocumentURI")["identifier"] == str(version.identifier)
        assert alone == item


def test_an_item_comes_with_what_stands_above_and_beneath_it(client, version):
    outcome = version.outcomes.first()

    answer = client.get(address("CFItemAssociations", outcome.identifier)).json()

    ends = {each["originNodeURI"]["identifier"] for each in answer["CFAssociations"]}
    children = Item.objects.filter(parent=outcome).values_list("identifier", flat=True)
    assert ends == {str(outcome.identifier), *map(str, children)}


@pytest.mark.parametrize(
    ("identifier", "status", "minor"),
    [(uuid.uuid4(), 404, "unknownobject"), ("not-a-uuid", 400, "invalid_uuid")],
)
@pytest.mark.parametrize("what", ["CFDocuments", "CFPackages", "CFItems", "CFAssociations", "CFConcepts"])
def test_what_is_not_there_is_told_in_the_words_of_case(client, db, what, identifier, status, minor):
    response = client.get(address(what, identifier))

    assert response.status_code == status
    assert response.json()["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"] == minor


def test_a_framework_that_is_not_published_is_not_there(client, db):
    version = FrameworkVersionFactory(publish=False)

    listed = client.get(reverse("api:case_documents", args=["v1p1"]))

    assert listed.json()["CFDocuments"] == []
    assert listed.headers["X-Total-Count"] == "0"
    for what in ["CFDocuments", "CFPackages"]:
        assert client.get(address(what, version.identifier)).status_code == 404
    assert client.get(address("CFItems", version.items.first().identifier)).status_code == 404


def test_the_description_names_every_address(client):
    body = client.get(reverse("api:case_discovery")).json()

    assert {"/CFDocuments", "/CFPackages/{sourcedId}", "/CFItems/{sourcedId}"} <= body["paths"].keys()
    assert body["servers"][0]["url"].endswith("/ims/case/v1p1")
