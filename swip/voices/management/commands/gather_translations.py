import datetime
import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.core.management.base import BaseCommand

from swip.voices.rules.asked import LANGUAGES

ROOM = Path(__file__).resolve().parent.parent.parent
METHODS = [("jinja2/voices/public/**.html", "jinja2"), ("tests/**.py", "ignore"), ("**.py", "python")]
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "N_": None}
ABOUT = """\
The pages for children, parents and carers, in {name}.

THIS TRANSLATION NEEDS REVIEW: it was written for a first try. Somebody who speaks {name} with children and
families should look it over; then set `needs_review=False` for it in rules/asked.py, and say here who looked.
What is not translated is shown in English. After a change: make translations"""
UNTOLD = ("Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team")
NO_DAY = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)  # the same texts make the same files on any day


def gathered() -> Catalog:
    """Every text of these pages, in the order of the files."""
    found = Catalog(domain="django", project="The pages for families")
    for path, _line, words, _comments, _context in extract_from_dir(
        ROOM, METHODS, keywords=KEYWORDS, directory_filter=lambda folder: True
    ):
        found.add(words, locations=[(Path(path).as_posix(), 0)])
    return found


def po_of(code: str) -> Path:
    return ROOM / "locale" / code / "LC_MESSAGES" / "django.po"


def translated(code: str) -> Catalog:
    with po_of(code).open("rb") as file:
        return read_po(file, locale=code)


def on_paper(catalog: Catalog) -> str:
    written = io.BytesIO()
    write_po(written, catalog, include_lineno=False, width=110)
    lines = written.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in UNTOLD)))


class Command(BaseCommand):
    """Gathers the texts that families read into a file for each language, and compiles what is translated."""

    def handle(self, *args, **options):
        template = gathered()
        for language in LANGUAGES.values():
            if language.code == "en":
                continue
            path = po_of(language.code)
            path.parent.mkdir(parents=True, exist_ok=True)
            catalog = translated(language.code) if path.exists() else Catalog(locale=language.code)
            catalog.update(template, no_fuzzy_matching=True)
            catalog.obsolete.clear()
            catalog.fuzzy = False
            catalog.project, catalog.creation_date, catalog.revision_date = (
                "The pages for families",
                NO_DAY,
                NO_DAY,
            )
            if language.needs_review:
                catalog.header_comment = "\n".join(
                    f"# {line}".rstrip() for line in ABOUT.format(name=language.name).splitlines()
                )
            path.write_text(on_paper(catalog))
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalog)
            missing = [each.id for each in catalog if each.id and not each.string]
            self.stdout.write(f"{language.name}: {len(catalog)} texts, {len(missing)} not translated")
