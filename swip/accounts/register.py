"""The register of social workers, however this installation reaches it: by a person, by a file, or by asking it."""

from __future__ import annotations

import contextlib
import datetime
import http.client
import json
import re
import socket
import ssl
import threading
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import SplitResult, quote, urlsplit

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from swip.accounts.models import RegisterCheck, RegisterExtract, RegisterLine

NUMBER = re.compile(r"SW[1-9][0-9]{0,5}")
LARGEST_ANSWER = 64 * 1024
# A register that is down is left alone for a while, so that the jobs behind it come to their turn.
SILENT, SILENT_AFTER, SILENT_SECONDS = "register-silent", 3, 10 * 60


@dataclass(frozen=True)
class RegisterEntry:
    """What the public register says of one number, on the day it was seen."""

    number: str
    seen_on: datetime.date
    registered_name: str
    register_status: str = ""
    registered_from: datetime.date | None = None
    registered_until: datetime.date | None = None
    annotations: str = ""


@dataclass(frozen=True)
class NotOnRegister:
    """Nobody has this number, on the day it was looked for."""

    number: str
    seen_on: datetime.date


class RegisterUnavailable(Exception):
    """There is no answer now. Nothing is said about the person by that."""


class Register(Protocol):
    """A way to look somebody up. One of these is in use, by the setting REGISTER_SOURCE."""

    source: RegisterCheck.Source
    # Whether the service can look people up by itself.
    answers_by_itself: bool

    def look_up(self, number: str) -> RegisterEntry | NotOnRegister: ...


def register_in_use() -> Register:
    source = settings.REGISTER_SOURCE
    if source == RegisterCheck.Source.HTTP:
        return HttpRegister(settings.REGISTER_URL, seconds=settings.REGISTER_SECONDS)
    if source == RegisterCheck.Source.FILE:
        return FileRegister()
    return ManualRegister()


class ManualRegister:
    """A person opens the public register and writes down what they see."""

    source = RegisterCheck.Source.MANUAL
    answers_by_itself = False

    def look_up(self, number: str) -> RegisterEntry | NotOnRegister:
        raise RegisterUnavailable("Somebody has to look at the public register")


class FileRegister:
    """The newest extract that was sent."""

    source = RegisterCheck.Source.FILE
    answers_by_itself = True

    def look_up(self, number: str) -> RegisterEntry | NotOnRegister:
        extract = RegisterExtract.objects.first()
        if extract is None:
            raise RegisterUnavailable("No extract of the register has been sent yet")
        if extract.as_of < timezone.localdate() - datetime.timedelta(days=settings.REGISTER_EXTRACT_DAYS):
            raise RegisterUnavailable("The newest extract of the register is too old")
        line = RegisterLine.objects.filter(extract=extract, number=number).first()
        if line is None:
            return NotOnRegister(number, extract.as_of)
        return RegisterEntry(
            number,
            extract.as_of,
            line.registered_name,
            line.register_status,
            line.registered_from,
            line.registered_until,
            line.annotations,
        )


