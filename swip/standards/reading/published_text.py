"""Reads a published document as it came out of its file: every line is placed, or the reading stops."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NoReturn

from swip.standards.reading.manifest import KindRule, Manifest, Part
from swip.standards.reading.shapes import CannotRead, Evidence, FrameworkRead, Item, Passage, Term

MARKS = re.compile(r"\*+|</?u>")
BULLET = re.compile(r"^\s*-\s+")
FOOTNOTE = re.compile(r"^[¹²³⁰-⁹]")
Words = dict[str, str]  # what a pattern found, by the names of its groups


@dataclass(frozen=True)
class Line:
    """One piece of the document, and the line it begins on."""

    number: int
    text: str


@dataclass(frozen=True)
class Entry:
    """What the overview says of an item."""

    line: int
    kind: KindRule
    code: str
    text: str
    printed: str
    summary: str = ""


def clean(text: str) -> str:
    """The words alone: without marks of bold, underline and list, and with single spaces."""
    return " ".join(BULLET.sub("", MARKS.sub("", text)).split())


def read(manifest: Manifest) -> FrameworkRead:
    return Document(manifest).read()


class Document:
    """The text on its way from lines to a framework."""

    def __init__(self, manifest: Manifest):
        self.manifest = manifest
        self.path = manifest.source
        try:
            self.printed = self.path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as fault:
            raise CannotRead(self.path, None, f"the file cannot be read: {fault}") from fault
        self.passages: list[Passage] = []
        self.terms: list[Term] = []
        self.entries: list[Entry] = []
        self.items: list[Item] = []
        self.by_code: dict[str, Item] = {}

    def refuse(self, line: int | None, reason: str) -> NoReturn:
        raise CannotRead(self.path, line, reason)

    def read(self) -> FrameworkRead:
        lines = self.mended()
        readers = {
            "ignored": self.read_nothing,
            "title": self.read_title,
            "passage": self.read_passage,
            "terms": self.read_terms,
            "overview": self.read_overview,
            "body": self.read_body,
            "annex": self.read_annex,
        }
        for part, end in self.stretches():
            readers[part.as_](part, [each for each in lines if part.line <= each.number < end])
        self.titles_as_in_the_overview()
        return FrameworkRead(
            path=self.manifest.path,
            framework=self.manifest.framework,
            version=self.manifest.version,
            licence=self.manifest.licence,
            subjects=self.manifest.subjects,
            kinds=tuple(rule.kind for rule in self.manifest.kinds),
            items=tuple(self.items),
            terms=tuple(self.terms),
            passages=tuple(self.passages),
            evidence_base=tuple(self.evidence_base()),
        )

    # ---- Lines, and what is put right in them

    def stretches(self) -> list[tuple[Part, int]]:
        """Each part with the line where the next begins, so that no line falls between two."""
        parts = self.manifest.parts
        if parts[0].line != 1:
            self.refuse(
                1, f"the first part begins at line {parts[0].line}: the lines before it have no place"
            )
        for part in parts:
            printed = self.line_says(part.line)
            if (printed and not part.begins) or not clean(printed).startswith(part.begins):
                self.refuse(
                    part.line, f"a part should begin here with “{part.begins}”, but the line says “{printed}”"
                )
        ends = [part.line for part in parts[1:]] + [len(self.printed) + 1]
        for part, end in zip(parts, ends, strict=True):
            if end <= part.line:
                self.refuse(part.line, "the parts are not in the order of their lines")
        return list(zip(parts, ends, strict=True))

    def line_says(self, number: int) -> str:
        if not 1 <= number <= len(self.printed):
            self.refuse(number, f"the file has only {len(self.printed)} lines")
        return self.printed[number - 1]

    def mended(self) -> list[Line]:
        """Every line that holds words, after the repairs that the manifest lists."""
        says = dict(enumerate(self.printed, start=1))
        broken, continued = set(), {}
        for repair in self.manifest.repairs:
            now = self.line_says(repair.line) and says[repair.line]
            if repair.do == "words":
                if now.count(repair.reads) != 1:
                    self.refuse(
                        repair.line, f"a repair expects “{repair.reads}” once, but the line says “{now}”"
                    )
                says[repair.line] = now.replace(repair.reads, repair.becomes)
            elif not now.startswith(repair.reads):
                self.refuse(repair.line, f"a repair expects “{repair.reads}…”, but the line says “{now}”")
            elif repair.do == "code":
                says[repair.line] = f"{repair.code} {clean(now)}"
            elif repair.do == "break":
                broken.add(repair.line)
            else:
                continued[repair.line] = repair.after
        pieces = {
            number: self.broken_up(number, text) if number in broken else [text]
            for number, text in says.items()
            if text.strip()
        }
        for number, after in continued.items():
            while after in continued:  # what it goes on from may itself be the end of an earlier line
                after = continued[after]
            if after not in pieces:
                self.refuse(number, f"goes on from line {after}, which is empty")
            pieces[after][-1] = f"{pieces[after][-1].rstrip()} {clean(pieces.pop(number)[0])}"
        return [Line(number, text) for number in sorted(pieces) for text in pieces[number]]

    def broken_up(self, number: int, text: str) -> list[str]:
        """A run-on paragraph, with a new piece where each numbered statement begins."""
        starts = set()
        for kind in self.manifest.kinds:
            if "(?P<number>" not in kind.body or kind.role != "prompt":
                continue
            code = re.compile(kind.body.split(" (?P<text>")[0])
            starts |= {found.start() for found in code.finditer(text)}
        if not starts:
            self.refuse(number, "no statement begins on this line, so it cannot be broken up")
        bounds = [*sorted({0, *starts}), len(text)]
        return [text[begin:end] for begin, end in pairwise(bounds) if text[begin:end].strip()]

    # ---- The parts of the document

    def read_nothing(self, part: Part, lines: list[Line]) -> None:
        if not part.begins and lines:
            self.refuse(
                lines[0].number, f"this should be empty ({part.reason}), but it says “{lines[0].text}”"
            )

    def read_title(self, part: Part, lines: list[Line]) -> None:
        wanted = [self.manifest.version.title, self.manifest.version.published_words]
        for line, words in zip(lines, wanted, strict=False):
            if clean(line.text) != words:
                self.refuse(
                    line.number, f"the title page should say “{words}”, but it says “{clean(line.text)}”"
                )
        for line in lines[len(wanted) :]:
            self.refuse(line.number, f"has no place on the title page: “{line.text}”")

    def read_passage(self, part: Part, lines: list[Line]) -> None:
        heading = part.heading or clean(lines.pop(0).text)
        self.passages.append(self.passage(heading, lines))

    def passage(self, heading: str, lines: list[Line]) -> Passage:
        """Its paragraphs; footnotes, which stood at the foot of a page, go to its end."""
        paragraphs = [("- " if BULLET.match(each.text) else "") + clean(each.text) for each in lines]
        paragraphs.sort(key=lambda each: bool(FOOTNOTE.match(each)))
        return Passage(heading, tuple(paragraphs))

    def read_terms(self, part: Part, lines: list[Line]) -> None:
        heading, *rest = lines
        rules = {rule.term: rule for rule in self.manifest.terms}
        before: list[Line] = []
        meanings: dict[str, list[str]] = {}
        term = ""
        for line in rest:
            text = clean(line.text)
            if text in rules:
                term = text
                if term in meanings:
                    self.refuse(line.number, f"“{term}” is defined twice")
                meanings[term] = []
            elif not text.endswith((".", ":")):
                self.refuse(
                    line.number, f"neither a key term that the manifest lists nor a meaning: “{text}”"
                )
            elif term:
                meanings[term].append(text)
            else:
                before.append(line)
        for name in rules:
            if not meanings.get(name):
                self.refuse(heading.number, f"no meaning is given for the key term “{name}”")
        if before:
            self.passages.append(self.passage(clean(heading.text), before))
        self.terms = [Term(name, "\n\n".join(said), rules[name].forms) for name, said in meanings.items()]

    def read_overview(self, part: Part, lines: list[Line]) -> None:
        for line in lines[1:]:
            text = clean(line.text)
            kind, found = self.matched(line.number, text, "overview")
            if kind and found:
                self.entries.append(Entry(line.number, kind, found["code"], found["text"], text))
            elif self.entries and self.entries[-1].kind.role == "group" and not self.entries[-1].summary:
                self.entries[-1] = replace(self.entries[-1], summary=text)
            else:
                self.refuse(line.number, f"has no place in the overview: “{text}”")

    def read_annex(self, part: Part, lines: list[Line]) -> None:
        """The overview once more: it must say the same, and nothing else."""
        rest = "\t".join(clean(each.text) for each in lines[1:])
        for words in sorted(
            [each for entry in self.entries for each in (entry.printed, entry.summary) if each],
            key=len,
            reverse=True,
        ):
            if words not in rest:
                self.refuse(part.line, f"the annex does not repeat what the overview says: “{words}”")
            rest = rest.replace(words, "\t", 1)
        if rest.strip():
            self.refuse(part.line, f"the annex says what the overview does not: “{' '.join(rest.split())}”")

    def read_body(self, part: Part, lines: list[Line]) -> None:
        headings = {kind.heading for kind in self.manifest.kinds if kind.heading}
        for line in lines:
            text = clean(line.text)
            kind, found = self.matched(line.number, text, "body")
            if kind and found:
                self.add(self.placed(line.number, kind, found))
            elif text in headings and self.items:
                continue  # the code of each statement tells its kind: headings are often lost
            elif self.items and self.takes_summary(self.items[-1]):
                self.items[-1] = replace(self.items[-1], summary=text)
            else:
                self.refuse(line.number, f"cannot be placed: “{text}”")

    def add(self, item: Item) -> None:
        if item.code in self.by_code:
            first = self.by_code[item.code].line
            self.refuse(item.line, f"the code {item.code} is given twice: first on line {first}")
        self.by_code[item.code] = item
        self.items.append(item)

    def matched(self, number: int, text: str, where: str) -> tuple[KindRule, Words] | tuple[None, None]:
        """The one kind whose pattern the words fit. Two would be a guess."""
        fitting = [
            (kind, found.groupdict())
            for kind in self.manifest.kinds
            if (pattern := getattr(kind, where)) and (found := re.fullmatch(pattern, text))
        ]
        if len(fitting) > 1:
            names = " or ".join(kind.name for kind, _ in fitting)
            self.refuse(number, f"could be {names}: “{text}”")
        return fitting[0] if fitting else (None, None)

    def takes_summary(self, item: Item) -> bool:
        rule = next(kind for kind in self.manifest.kinds if kind.code == item.kind)
        return rule.has_summary and not item.summary

    # ---- Where a piece of the body belongs

    def placed(self, number: int, kind: KindRule, found: Words) -> Item:
        open_now = self.line_of_descent()
        letter = found.get("letter")
        if letter:
            holder = next((each for each in open_now if each.kind != kind.code), None)
            if holder is None:
                self.refuse(number, f"point {letter} stands under nothing")
            parent, code = holder.code, f"{holder.code} {letter}"
        else:
            parent, code = found.get("parent") or "", found["code"]
            if parent and parent not in {each.code for each in open_now}:
                under = open_now[0].code if open_now else "nothing"
                self.refuse(number, f"{code} belongs under {parent}, but stands under {under}")
        self.in_sequence(number, kind, code, parent, found)
        return Item(code=code, kind=kind.code, text=found["text"], parent=parent, line=number)

    def line_of_descent(self) -> list[Item]:
        """The last piece, what it stands under, and so on up."""
        if not self.items:
            return []
        found = [self.items[-1]]
        while found[-1].parent:
            found.append(self.by_code[found[-1].parent])
        return found

    def in_sequence(self, number: int, kind: KindRule, code: str, parent: str, found: Words) -> None:
        """Numbers and letters run without a gap: a lost piece shows."""
        before = sum(1 for each in self.items if each.kind == kind.code and each.parent == parent)
        if found.get("letter"):
            wanted, given = chr(ord("a") + before), found["letter"]
        elif found.get("number"):
            wanted, given = str(before + 1), found["number"]
        else:
            return
        if given != wanted:
            self.refuse(number, f"{code}: number {wanted} should come next, not {given}")

    def titles_as_in_the_overview(self) -> None:
        """The overview and the body say the same; the overview's form is kept, beginning with a capital."""
        if not any(part.as_ == "overview" for part in self.manifest.parts):
            return
        entries = {entry.code: entry for entry in self.entries}
        overviewed = {kind.code for kind in self.manifest.kinds if kind.overview}
        for place, item in enumerate(self.items):
            if item.kind not in overviewed:
                continue
            entry = entries.pop(item.code, None)
            if entry is None:
                self.refuse(item.line, f"{item.code} is not in the overview")
            if _capital(entry.text) != _capital(item.text):
                reason = (
                    f"{item.code} is “{item.text}”, but line {entry.line} of the overview has “{entry.text}”"
                )
                self.refuse(item.line, reason)
            self.items[place] = replace(item, text=_capital(entry.text), summary=entry.summary)
        for entry in entries.values():
            self.refuse(entry.line, f"{entry.code} is in the overview, but not in the body")

    # ---- What the authors drew on

    def evidence_base(self) -> list[Evidence]:
        for rule in self.manifest.evidence_base:
            if rule.words not in clean(self.line_says(rule.line)):
                self.refuse(rule.line, f"should name “{rule.words}” ({rule.name}), but does not")
        return [Evidence(rule.kind, rule.name, rule.reference) for rule in self.manifest.evidence_base]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
