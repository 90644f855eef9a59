"""Asks ClamAV whether there is a virus in a file: its INSTREAM command, over its socket."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterable

from django.conf import settings

AT_ONCE = 128 * 1024
LONGEST_ANSWER = 4_096
FOUND = re.compile(r"^(?:\d+: )?stream: (.+) FOUND$")


class ScannerAway(Exception):
    """No scanner answers, or not in time: later, perhaps."""


class NotScannable(Exception):
    """The scanner answers, and says that it does not look into this one."""


def virus_in(pieces: Iterable[bytes]) -> str:
    """The name of the virus, or nothing when none was found."""
    give_up_at = time.monotonic() + settings.SCAN_SECONDS
    try:
        with call(settings.CLAMAV_SOCKET, give_up_at) as line:
            return understood(conversation(line, pieces, give_up_at))
    except OSError as error:
        raise ScannerAway(str(error)) from error


def call(address: str, give_up_at: float) -> socket.socket:
    """A path, or a host and its port."""
    host, colon, port = address.rpartition(":")
    if colon and port.isdecimal():
        return socket.create_connection((host.strip("[]"), int(port)), timeout=time_left(give_up_at))
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(time_left(give_up_at))
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line


def conversation(line: socket.socket, pieces: Iterable[bytes], give_up_at: float) -> str:
    try:
        line.sendall(b"zINSTREAM\0")
        for piece in pieces:
            for start in range(0, len(piece), AT_ONCE):
                part = piece[start : start + AT_ONCE]
                line.settimeout(time_left(give_up_at))
                line.sendall(len(part).to_bytes(4, "big") + part)
        line.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it hangs up on what is too long for it, and has said so before
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        line.settimeout(time_left(give_up_at))
        heard = line.recv(LONGEST_ANSWER)
        if not heard:
            break
        answer += heard
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def understood(answer: str) -> str:
    if answer.endswith("stream: OK"):
        return ""
    if found := FOUND.match(answer):
        return found[1]
    if "size limit exceeded" in answer:
        raise NotScannable(answer)
    raise ScannerAway(answer or "it hung up")


def time_left(give_up_at: float) -> float:
    left = give_up_at - time.monotonic()
    if left <= 0:
        raise TimeoutError("the scanner takes too long")
    return left
