"""Reads the forms of a page as a browser does, fills them in, and sends them; well or badly on purpose."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client
from django.utils import timezone

Fill = Callable[["Box"], str | None]


@dataclass
class Box:
    """One control: its name, its kind, what stands in it, and what may be chosen."""

    name: str
    kind: str
    value: str = ""
    is_chosen: bool = False


@dataclass
class Form:
    address: str
    method: str
    saves_itself: bool = False
    boxes: list[Box] = field(default_factory=list)

    def data(self, fill: Fill) -> dict[str, list[str]]:
        """What is sent. `fill` says what to type into a box, or None for what stands there."""
        sent: dict[str, list[str]] = {}
        for box in self.boxes:
            typed = fill(box)
            if typed is None and box.kind in {"radio", "checkbox", "option"} and not box.is_chosen:
                continue
            if box.kind in {"radio", "option"}:
                sent[box.name] = [box.value if typed is None else typed]
            else:
                sent.setdefault(box.name, []).append(box.value if typed is None else typed)
        return sent

    def send(self, client: Client, fill: Fill, **headers: str):
        return client.post(self.address, self.data(fill), headers=headers)


class Reader(HTMLParser):
    def __init__(self, address: str):
        super().__init__()
        self.address, self.forms = address, []
        self.inside: Form | None = None
        self.select = self.text = None

    def handle_starttag(self, tag, found):
        told = dict(found)
        if tag == "form":
            self.inside = Form(
                told.get("action") or self.address, told.get("method", "get").lower(), "data-autosave" in told
            )
            self.forms.append(self.inside)
        if self.inside is None or "disabled" in told:
            return
        name, kind = told.get("name"), told.get("type", "text")
        if tag == "input" and name:
            self.inside.boxes.append(Box(name, kind, told.get("value") or "", "checked" in told))
        elif tag == "textarea" and name:
            self.text = Box(name, "textarea")
            self.inside.boxes.append(self.text)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            self.inside.boxes.append(Box(self.select, "option", told.get("value") or "", "selected" in told))

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = None
        elif tag == "textarea":
            self.text = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.text:
            self.text.value += data


def forms_of(address: str, html: str) -> list[Form]:
    """The forms that change something, save the one that only signs out."""
    reader = Reader(address)
    reader.feed(html)
    return [form for form in reader.forms if form.method == "post"]


SENSIBLE = {
    "email": "somebody.new@example.org",
    "administrator_email": "first@example.org",
    "register_number": "SW54321",
    "full_time_equivalent": "0.6",
    "name": "Somebody New",
    "administrator_name": "First Person",
}


def sensibly(box: Box) -> str | None:
    """As somebody fills a form in who wants to get on: the first choice, yesterday, a few words."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    if box.kind in {"hidden", "file", "submit"}:
        return None
    if box.kind == "radio":
        return box.value
    if box.kind in {"checkbox", "option"}:
        return box.value or None
    for part in ["day", "month", "year"]:
        if box.name.endswith(f"_{part}"):
            return str(getattr(yesterday, part))
    if box.name in SENSIBLE:
        return SENSIBLE[box.name]
    return box.value.strip() or "A few words that say enough"


def everywhere(text: str) -> Fill:
    """This text in every box that takes text; the rest as somebody would who wants to get on."""
    return lambda box: text if box.kind in {"text", "textarea", "email", "search"} else sensibly(box)


def in_choices(text: str) -> Fill:
    """This in every choice and hidden box: what no page offers."""

    def fill(box: Box) -> str | None:
        if box.name == "csrfmiddlewaretoken":
            return None
        return text if box.kind in {"radio", "checkbox", "option", "hidden"} else sensibly(box)

    return fill