class HttpRegister:
    """A register that answers over HTTP, at one configured address and nowhere else.

    No redirect is followed and no proxy asked. The whole answer has to be there within some seconds.
    """

    source = RegisterCheck.Source.HTTP
    answers_by_itself = True

    def __init__(self, base_address: str, *, seconds: float) -> None:
        self.base_address = base_address
        self.seconds = seconds

    def look_up(self, number: str) -> RegisterEntry | NotOnRegister:
        if not NUMBER.fullmatch(number):
            raise ValueError(number)
        failures = cache.get(SILENT, 0)
        if failures >= SILENT_AFTER:
            raise RegisterUnavailable("The register has not answered for a while")
        try:
            answer = self._read(number)
        except RegisterUnavailable:
            cache.set(SILENT, failures + 1, SILENT_SECONDS)
            raise
        if failures:
            cache.delete(SILENT)
        return answer

    def _read(self, number: str) -> RegisterEntry | NotOnRegister:
        status, body = self._ask(number)
        if status == http.client.NOT_FOUND:
            return NotOnRegister(number, timezone.localdate())
        if status != http.client.OK:
            raise RegisterUnavailable(f"The register answered with status {status}")
        return entry_from(body, number)

    def _ask(self, number: str) -> tuple[int, bytes]:
        address = plain_address(self.base_address)
        path = f"{address.path.rstrip('/')}/{quote(number)}"
        host = address.hostname or ""
        connection: http.client.HTTPConnection
        if address.scheme == "https":
            context = ssl.create_default_context()
            connection = http.client.HTTPSConnection(
                host, address.port, timeout=self.seconds, context=context
            )
        else:
            connection = http.client.HTTPConnection(host, address.port, timeout=self.seconds)
        # The timeout of a socket counts from byte to byte: a register that drips is hung up on.
        held: list[socket.socket] = []
        clock = threading.Timer(self.seconds, hang_up, [connection, held])
        clock.daemon = True
        try:
            clock.start()
            connection.connect()
            held.append(connection.sock)  # the connection lets go of it once it reads the answer
            connection.request("GET", path, headers={"Accept": "application/json"})
            response = connection.getresponse()
            body = response.read(LARGEST_ANSWER + 1) if response.status == http.client.OK else b""
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as reason:
            raise RegisterUnavailable(f"The register did not answer ({type(reason).__name__})") from None
        finally:
            clock.cancel()
            connection.close()
        if len(body) > LARGEST_ANSWER:
            raise RegisterUnavailable("The register answered with more than one entry can be")
        return response.status, body


def plain_address(base_address: str) -> SplitResult:
    """The address of the register: a host and a path, over HTTP or HTTPS, and nothing else."""
    refusal = RegisterUnavailable("REGISTER_URL is not the plain address of a register")
    try:
        address = urlsplit(base_address)
        has_odd_port = address.port == 0
    except ValueError:
        raise refusal from None
    if address.scheme not in {"http", "https"} or not address.hostname or has_odd_port:
        raise refusal
    if address.query or address.fragment or address.username or address.password:
        raise refusal
    return address


def hang_up(connection: http.client.HTTPConnection, held: list[socket.socket]) -> None:
    """Out of time, wherever the two of them are: shaking hands, or in the middle of an answer."""
    for line in [*held, connection.sock]:
        if line is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def entry_from(body: bytes, number: str) -> RegisterEntry:
    """Read an answer, and believe none that is not about this number."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise RegisterUnavailable("The register answered with something unreadable") from None
    if not isinstance(said, dict) or said.get("registration_number") != number:
        raise RegisterUnavailable("The register did not answer about this number")
    name = _text(said, "registered_name", 150)
    if not name:
        raise RegisterUnavailable("The register answered without a name")
    annotations = said.get("annotations")
    if isinstance(annotations, bool):
        said["annotations"] = "Yes" if annotations else ""
    elif isinstance(annotations, list):
        said["annotations"] = "; ".join(str(each) for each in annotations)
    return RegisterEntry(
        number,
        timezone.localdate(),
        name,
        _text(said, "status", 60),
        _date(said, "registered_from"),
        _date(said, "registered_until"),
        _text(said, "annotations", 500),
    )


def _text(said: dict[str, Any], name: str, longest: int) -> str:
    value = said.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RegisterUnavailable(f"The register answered with an unreadable {name}")
    clean = " ".join("".join(letter for letter in value if letter.isprintable()).split())
    return clean if len(clean) <= longest else f"{clean[: longest - 1]}…"


def _date(said: dict[str, Any], name: str) -> datetime.date | None:
    value = said.get(name)
    if value in (None, ""):
        return None
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        raise RegisterUnavailable(f"The register answered with an unreadable {name}") from None
