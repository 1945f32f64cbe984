"""Reads server-sent events (WHATWG HTML, section 9.2.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_EVENT_BYTES_MAX = 4 << 20


@dataclass(frozen=True)
class Event:
    """`id` is the last one seen, also when this event brought none."""

    name: str
    data: str
    id: str


class TooLarge(Exception):
    """An event has no end."""


def events(lines: Iterable[bytes], last_id: str = "") -> Iterator[Event]:
    """The events of a stream. A comment, which keeps the connection alive, is an event without a name."""
    name, data, size = "", [], 0
    for raw in lines:
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        size += len(raw)
        if size > _EVENT_BYTES_MAX:
            raise TooLarge(f"an event has more than {_EVENT_BYTES_MAX} bytes")
        if not line:
            if data:
                yield Event(name or "message", "\n".join(data), last_id)
            name, data, size = "", [], 0
        elif line.startswith(":"):
            yield Event("", "", last_id)
        else:
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "event":
                name = value
            elif field == "data":
                data.append(value)
            elif field == "id" and "\0" not in value:
                last_id = value
