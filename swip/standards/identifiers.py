"""Permanent identifiers: worked out from codes alone, so they are the same on every installation."""

from uuid import UUID, uuid5

# Never change this: every identifier that people and systems have kept is made from it.
NAMESPACE = UUID("6f0c7a4e-2d0b-4c5e-9a37-5b1d8e5d9c20")


def _identifier(*words: str) -> UUID:
    return uuid5(NAMESPACE, "\n".join(words))


def of_version(framework: str, version: str) -> UUID:
    """The document: one published version of a framework."""
    return _identifier("version", framework, version)


def of_kind(framework: str, version: str, kind: str) -> UUID:
    return _identifier("kind", framework, version, kind)


def of_item(framework: str, version: str, code: str) -> UUID:
    return _identifier("item", framework, version, code)


def of_place(framework: str, version: str, code: str) -> UUID:
    """The link between an item and what it stands under, which other systems read as a thing of its own."""
    return _identifier("place", framework, version, code)


def of_term(framework: str, version: str, term: str) -> UUID:
    return _identifier("term", framework, version, term.casefold())


def of_licence(code: str) -> UUID:
    return _identifier("licence", code)


def of_subject(code: str) -> UUID:
    return _identifier("subject", code)


def of_crosswalk(code: str) -> UUID:
    return _identifier("crosswalk", code)


def of_association(crosswalk: str, origin: UUID, destination: UUID, kind: str) -> UUID:
    """One judgement of a crosswalk: from an item to another, or to a framework that holds nothing like it."""
    return _identifier("association", crosswalk, str(origin), str(destination), kind)
