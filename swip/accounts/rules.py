"""Decisions about people's sign-ins and links, on plain values."""

from __future__ import annotations

import hashlib
import re

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


def digest_of(token: str) -> str:
    """What is kept of a link's secret: enough to know it again, not enough to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def register_number_from(typed: str) -> str:
    """Social Work England's own form of a register number, however somebody spaced it."""
    return re.sub(r"[\s-]", "", typed).upper()
