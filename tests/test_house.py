"""The house rules a program can hold. import-linter holds the floors, test_access.py who sees which page."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from swip.core.management.commands import draw_lifecycles

ROOT = Path(__file__).resolve().parent.parent
ROOMS = sorted(path.parent for path in (ROOT / "swip").glob("*/__init__.py"))
LOWEST = {"core", "govuk"}  # they serve every room and have shapes of their own

# A room of several nouns keeps a folder for each of these, with a file for each noun.
MAY_BE_FOLDERS = {"models", "rules", "queries", "actions", "forms", "views"}
ROOM_FILES = {
    *MAY_BE_FOLDERS,
    "__init__.py",
    "apps.py",
    "models.py",
    "rules.py",
    "permissions.py",
    "queries.py",
    "actions.py",
    "forms.py",
    "views.py",
    "urls.py",
    "jobs.py",
    "history_words.py",
    "data",
    "jinja2",
    "management",
    "migrations",
    "static",
    "tests",
}
# What one room has and the others do not, each with its reason.
PECULIAR = {
    "accounts/adapter.py": "allauth asks it who may sign in",
    "api/case": "frameworks as CASE 1.0 and 1.1",
    "enrolment/cpd.py": "the pages with which rooms above take something finished along for the yearly CPD",
    "evidence/differences.py": "what changed from one version to the next, word by word",
    "feedback/sending.py": "how the letters of a round leave, whose links only they hold",
    "files/checking.py": "what may be kept, and how it is looked at",
    "files/fields.py": "the form field with which pages of every room take files",
    "files/scanner.py": "asks ClamAV over its socket",
    "files/serving.py": "how a file leaves, from wherever it lies",
    "files/storage.py": "files in a bucket of an S3 service",
    "demo/making": "the makers of made-up people and records, one file for each kind of thing",
    "evidence/kinds.py": "the kinds of evidence, read from data",
    "standards/contents.py": "outcomes and the statements under them, read once for the whole process",
    "programmes/files.py": "reader of the rule books' files",
    "programmes/triggers.py": "how the database refuses to change a published rule book",
    "accounts/register.py": "the three ways to look somebody up on the register of social workers",
    "accounts/letters.py": "email that is kept nowhere: codes, and links that let people in",
    "observations/sending.py": "how an observer's link leaves, which only the letter holds",
    "accounts/sending.py": "how those letters leave; the work behind the jobs",
    "accounts/set_up.py": "the link that lets the very first administrator in",
    "accounts/sign_in_urls.py": "addresses whose names allauth looks up without a room",
    "notifications/sending.py": "how a message leaves, at most once; the work behind the jobs",
    "notifications/mail.py": "the ways a message leaves: a folder, GOV.UK Notify",
    "programmes/values.py": "the typed values of a rule, which models and rules both speak of",
    "identifiers/reading": "the text of files, read in a process of its own",
    "identifiers/in_place.py": "forms of rooms above whose words are looked through on the form itself",
    "identifiers/mending.py": "the pages on which what is out of sight is changed, and brought back",
    "identifiers/steps.py": "the steps that rooms above draw on their own pages: look through, take out of sight",
    "reminders/calendars.py": "somebody's dates as calendar programs read them",
    "reminders/digests.py": "who is reminded of what, and when it may leave; the work behind the daily job",
    "reminders/things.py": "what is due for whom, one function for each kind of thing",
    "voices/middleware.py": "what leads nowhere, told to families in their language",
    "voices/locale": "the pages for children, parents and carers in other languages",
    "standards/identifiers.py": "permanent identifiers, the same on every installation",
    "standards/reading": "readers of the published texts, one for each of their shapes",
}
MARKS_OF_UNFINISHED_WORK = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "X" * 3, "coming" + " soon"]))
MOST_LINES = 500
MOST_LINES_OF_TESTS = 600


def project_files(*endings: str) -> list[Path]:
    # Also where the checkout belongs to somebody else, as it may on a build machine.
    listing = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    paths = [ROOT / name for name in names if not endings or name.endswith(endings)]
    return sorted(path for path in paths if path.is_file())


def within(path: Path) -> str:
    return str(path.relative_to(ROOT))


def where(path: Path, text: str, match: re.Match[str]) -> str:
    return f"{within(path)}:{text.count(chr(10), 0, match.start()) + 1}: {match.group().strip()}"


def views() -> Iterator[tuple[Path, ast.Module]]:
    for room in ROOMS:
        for path in [*room.glob("views.py"), *room.glob("views/*.py")]:
            yield path, ast.parse(path.read_text())


def test_a_view_neither_queries_nor_saves():
    forbidden = {
        "objects",
        "save",
        "delete",
        "bulk_create",
        "bulk_update",
        "get_or_create",
        "update_or_create",
    }
    found = [
        f"{within(path)}:{node.lineno}: .{node.attr}"
        for path, tree in views()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in forbidden and not is_of_the_request(node)
    ]
    assert not found, "records come through permissions and queries, changes go through actions"


def is_of_the_request(node: ast.Attribute) -> bool:
    """`request.session.save()` changes nobody's record."""
    return ast.unparse(node.value).startswith("request.session")


