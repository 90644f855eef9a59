"""Who may open which page of this room."""

from swip.programmes.tests.factories import rule_book, rule_book_draft
from tests.access_world import EVERYONE, Route

EDITOR = frozenset({"programme_editor"})


def published(*more):
    def args(world):
        rule_book()
        return ["swip", *more]

    return args


def draft(*more):
    return lambda world: [rule_book_draft(by=world.people["programme_editor"]).pk, *more]


def draft_without_a_rule(world):
    book = rule_book_draft(by=world.people["programme_editor"])
    book.all_rules.filter(key="roles").delete()
    book.dropped = {"roles": "No longer used"}
    book.save()
    return [book.pk, "roles"]


ROUTES = {
    "programmes:programmes": Route(sees=EVERYONE),
    "programmes:programme": Route(sees=EVERYONE, args=published()),
    "programmes:compare": Route(sees=EVERYONE, args=published()),
    "programmes:rule_book": Route(sees=EVERYONE, args=published("2026-1")),
    "programmes:rule_book_csv": Route(sees=EVERYONE, args=published("2026-1")),
    "programmes:rule_book_json": Route(sees=EVERYONE, args=published("2026-1")),
    "programmes:rule": Route(sees=EVERYONE, args=published("2026-1", "roles")),
    "programmes:drafts": Route(sees=EDITOR),
    "programmes:rename": Route(sees=EDITOR, args=published()),
    "programmes:draft_from": Route(sees=EDITOR, args=published()),
    "programmes:draft": Route(sees=EDITOR, args=draft()),
    "programmes:differences": Route(sees=EDITOR, args=draft()),
    "programmes:publish": Route(sees=EDITOR, args=draft()),
    "programmes:discard": Route(sees=EDITOR, args=draft()),
    "programmes:change_stage": Route(sees=EDITOR, args=draft("month-3")),
    "programmes:change_rule": Route(sees=EDITOR, args=draft("roles")),
    "programmes:drop_rule": Route(sees=EDITOR, args=draft("roles")),
    "programmes:keep_rule": Route(sees=EDITOR, args=draft_without_a_rule, method="post"),
}
