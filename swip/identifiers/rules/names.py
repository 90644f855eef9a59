"""Names of people, of small places and of the settings a child goes to: lists of words, and what stands around them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from . import context
from .authors import is_of_a_theory, is_of_an_author
from .kinds import Kind
from .passages import Passage
from .places import BETWEEN, ENDINGS, WATERS, end_of_place, is_a_nursery, on_to_its_end, setting_in
from .reading import OPENS_SPEECH, TOKEN, Token, spared, tokens_of
from .vocabulary import FIRST_NAMES, PLACES, SURNAMES, WORDS, is_first_name, is_word, plain


class Reader:
    """Reads one text from beginning to end."""

    def __init__(self, text: str, invented: Collection[str] = frozenset()) -> None:
        self.text = text
        self.invented = invented
        self.tokens = tokens_of(text)
        self.skip = bytearray(len(text) + 1)
        for start, end in spared(text):
            self.skip[start:end] = b"\x01" * (end - start)
        self.named = self.read()

    def read(self) -> list[Passage]:
        found: list[Passage] = []
        position = 0
        while position < len(self.tokens):
            token = self.tokens[position]
            if self.skip[token.start]:
                position += 1
            elif not token.is_capital:
                found += self.in_small_letters(position)
                position += 1
            else:
                last = self.run_from(position)
                found += self.of_run(position, last)
                position = last + 1
        return found

    # -- runs of capital words

    def run_from(self, first: int) -> int:
        """The last of the capital words that follow on one another, with particles between them."""
        last = first
        tokens = self.tokens
        while last + 1 < len(tokens) and last - first < 12:
            this, after = tokens[last], tokens[last + 1]
            if (surname := self.surname_after_initials(last)) is not None:
                last = surname
                continue
            is_of_many = after.gap in {"’ ", "' "} and self.names_a_setting(
                last
            )  # “Belle Vue Girls’ Academy”
            titled = after.gap == ". " and this.low in {"st", *context.TITLES}
            joined = after.gap in {" ", " & "} or titled or is_of_many
            if not joined or (
                this.is_possessive
                and this.low not in {"st", "children", "king", "bishop"}
                and not self.names_a_setting(last)
            ):
                break
            if after.is_capital and not self.skip[after.start]:
                last += 1
                continue
            ahead = last + 2
            if after.low in {*context.PARTICLES, "of", "and", "on", "the", *BETWEEN} and ahead < len(tokens):
                further = tokens[ahead]
                if further.is_capital and further.gap == " " and self.joins(last, after.low, ahead):
                    last = ahead
                    continue
            break
        return last

    def names_a_setting(self, position: int) -> bool:
        """“St Mary’s Primary”, “King’s Academy”: the possessive belongs to the name of a place."""
        ahead = [each.low for each in self.tokens[position + 1 : position + 4] if each.is_capital]
        return any(each in context.SETTINGS for each in ahead)

    def joins(self, last: int, between: str, ahead: int) -> bool:
        if between in context.PARTICLES:
            return not is_word(self.tokens[last].low) or self.tokens[last].low in FIRST_NAMES
        if between in BETWEEN and self.tokens[ahead].low in WATERS:
            return True
        # “Our Lady of Lourdes Primary School” is one; “Amira and Yusuf” are two.
        beyond = [each.low for each in self.tokens[ahead : ahead + 4] if each.is_capital]
        return between != "and" and any(each in context.SETTINGS for each in beyond)

    def of_run(self, first: int, last: int) -> Iterator[Passage]:
        tokens = self.tokens
        while first <= last and not self.begins_a_longer_name(first, last):
            is_a_word = tokens[first].begins and self.is_only_a_word(first, last)
            if not is_a_word and tokens[first].low not in {"the", "a", "an"}:
                break
            first += 1
        if first > last:
            return
        lows = [each.low for each in tokens[first : last + 1]]
        setting = setting_in(lows, self.before(first))
        if setting >= 0:
            yield self.setting(first, first + setting)
            first += setting + 1
            if first > last:
                return
            lows = lows[setting + 1 :]
        if lows[0] in {"st", "saint", "ysgol", "eglwys", "ysbyty", "meithrinfa"} and len(lows) > 1:
            yield self.setting_of_a_saint(first, last)
            return
        organisation = next((i for i, low in enumerate(lows) if low in context.ORGANISATIONS and i), None)
        if organisation is not None and not self.names_a_person(lows[:organisation], first):
            first += organisation + 1
            if first > last:
                return
        yield from self.people_in(first, last)

    def setting(self, first: int, last: int) -> Passage:
        what = self.tokens[last].low
        if what in {"primary", "medical"}:
            what += " setting"
        reason = "A named setting narrows down who goes there"
        return Passage(Kind.SCHOOL, self.tokens[first].start, self.tokens[last].end, f"the {what}", reason)

    def setting_of_a_saint(self, first: int, last: int) -> Passage:
        """“St Mary’s”, or what begins with the Welsh word for a school: its name holds the possessive as well."""
        end = self.tokens[last].end
        if self.tokens[last].is_possessive:
            end += len(self.text[end : end + 2].rstrip(" ,."))
        reason = "This looks like a named setting"
        return Passage(Kind.SCHOOL, self.tokens[first].start, end, "the school", reason)

    def names_a_person(self, lows: list[str], first: int) -> bool:
        return len(lows) > 1 and lows[0] in FIRST_NAMES and (lows[1] in SURNAMES) and not is_word(lows[0])

    def people_in(self, first: int, last: int) -> Iterator[Passage]:
        """A run may hold titles, roles, names and words with a capital for no reason."""
        tokens = self.tokens
        position = first
        while position <= last:
            token = tokens[position]
            if is_a_nursery(tokens, position, last):
                reason = "This looks like the name of a nursery"
                yield Passage(Kind.SCHOOL, token.start, tokens[position + 1].end, "the nursery", reason)
                position += 2
                continue
            end = end_of_place(tokens, position, last, self.before(position))
            if end is not None:
                yield self.place(position, end)
                position = end + 1
                continue
            if token.low in context.TITLES and position < last:
                end = self.end_of_surname(position + 1, last)
                if end is not None:
                    if not is_of_an_author(tokens, position + 1):
                        yield self.name(position + 1, end, "A title stands before it")
                    position = end + 1
                    continue
            is_kin = token.low in context.CALLINGS and not is_first_name(token.low) and position < last
            if is_kin and self.end_of_name(position + 1, last) is not None:  # “Nanny Pat”
                position += 1
                continue
            end = self.surname_after_initials(position) or self.end_of_name(position, last)
            if end is None:
                position += 1
                continue
            kind = self.kind_of(position, end)
            if kind is Kind.PLACE:
                end = on_to_its_end(tokens, end, last)
                yield self.place(position, end)
            elif kind is Kind.NAME:
                yield self.name(position, end, self.why(position, end))
            position = end + 1

    def begins_a_longer_name(self, first: int, last: int) -> bool:
        """“Great Yarmouth is far”, “A. Begum came”, “Busy Bees rang”: the first word belongs to it."""
        return first < last and (
            self.surname_after_initials(first) is not None
            or is_a_nursery(self.tokens, first, last)
            or end_of_place(self.tokens, first, last, self.before(first)) is not None
        )

    def surname_after_initials(self, position: int) -> int | None:
        """“J. Smith”, “Ms A Begum”, “Mr A. N. Other”: where the surname stands, when initials begin here."""
        tokens, end = self.tokens, position
        if len(tokens[position].text) != 1:
            return None
        while end - position < 4 and len(tokens[end].text) == 1 and tokens[end].is_capital:
            end += 1
            if end == len(tokens) or tokens[end].gap not in {" ", ". ", "."}:
                return None
        token, opening = tokens[end], tokens[position]
        low = token.low
        if not opening.is_capital or not token.is_capital or len(low) < 2 or self.is_acronym(token):
            return None
        if low in self.invented or self.skip[opening.start]:
            return None
        before = tokens[position - 1].low if position and opening.gap in {" ", ". "} else ""
        if not is_word(low) and (low in SURNAMES or before in context.TITLES):
            is_word_too = token.gap == " " and end == position + 1 and opening.low in {"a", "i"}
            is_of_a_list = before in context.LETTERED or (is_word_too and not is_first_name(before))
            return end if before in context.TITLES or not is_of_a_list else None
        if before not in context.TITLES or low in context.ASKS:
            return None
        return end if end > position + 1 or low in SURNAMES or self.acts(end) else None

    def end_of_surname(self, position: int, last: int) -> int | None:
        position = self.surname_after_initials(position) or position
        token = self.tokens[position]
        if len(token.text) < 2 or token.low in self.invented:
            return None
        end = position
        while end < last and not is_word(self.tokens[end + 1].low):
            end += 1
        return end

    def end_of_name(self, position: int, last: int) -> int | None:
        """Where the name that begins here ends, or nothing when none begins here."""
        tokens = self.tokens
        token = tokens[position]
        low = token.low
        nexts = [each.low for each in tokens[position + 1 : last + 1]]
        first_name = is_first_name(low)
        word = is_word(low)
        if len(token.text) < 2:
            return None
        if nexts and (first_name or not word) and not self.is_acronym(token):
            end = position
            while end < last and self.goes_on(position, end + 1):
                end += 1
            while (
                end > position
                and tokens[end].low in context.PARTICLES
                and (not tokens[end].is_capital or len(tokens[end].text) == 1)
            ):
                end -= 1
            if end > position and (not word or tokens[end].low in SURNAMES or not is_word(tokens[end].low)):
                return end
        return position if self.stands_for_somebody(position, last) else None

    def goes_on(self, first: int, position: int) -> bool:
        token = self.tokens[position]
        low = token.low
        if not token.is_capital:
            return low in context.PARTICLES
        if len(token.text) == 1:  # “Seán Ó Briain”, “Ada J. Smith”
            return low in context.PARTICLES or self.surname_after_initials(position) is not None
        if low in context.CALLINGS or low in context.TITLES or self.is_acronym(token):
            return False
        if is_word(low):
            opening = self.tokens[first].low
            if opening in FIRST_NAMES and low in FIRST_NAMES and not is_word(opening):
                return low not in context.NEEDS_A_CUE or low in SURNAMES
            opens = opening in FIRST_NAMES or opening in SURNAMES
            return opens and (low in SURNAMES or low in context.PARTICLES) and low not in context.MONTHS
        # “Will Amira come?”
        is_asked_about = is_word(self.tokens[first].low) and low in FIRST_NAMES and low not in SURNAMES
        return not is_asked_about

    @staticmethod
    def is_acronym(token: Token) -> bool:
        text, low = token.text, token.low
        if len(text) < 2 or not text.isupper():
            return False
        return len(text) < 4 or (low not in FIRST_NAMES and low not in SURNAMES)

    # -- one word

    def before(self, position: int) -> str:
        """The word before this one in the same sentence."""
        token = self.tokens[position]
        if position == 0 or (token.begins and not OPENS_SPEECH.search(token.gap)):
            return ""
        if token.gap == ". " and len(self.tokens[position - 1].text) == 1:  # “Child A. Begum came later”
            return ""
        return self.tokens[position - 1].low

    def after(self, position: int) -> str:
        if position + 1 >= len(self.tokens) or self.tokens[position + 1].begins:
            return ""
        gap = self.tokens[position + 1].gap
        return self.tokens[position + 1].low if gap.strip("'’sS") in {" ", ""} else ""

    def is_only_a_word(self, first: int, last: int) -> bool:
        """A capital at the beginning of a sentence says nothing by itself."""
        token = self.tokens[first]
        if token.low in context.TITLES or not is_word(token.low):
            return False
        if token.low not in FIRST_NAMES:
            return True
        if first < last:
            following = self.tokens[first + 1]
            return not (
                following.low in SURNAMES or (not is_word(following.low) and following.low not in FIRST_NAMES)
            )
        return not self.acts(first)

    def acts(self, position: int) -> bool:
        """What follows is what people do or have."""
        token = self.tokens[position]
        after = self.after(position)
        if token.is_possessive:
            return after not in context.THEORY
        if after in context.ASKS and token.low in context.ASKING:
            return False
        if after in context.DOES:
            return True
        if after not in context.IS:
            return False
        beyond = self.tokens[position + 2].low if position + 2 < len(self.tokens) else ""
        if after == "and":
            return beyond in context.HIS
        is_aged = self.text[token.end : token.end + 6].rpartition(" ")[2][:1].isdigit()  # “Summer is 2”
        return is_aged or token.low not in context.ABSTRACT or beyond in context.STATES

    def is_told_of(self, position: int) -> bool:
        """Of somebody named elsewhere: “Joy has sickle cell”, “Hope, who is 15, laughed”."""
        is_described = self.text.startswith(", who ", self.tokens[position].end)
        return is_described or self.after(position) in {"is", "was", "has", "had"} or self.acts(position)

    def looks_like_a_deed(self, position: int) -> bool:
        """An unknown word before one that ends as verbs do, or at the head of a line: “Zuberi hides”, “Zuberi: no”."""
        token = self.tokens[position]
        low, after = token.low, self.after(position)
        if self.text[token.end : token.end + 2] in {": ", " -", " –", " ("} and not low.endswith(
            ("s", "ing")
        ):
            return True
        return not low.endswith(("s", "ing", "ed", "ly")) and after.endswith(("s", "ed")) and len(after) > 3

    def stands_for_somebody(self, position: int, last: int) -> bool:
        token = self.tokens[position]
        low = token.low
        before, after = self.before(position), self.after(position)
        if self.is_acronym(token) or len(low) < 2 or low in self.invented or token.text[1:] == "s":
            return False
        word = is_word(low)
        first_name = is_first_name(low)
        surname = low in SURNAMES
        if is_of_a_theory(self.tokens, position, before, after):
            return False
        named = before in context.CALLED or token.stands_alone
        if token.begins:
            if first_name:
                return not word or self.acts(position)
            if word:
                return False
            return surname or self.acts(position) or after in context.IS or self.looks_like_a_deed(position)
        if first_name and not word:
            return low not in context.NEEDS_A_CUE or self.has_a_cue(position, before, after)
        if first_name:
            if (
                low in context.MONTHS
                and (before in context.BEFORE_A_MONTH or before == "")
                and after not in context.DOES
            ):
                return False
            return named or low not in context.NEEDS_A_CUE or self.has_a_cue(position, before, after)
        if word:
            return named and before in {"named", "nicknamed", "called"} and low not in WORDS
        if before in {"a", "an", "the", "this", "our", "your", "my", "some", "any", "each", "every", "these"}:
            return after in context.FAMILY_NOUNS or (
                before == "the" and low.endswith("s") and low[:-1] in SURNAMES
            )
        return not (low.endswith("s") and (is_word(low[:-1]) or low[:-1] in {"iphone", "ipad"}))

    def has_a_cue(self, position: int, before: str, after: str) -> bool:
        return (
            before in context.CALLINGS
            or before in context.CALLED
            or before in context.SAID_TO
            or (
                before == "and"
                and self.tokens[position - 2].is_capital
                and is_first_name(self.tokens[position - 2].low)
            )
            or self.acts(position)
        )

    def kind_of(self, first: int, last: int) -> Kind | None:
        """A person, a small place, or a place too large to matter."""
        token = self.tokens[first]
        low = token.low
        before = self.before(first)
        earlier = self.tokens[first - 1 if first else 0]
        two_before = self.tokens[first - 2].low if first > 1 and not earlier.begins else ""
        place = low in PLACES
        known = is_first_name(low) or (low in SURNAMES and not place)
        arrives = before in context.IN_A_PLACE or (
            before in context.TO_A_PLACE and (two_before in context.MOVES or not known)
        )
        if token.gap == ", " and place and earlier.is_capital:
            arrives = True
        if (
            before == "and"
            and not (known or earlier.begins)
            and first > 2
            and self.tokens[first - 2].is_capital
        ):
            arrives = self.tokens[first - 3].low in context.IN_A_PLACE  # “in Kirklees and Calderdale”
        ending = self.tokens[last].low
        if arrives and last > first and (ending == "park" or (ending in ENDINGS and low not in FIRST_NAMES)):
            return Kind.PLACE
        if arrives and (place or not known or low in context.NEEDS_A_CUE):
            if last > first and low in FIRST_NAMES:
                return Kind.NAME
            return Kind.PLACE if place or not is_word(low) else None
        if place and low not in FIRST_NAMES and (low not in SURNAMES or last == first):
            return Kind.PLACE
        return Kind.NAME

    # -- the rest

    def in_small_letters(self, position: int) -> Iterator[Passage]:
        """Somebody who writes quickly on a phone leaves capitals out."""
        token = self.tokens[position]
        low = token.low
        if len(low) < 4 or low not in FIRST_NAMES or is_word(low):
            return
        if low in context.NEEDS_A_CUE or low in context.ABSTRACT or low in context.ALSO_WORDS:
            return
        before, after = self.before(position), self.after(position)
        if after in SURNAMES and len(after) > 3 and not is_word(after) and after not in context.ALSO_WORDS:
            yield self.name(position, position + 1, "This looks like a full name in small letters")
        elif (
            before in context.BEFORE_A_NAME
            or after in context.DOES
            or after in context.IS
            or token.is_possessive
        ):
            yield self.name(position, position, "It is on the list of names, though in small letters")

    def place(self, first: int, last: int) -> Passage:
        reason = "A small place narrows down who somebody is"
        return Passage(Kind.PLACE, self.tokens[first].start, self.tokens[last].end, "a place", reason)

    def name(self, first: int, last: int, reason: str) -> Passage:
        return Passage(Kind.NAME, self.tokens[first].start, self.tokens[last].end, "", reason)

    def why(self, first: int, last: int) -> str:
        low = self.tokens[first].low
        before = self.before(first)
        if before in context.CALLINGS or before in context.CALLED:
            return f"It follows “{before}”"
        if last > first:
            return "This looks like a full name"
        if low in FIRST_NAMES:
            return "It is on the list of first names"
        if low in SURNAMES:
            return "It is on the list of surnames"
        return "A capital letter within a sentence, on a word that is no ordinary one"

    def words_of(self, found: Iterable[Passage]) -> set[str]:
        """The single words by which somebody is called there."""
        return {
            word
            for each in found
            if each.kind is Kind.NAME
            for word in (plain(part) for part in TOKEN.findall(self.text[each.start : each.end]))
        }

    def everywhere(self, known: Collection[str]) -> list[Passage]:
        """Whoever is named once, here or in another text, is looked for also where the place alone would not tell."""
        found = [*self.named]
        names = {
            word
            for word in self.words_of(found) | set(known)
            if len(word) > 2
            and (not is_word(word) or (word in FIRST_NAMES and word not in context.MONTHS))
            and word not in context.PARTICLES
            and word not in self.invented
        }
        if not names:
            return found
        taken = {each.start for each in found}
        covered = bytearray(len(self.text) + 1)
        for each in found:
            covered[each.start : each.end] = b"\x01" * (each.end - each.start)
        for position, token in enumerate(self.tokens):
            if not token.is_capital or token.start in taken or covered[token.start]:
                continue
            is_family = token.low[-1] == "s" and token.low[:-1] in names and self.before(position) == "the"
            if token.low in names or is_family:
                if self.skip[token.start] or self.is_acronym(token):
                    continue
                asks = token.begins and is_word(token.low) and not self.is_told_of(position)
                before = self.before(position)
                month = token.low in context.NEEDS_A_CUE and before in context.BEFORE_A_MONTH | {"the"}
                if (
                    not asks
                    and not month
                    and not is_of_a_theory(self.tokens, position, before, self.after(position))
                ):
                    found.append(self.name(position, position, "The same name stands elsewhere"))
        return found