def test_a_view_is_a_function():
    found = [
        f"{within(path)}:{node.lineno}: {node.name}"
        for path, tree in views()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any("View" in ast.unparse(base) for base in node.bases)
    ]
    assert not found


def test_pages_and_forms_stay_in_their_room():
    found = []
    for path in project_files(".py"):
        parts = path.relative_to(ROOT).parts
        if parts[0] != "swip" or "tests" in parts:
            continue
        for match in re.finditer(
            r"from swip\.(\w+)(?:\.(views|forms)\b| import .*\b(views|forms)\b)", path.read_text()
        ):
            if match.group(1) not in {parts[1], *LOWEST}:
                found.append(where(path, path.read_text(), match))
    assert not found, "what a room offers others is its models, permissions, queries and actions"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_holds_what_every_room_holds(room):
    names = {path.name for path in room.iterdir() if path.name != "__pycache__"}
    unknown = {name for name in names - ROOM_FILES if f"{room.name}/{name}" not in PECULIAR}
    assert room.name in LOWEST or not unknown, (
        f"add to {within(room)} what the house knows, or say why in PECULIAR"
    )


def test_every_peculiar_file_is_there():
    assert [name for name in PECULIAR if not (ROOT / "swip" / name).exists()] == []


def test_every_room_stands_on_a_floor():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    floors, inside = (next(each for each in contracts if each["id"] == key) for key in ("floors", "within"))
    on_floors = [f"swip.{room}" for floor in floors["layers"] for room in re.findall(r"swip\.(\w+)", floor)]
    rooms = [f"swip.{room.name}" for room in ROOMS]
    assert sorted(on_floors) == rooms
    assert sorted(inside["containers"]) == rooms
    assert sorted(app for app in settings.INSTALLED_APPS if app.startswith("swip.")) == rooms


def routes(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from routes(each, f"{namespace}{each.namespace}:" if each.namespace else namespace)
        else:
            yield f"{namespace}{each.name}", each


def test_the_public_pages_are_the_ones_we_list():
    lines = (ROOT / "tests" / "public_pages.txt").read_text().splitlines()
    listed = {line for line in lines if line and not line.startswith("#")}
    public = {name for name, route in routes() if not getattr(route.callback, "login_required", True)}
    assert public == listed


FORBIDDEN_IN_TEMPLATES = {
    "what people typed is never marked safe": r"\|\s*safe\b",
    "escaping is never turned off": r"\bautoescape\s+false",
    "the content security policy refuses inline styles": r"\sstyle\s*=\s*[\"']",
    "the content security policy refuses style elements": r"<style\b",
    "the content security policy refuses inline handlers": r"<[^>{]*\son[a-z]+\s*=\s*[\"']",
    "the content security policy refuses inline scripts": r"<script\b(?![^>]*\b(src|type=\"application/))",
    "a script address is not a link": r"javascript:",
    "an email has no hyphen, as on GOV.UK": r"\be-mail",
}


@pytest.mark.parametrize("reason", FORBIDDEN_IN_TEMPLATES)
def test_templates_hold_nothing_that_they_must_not(reason):
    pattern = re.compile(FORBIDDEN_IN_TEMPLATES[reason], re.IGNORECASE)
    frame = ROOT / "swip" / "govuk" / "jinja2" / "govuk" / "page.html"
    templates = [path for path in project_files(".html", ".txt") if {"jinja2", "templates"} & set(path.parts)]
    assert templates
    found = [
        where(path, text, match)
        for path in templates
        for text in [path.read_text().replace(FRAME_SCRIPT, "") if path == frame else path.read_text()]
        for match in pattern.finditer(text)
    ]
    assert not found, reason


IMPORTED = re.compile(r"\{%-?\s*from\s+\"[^\"]+\"\s+import\s+(.+?)\s*-?%\}", re.DOTALL)


def test_a_template_imports_the_macros_it_uses_and_no_others():
    """Of itself: one that is included, or extended, leans on no name that another page happens to have."""
    paths = [path for path in project_files(".html", ".txt") if "jinja2" in path.parts]
    texts = {within(path): re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL) for path in paths}
    own = {name: set(re.findall(r"macro\s+(\w+)\s*\(", text)) for name, text in texts.items()}
    macros, wrong = set().union(*own.values()), {}
    for name, text in texts.items():
        imported = {
            each.split(" as ")[-1].strip() for names in IMPORTED.findall(text) for each in names.split(",")
        }
        code = " ".join(re.findall(r"\{[{%].+?[%}]\}", IMPORTED.sub("", text), re.DOTALL))
        called = set(re.findall(r"(?<![.\w])(\w+)\(", re.sub(r"\"[^\"]*\"", "", code)))
        unused = {each for each in imported if not re.search(rf"\b{each}\b", code)}
        if found := unused | (called & macros) - imported - own[name]:
            wrong[name] = found
    assert not wrong


