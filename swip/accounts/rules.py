"""Decisions about people's sign-ins and links, on plain values."""

from __future__ import annotations

import datetime
import re
import unicodedata

BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "a Chromebook"),
    ("Macintosh", "a Mac"),
    ("Linux", "Linux"),
]


def device_in_words(user_agent: str) -> str:
    """What somebody would call the thing they signed in with: "Chrome on Windows"."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or (f"A browser on {system}" if system else "A browser we do not know")


def register_number_from(typed: str) -> str:
    """Social Work England's own form of a register number, however somebody spaced it."""
    return re.sub(r"[\s-]", "", typed).upper()


# The register of social workers

IN_GOOD_STANDING = {"registered", "active", "current", "practising"}


def names_agree(ours: str, theirs: str) -> bool:
    """Whether two names may well be one person's: middle names, capitals, accents and hyphens aside."""
    first, second = _words_of(ours), _words_of(theirs)
    if not first or not second:
        return False
    shorter, longer = sorted((set(first), set(second)), key=len)
    return shorter <= longer or (first[0] == second[0] and first[-1] == second[-1])


def _words_of(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter) and letter not in "'’`")
    words = re.findall(r"\w+", plain)
    return [word for word in words if word not in {"dr", "miss", "mr", "mrs", "ms", "mx", "prof"}]


def register_warnings(
    *,
    our_name: str,
    is_found: bool,
    registered_name: str,
    status: str,
    registered_until: datetime.date | None,
    annotations: str,
    today: datetime.date,
) -> list[str]:
    """What a person should look at. None of it refuses anything by itself."""
    if not is_found:
        return ["The register number was not found on the register"]
    warnings = []
    if not names_agree(our_name, registered_name):
        warnings.append(f"The register has the name “{registered_name}”, and this service “{our_name}”")
    if registered_until and registered_until < today:
        warnings.append(f"The registration ended on {registered_until:%-d %B %Y}")
    if status and status.casefold().strip() not in IN_GOOD_STANDING:
        warnings.append(f"The register gives the status “{status}”")
    if annotations and annotations.casefold().strip(". ") not in {"no", "none"}:
        warnings.append(f"The register has an annotation: {annotations}")
    return warnings
