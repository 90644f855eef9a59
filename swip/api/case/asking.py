"""How a client asks for part of a list: paging, sorting, filtering, and which fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from swip.api.case.shapes import Json

DEFAULT_LIMIT = 100
LARGEST_LIMIT = 500
FIELDS = {
    "identifier",
    "uri",
    "frameworkType",
    "caseVersion",
    "creator",
    "title",
    "lastChangeDateTime",
    "officialSourceURL",
    "publisher",
    "description",
    "subject",
    "subjectURI",
    "language",
    "version",
    "adoptionStatus",
    "statusStartDate",
    "statusEndDate",
    "licenseURI",
    "notes",
    "extensions",
    "CFPackageURI",
}
TERM = re.compile(r"\s*(?P<field>\w+)\s*(?P<operator>!=|>=|<=|=|>|<|~)\s*'(?P<value>[^']*)'\s*")
JOINT = re.compile(r"(AND|OR)\b", re.IGNORECASE)
COMPARE: dict[str, Callable[[str, str], bool]] = {
    "=": lambda ours, theirs: ours == theirs,
    "!=": lambda ours, theirs: ours != theirs,
    ">": lambda ours, theirs: ours > theirs,
    ">=": lambda ours, theirs: ours >= theirs,
    "<": lambda ours, theirs: ours < theirs,
    "<=": lambda ours, theirs: ours <= theirs,
    "~": lambda ours, theirs: theirs in ours,
}


class NotUnderstood(Exception):
    """The client asked in a way that CASE does not provide for; `code` is CASE's word for it."""

    def __init__(self, message: str, code: str = "invalid_selection_field"):
        self.code = code
        super().__init__(message)


@dataclass(frozen=True)
class Asked:
    """What a client wants of a list."""

    limit: int
    offset: int
    sort: str
    is_descending: bool
    filter: str
    fields: list[str] | None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Asked:
        return cls(
            limit=min(whole_number(query, "limit", DEFAULT_LIMIT, smallest=1), LARGEST_LIMIT),
            offset=whole_number(query, "offset", 0, smallest=0),
            sort=query.get("sort", ""),
            is_descending=query.get("orderBy", "asc").lower() == "desc",
            filter=query.get("filter", ""),
            fields=chosen_fields(query),
        )

    def of(self, records: list[Json]) -> tuple[list[Json], int]:
        """The records of this page, and how many there are on all pages."""
        found = [record for record in records if matches(record, self.filter)]
        if self.sort in FIELDS:
            found.sort(key=lambda record: as_text(record.get(self.sort)).lower(), reverse=self.is_descending)
        page = found[self.offset : self.offset + self.limit]
        return [self._part(record) for record in page], len(found)

    def _part(self, record: Json) -> Json:
        if self.fields is None:
            return record
        return {name: value for name, value in record.items() if name in self.fields}

    def links(self, address: str, query: Mapping[str, str], total: int) -> str:
        """The Link header that leads to the other pages."""
        last = max(0, (total - 1) // self.limit * self.limit)
        pages = {"first": 0, "last": last}
        if self.offset + self.limit < total:
            pages["next"] = self.offset + self.limit
        if self.offset > 0:
            pages["prev"] = max(0, self.offset - self.limit)
        kept = {name: value for name, value in query.items() if name not in ("limit", "offset")}
        return ", ".join(
            f'<{address}?{urlencode({**kept, "limit": self.limit, "offset": offset})}>; rel="{name}"'
            for name, offset in pages.items()
        )


def whole_number(query: Mapping[str, str], name: str, default: int, *, smallest: int) -> int:
    typed = query.get(name)
    if typed is None:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", typed) or int(typed) < smallest:
        raise NotUnderstood(f"{name} must be a whole number, {smallest} or more")
    return int(typed)


def chosen_fields(query: Mapping[str, str]) -> list[str] | None:
    if "fields" not in query:
        return None
    names = [name.strip() for name in query["fields"].split(",") if name.strip()]
    unknown = [name for name in names if name not in FIELDS]
    if unknown or not names:
        raise NotUnderstood(
            f"fields must name fields of a CFDocument; not known: {', '.join(unknown) or 'none'}"
        )
    return names


def matches(record: Json, expression: str) -> bool:
    """`title~'care' AND adoptionStatus='Draft'`: AND binds tighter than OR, and case does not matter."""
    if not expression.strip():
        return True
    return any(all(term_matches(record, *term) for term in terms) for terms in alternatives(expression))


def alternatives(expression: str) -> list[list[tuple[str, str, str]]]:
    found: list[list[tuple[str, str, str]]] = [[]]
    rest = expression
    while True:
        term = TERM.match(rest)
        if term is None:
            raise NotUnderstood("filter must be like title~'words', with AND or OR between two of these")
        if term["field"] not in FIELDS:
            raise NotUnderstood(f"filter names a field that a CFDocument does not have: {term['field']}")
        found[-1].append((term["field"], term["operator"], term["value"]))
        rest = rest[term.end() :]
        if not rest:
            return found
        joint = JOINT.match(rest)
        if joint is None:
            raise NotUnderstood("filter must have AND or OR between two terms")
        if joint[1].upper() == "OR":
            found.append([])
        rest = rest[joint.end() :]


def term_matches(record: Json, field: str, operator: str, value: str) -> bool:
    return COMPARE[operator](as_text(record.get(field)).lower(), value.lower())


def as_text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(as_text, value))
    if isinstance(value, dict):
        return str(value.get("title", ""))
    return "" if value is None else str(value)