# The page frame's one inline script, a constant whose hash the content security policy names.
FRAME_SCRIPT = "<script>{{ inline_script | safe }}</script>"
MAY_MARK_SAFE = {"swip/govuk", "swip/standards"}  # drawings and marked words made from escaped parts


def test_few_places_make_markup():
    found = [
        where(path, text, match)
        for path in project_files(".py")
        for text in [path.read_text()]
        for match in re.finditer(r"\b(mark_safe|Markup)\(", text)
        if "tests" not in path.parts
        and not any(within(path).startswith(f"{place}/") for place in MAY_MARK_SAFE)
    ]
    assert not found, "use format_html, which escapes, or a template"


def test_the_lifecycles_on_paper_are_those_in_the_code():
    assert (ROOT / draw_lifecycles.PAGE).read_text() == draw_lifecycles.drawn(), "run: make docs"


def test_every_step_leads_to_a_status_there_is():
    for model in draw_lifecycles.lifecycles():
        statuses = set(dict(model._meta.get_field("status").choices))
        steps = {*model.STEPS, *(after for afters in model.STEPS.values() for after in afters)}
        assert steps <= statuses, model._meta.label


def test_files_stay_short():
    long = {}
    for path in project_files(".py", ".html", ".js", ".css"):
        lines = len(path.read_text().splitlines())
        most = MOST_LINES_OF_TESTS if "tests" in path.parts else MOST_LINES
        if lines > most and "migrations" not in path.parts:
            long[within(path)] = lines
    assert not long, "a file past a few hundred lines usually holds a second noun"


def test_nothing_is_left_unfinished():
    found = [
        where(path, text, match)
        for path in project_files(".py", ".html", ".js", ".css", ".md", ".toml", "Makefile")
        for text in [path.read_text()]
        for match in MARKS_OF_UNFINISHED_WORK.finditer(text)
    ]
    assert not found


def test_links_between_documents_lead_somewhere():
    dead = []
    for path in project_files(".md"):
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text()):
            if (
                "://" not in target
                and not target.startswith("mailto:")
                and not (path.parent / target).exists()
            ):
                dead.append(f"{within(path)}: {target}")
    assert not dead


def test_every_setting_is_explained():
    """Each name that the code reads from the environment stands in docs/operations.md."""
    reads = r"""(?:env(?:\.\w+)?|environ\.get|environ\.setdefault|getenv)\(\s*"([A-Z][A-Z_]+)\""""
    files = [
        path for path in project_files(".py") if "tests" not in path.parts and path.name != "settings_test.py"
    ]
    names = {name for path in files for name in re.findall(reads, path.read_text())}
    explained = set(re.findall(r"`([A-Z][A-Z_]+)", (ROOT / "docs" / "operations.md").read_text()))
    assert names - {"DJANGO_SETTINGS_MODULE"} <= explained


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "LICENSE", "docs/walk.md", "docs/glossary.md"])
def test_those_who_carry_on_find(name):
    assert (ROOT / name).read_text().strip()


def test_every_make_command_says_what_it_does():
    text = (ROOT / "Makefile").read_text()
    shown = set(re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE))
    helpers = {"checks", "ready-to-test", "ready-to-check"}
    assert set(re.findall(r"^\.PHONY: ([a-z-]+)$", text, re.MULTILINE)) - helpers == shown


def test_the_walk_names_what_is_there():
    """`evidence/actions.py: submit, accept` in docs/walk.md: the file is there and says so.

    A path without a folder stands in that of the path before it: `actions/absences.py`, `pauses.py`.
    """
    text = (ROOT / "docs" / "walk.md").read_text()
    folder, places, missing = ROOT, 0, []
    for named, names in re.findall(r"`([\w./]+(?:\.\w+|/))(?:: ([\w, ]+))?`", text):
        path = next(
            (place / named for place in (ROOT / "swip", ROOT, folder) if (place / named).exists()), None
        )
        if path is None:
            missing += [named] if named.split("/")[0].rstrip("/") not in ROOM_FILES else []  # any room’s
            continue
        folder, places = path.parent, places + 1
        code = path.read_text() if names else ""
        missing += [
            f"{named}: {name}"
            for name in names.split(", ")
            if name and not re.search(rf"^ *(def|class) {name}\b", code, re.MULTILINE)
        ]
    assert places > 40
    assert not missing
