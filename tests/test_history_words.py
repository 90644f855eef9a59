"""Everything that history can say, it can say in plain words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from swip.core import history, history_words
from swip.evidence.tests.factories import EvidenceFactory

SERVICE = Path(__file__).resolve().parent.parent / "swip"


def recorded_actions() -> Iterator[tuple[str, ast.expr]]:
    """The first argument of every `history.record(…)` in the code, and where it stands."""
    for path in sorted(SERVICE.rglob("*.py")):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "history.record":
                yield f"{path.relative_to(SERVICE)}:{node.lineno}", node.args[0]


def is_known(action: ast.expr, known: set[str]) -> bool:
    """An action written out has its words; of one that is put together, at least something begins like it."""
    match action:
        case ast.Constant():
            return action.value in known
        case ast.IfExp():
            return is_known(action.body, known) and is_known(action.orelse, known)
        case ast.JoinedStr(values=[ast.Constant(value=beginning), *_]):
            return any(each.startswith(beginning) for each in known)
    return True


def test_every_recorded_action_has_its_words():
    known = set(history_words.vocabulary().words)
    unknown = [
        f"{place}: {ast.unparse(action)}"
        for place, action in recorded_actions()
        if not is_known(action, known)
    ]
    assert not unknown, "history_words.py of the room does not have\n" + "\n".join(unknown)


def test_words_begin_with_a_capital_and_end_without_a_stop():
    for words in history_words.vocabulary().words.values():
        assert words[0].isupper(), words
        assert not words.endswith("."), words


def test_every_page_that_an_entry_leads_to_is_there():
    for page in history_words.vocabulary().own_pages.values():
        assert reverse(page, args=[1])


@pytest.mark.django_db
def test_a_social_worker_is_led_from_their_history_to_their_evidence_and_nobody_else_to_what_may_be_closed(
    client,
):
    evidence = EvidenceFactory(status="withdrawn")
    enrolment = evidence.enrolment
    history.record("evidence.submitted", evidence, by=enrolment.social_worker, chain=enrolment.history_chain)
    page = reverse("enrolment:history", args=[enrolment.pk])
    link = f'href="{evidence.get_absolute_url()}"'

    client.force_login(enrolment.social_worker)
    assertContains(client.get(page), link)
    client.force_login(enrolment.supervisor)
    assertNotContains(client.get(page), link)
