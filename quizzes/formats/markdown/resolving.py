"""Which options a question's key names, by letter, by text or by the options' own marks."""

import re
from collections.abc import Mapping, Sequence

from content.drafts import shown
from quizzes.formats.judging import Found
from quizzes.formats.markdown.heads import plain
from quizzes.formats.markdown.labels import key_label
from quizzes.formats.markdown.parts import Parts
from quizzes.formats.words.keys import Key, Named, folded, read_key, same_words

_NOT = r"(?:not|wrong|incorrect|false|never)\b|no\s*[,.;:–—-]"
_IS_NOT = rf"(?:is|are|was|were)\s+(?:\w+ly\s+)?(?:{_NOT})|\w+n['’]t\b"
# A letter that is then said to be wrong is no key.
_DENIES = re.compile(rf"[^\w.]*(?:{_IS_NOT}|{_NOT})", re.IGNORECASE)
_DENIES_BEHIND = re.compile(
    rf"(?:{_IS_NOT}|no\s*[,.;:]|[(\[](?:{_NOT}))|(?:not|wrong|incorrect|false)\W*$", re.IGNORECASE
)
_A_FEW = 8
_CAPITAL = re.compile(r"(?<![\w'’])[A-Z](?![\w'’])")


class Resolver:
    """Resolves the keys of one question, whose options have letters and texts.

    What is wrong goes into found. named holds the letters that keys name, as written; kept, words
    of the key's line that belong to the explanation."""

    def __init__(
        self, parts: Parts, letters: Sequence[str], texts: Sequence[str], found: Found
    ) -> None:
        self.parts, self.letters, self.texts, self.found = parts, letters, texts, found
        self.named: list[str] = []
        self.kept: list[str] = []

    def keys(self) -> set[int]:
        """The places of the right options, as marks and key lines agree on them."""
        parts, errors = self.parts, self.found.errors
        marked = {i for i, option in enumerate(parts.options) if option.choice.marked}
        ticked = {i for i, option in enumerate(parts.options) if option.ticked}
        written = [keys for keys in (self._places(key) for key in parts.keys) if keys is not None]
        if not (parts.keys or marked or ticked):
            written = [keys for keys in (self._places(key) for key in parts.weak_keys) if keys]
            self.kept.clear()  # the explanation holds the sentence itself
            if not written and not errors:
                errors.append("no key – write “**Correct Answer: B**” below the options")
        everything = [*written, *filter(None, (marked, ticked))]
        if any(keys != everything[0] for keys in everything) and not errors:
            errors.append("two keys that differ – leave the right one")
        if everything:
            self._doubt_contradicted(everything[0])
        return everything[0] if everything else set()

    def _doubt_contradicted(self, keys: set[int]) -> None:
        """Doubts a key other than the one that a sentence of the explanation names."""
        by_letter = {folded(letter): i for i, letter in enumerate(self.letters)}
        opening = key_label(plain(self.parts.explanation.partition("\n")[0]), apart=False)
        weak = [read_key(opening.rest)] if opening and opening.weak else []
        for key in (*self.parts.weak_keys, *weak):
            sure = [n.letter for n in key.named if not (n.loose and n.letter in "AI")]
            places = {by_letter[folded(c)] for c in sure if folded(c) in by_letter}
            if places and places != keys:
                said = shown(", ".join(sure))
                what = f"the explanation says that {said} is right, the key does not"
                self.found.doubts.append(f"{what} – make them agree")
                return

    def _places(self, key: Key) -> set[int] | None:
        by_letter = {folded(letter): i for i, letter in reversed([*enumerate(self.letters)])}
        places: set[int] = set()
        by_text = self._by_text(key.words)
        named = key.named
        is_missing = any(folded(one.letter) not in by_letter for one in named)
        whole = [by_text] if by_text is not None else self._by_texts(key.words)
        is_text = all(self._is_no_letter(one, key, by_letter) for one in named)
        if whole and (is_text or is_missing):
            said = self.found.notes if is_text else self.found.doubts
            said.append("the key names no letter – its text was matched")
            self.named += [self.letters[place] for place in whole]
            self._take_after(key, {*whole})
            return {*whole}
        if key.signed and all(self._is_text_of(one, by_letter) for one in key.signed):
            named = key.signed
        elif by_text is not None and not self._is_sure(key, by_text, by_letter):
            return None
        if not key.named:
            what = (
                f"the key “{shown(key.words)}” names no option" if key.words else "the key is empty"
            )
            self.found.errors.append(f"{what} – write the letter, as in “**Correct Answer: B**”")
            return None
        for one in named:
            letter = folded(one.letter)
            self.named.append(one.letter)
            if letter not in by_letter:
                if self.letters:
                    what = f"the key names {letter}, which no option bears"
                    borne = shown(", ".join(self.letters))
                    self.found.errors.append(f"{what} – options are {borne}")
                continue
            place = by_letter[letter]
            if not self._agrees(one.text, place):
                if one.loose and letter in "AI":
                    what = f"the key “{shown(key.words)}” may be a letter or a word"
                    self.found.errors.append(f"{what} – write “{letter})”")
                    continue
                if self._is_denied(one):
                    self._refuse(key)
                    continue
                self.found.doubts.append(
                    f"the key says {letter} but “{shown(one.text)}”, and option {letter} is "
                    f"“{shown(self.texts[place])}” – make them agree"
                )
                if self._by_text(one.text) is None:
                    self.kept.append(one.text)
            elif self._goes_on(one.text, place):
                self.kept.append(one.text)
            places.add(place)
        self._take_after(key, places)
        return places

    def _is_text_of(self, named: Named, by_letter: Mapping[str, int]) -> bool:
        """Whether what follows a letter is the whole text of its option."""
        place = by_letter.get(folded(named.letter))
        said = same_words(named.text)
        return place is not None and bool(said) and said == same_words(self.texts[place])

    def _is_sure(self, key: Key, by_text: int, by_letter: Mapping[str, int]) -> bool:
        """Whether letters that are an option's text as well can only be meant as letters."""
        places = {by_letter[folded(one.letter)] for one in key.named}
        other = self.letters[by_text]
        if places == {by_text}:
            return True
        what = f"the key “{shown(key.words)}” may name letters or be the text of option {other}"
        if len(places) > 1 or any(one.loose for one in key.named):
            self.found.errors.append(f"{what} – write the letter before its text: “{other}) …”")
            return False
        self.found.doubts.append(f"{what} – check which is meant")
        return True

    def _take_after(self, key: Key, places: set[int]) -> None:
        """Words behind a bold key: the option's text again, or else part of the explanation."""
        place = min(places) if len(places) == 1 else None
        again = place is not None and self._agrees(key.after, place)
        if not key.after or (again and not self._goes_on(key.after, place)):
            return
        if _DENIES_BEHIND.match(key.after):
            self._refuse(key)
            return
        other = self._by_text(key.after)
        if other is None:
            self.kept.append(key.after)
        else:
            self.found.doubts.append(
                f"the key says {key.words} but “{shown(key.after)}” – make them agree"
            )

    def _is_denied(self, named: Named) -> bool:
        """Whether the words behind a key's letter take it back, or name another option's letter."""
        others = {letter for letter in self.letters if folded(letter) != folded(named.letter)}
        denies = _DENIES if named.loose else _DENIES_BEHIND
        return bool(denies.match(named.text)) or not others.isdisjoint(_CAPITAL.findall(named.text))

    def _refuse(self, key: Key) -> None:
        words = " ".join(filter(None, (key.words, key.after)))
        what = f"the key “{shown(words)}” is unclear"
        self.found.errors.append(f"{what} – write the right letter alone, and why below it")

    def _by_text(self, words: str) -> int | None:
        same = same_words(words)
        places = [i for i, text in enumerate(self.texts) if same and same_words(text) == same]
        return places[0] if len(places) == 1 else None

    def _by_texts(self, words: str) -> list[int]:
        """The options whose whole texts stand with semicolons between; none unless each is one."""
        places = [self._by_text(part) for part in words.split(";")]
        found = [place for place in places if place is not None]
        return found if len(found) == len(places) else []

    def _is_no_letter(self, named: Named, key: Key, by_letter: Mapping[str, int]) -> bool:
        """Whether a letter that begins a key, which is an option's whole text, is but a word."""
        place = by_letter.get(folded(named.letter))
        if not named.loose or place is None:
            return named.loose
        if place == self._by_text(key.words):
            return True
        begins = same_words(self.texts[place]).startswith(same_words(key.words))
        return not (begins or self._agrees(named.text, place))

    def _goes_on(self, text: str, place: int | None) -> bool:
        """Whether words that begin as an option's text are a sentence of their own."""
        if place is None:
            return False
        more = len(same_words(text)) - len(same_words(self.texts[place]))
        return more > _A_FEW and len(text.split()) > len(self.texts[place].split()) + 1

    def _agrees(self, text: str, place: int) -> bool:
        said, meant = same_words(text), same_words(self.texts[place])
        if not said or meant.startswith(said):
            return True
        others = (same_words(t) for i, t in enumerate(self.texts) if i != place)
        return (
            bool(meant)
            and said.startswith(meant)
            and not any(said.startswith(o) for o in others if o)
        )
