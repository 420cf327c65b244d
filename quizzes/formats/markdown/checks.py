"""A question's parts judged: imported, imported with a warning, or rejected, and why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from content.drafts import shown
from quizzes.drafts import Kind, OptionDraft, QuestionDraft, QuestionReport, Status
from quizzes.formats.markdown.citations import cited
from quizzes.formats.markdown.cues import cue, depends_on_order
from quizzes.formats.markdown.keys import Key, folded, is_joined, same_words
from quizzes.formats.markdown.layout import has_open_fence, shown_literally
from quizzes.formats.markdown.marks import OptionStyle
from quizzes.formats.markdown.parts import Parts
from quizzes.formats.markdown.rationales import take_rationales

_KEPT_IN_EXPLANATIONS = "br|sub|sup|kbd|b|i|em|strong|u"
_TOKEN = re.compile(r"\0\d+\0")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(slots=True)
class _Findings:
    """errors reject; doubts warn and keep a question unpublished; hints warn; notes only tell."""

    errors: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def judge(parts: Parts, *, path: str) -> QuestionReport:
    """What became of the question."""
    return _Judge(parts, path).report()


class _Judge:
    def __init__(self, parts: Parts, path: str) -> None:
        self.parts = parts
        self.path = path
        self.found = _Findings()
        self.letters = [
            option.choice.letter or _LETTERS[i % 26] for i, option in enumerate(parts.options)
        ]
        self.texts = [self._whole(option.text) for option in parts.options]
        self.stem = self._whole(parts.stem)
        self.named: list[str] = []
        self.kept: list[str] = []

    def report(self) -> QuestionReport:
        parts, found = self.parts, self.found
        keys = self._keys()
        self._check_form()
        draft = None if found.errors else self._draft(keys)
        reasons = found.errors or [*found.doubts, *found.hints, *found.notes]
        status = Status.IMPORTED
        if found.errors:
            status = Status.REJECTED
        elif found.doubts or found.hints:
            status = Status.WARNING
        letters = draft.key if draft else tuple(self.named)
        return QuestionReport(
            path=self.path,
            line=parts.line,
            number=parts.number,
            status=status,
            kind=Kind.MULTIPLE if len(letters) > 1 else Kind.SINGLE,
            options=len(parts.options),
            key=letters,
            reasons=tuple(reasons),
            draft=draft,
        )

    def _whole(self, text: str) -> str:
        """Text with its guarded parts in their places."""
        return _TOKEN.sub(lambda found: self.parts.literals.get(found[0], ""), text)

    def _shown(self, text: str, *, keep: str = "") -> str:
        """Text as a draft holds it: HTML outside guarded parts is text about HTML."""
        return self._whole(shown_literally(text, keep=keep))

    def _check_form(self) -> None:
        errors = self.found.errors
        if self.parts.problem:
            errors[:] = [self.parts.problem]
            return
        if not self.stem.strip():
            errors.append("the stem is empty – write the question above its options")
        if len(self.texts) < 2:
            count = len(self.texts) or "no"
            plural = "" if len(self.texts) == 1 else "s"
            errors.append(f"{count} option{plural} found – write two or more, each as “A) text”")
        texts = (self.parts.stem, self.parts.explanation, *(o.text for o in self.parts.options))
        if any(has_open_fence(text) for text in texts):
            what = "a code block is not closed – end it with ```"
            (errors or self.found.doubts).append(what)
        for letter in sorted({x for x in self.letters if self.letters.count(x) > 1}):
            errors.append(f"two options bear the letter {letter} – give each its own")
        for option in self.parts.options:
            if odd := option.choice.odd:
                errors.append(f"a box is marked “{shown(odd)}” – mark a right answer with “x”")

    def _keys(self) -> set[int]:
        """The places of the right options, as marks and key lines agree on them."""
        parts, errors = self.parts, self.found.errors
        marked = {i for i, option in enumerate(parts.options) if option.choice.marked}
        written = [keys for keys in (self._places(key) for key in parts.keys) if keys is not None]
        if not parts.keys and not marked:
            written = [keys for keys in (self._places(key) for key in parts.weak_keys[:1]) if keys]
            if not written and not errors:
                errors.append("no key – write “**Correct Answer: B**” below the options")
        everything = [*written, marked] if marked else written
        if any(keys != everything[0] for keys in everything) and not errors:
            errors.append("two keys that differ – leave the right one")
        return everything[0] if everything else set()

    def _places(self, key: Key) -> set[int] | None:
        by_letter = {folded(letter): i for i, letter in reversed([*enumerate(self.letters)])}
        places: set[int] = set()
        by_text = self._by_text(key.words)
        if by_text is not None and (not key.named or is_joined(key.words)):
            if not key.named:
                self.found.doubts.append("the key names no letter – its text was matched")
            self.named.append(self.letters[by_text])
            return {by_text}
        if not key.named:
            what = (
                f"the key “{shown(key.words)}” names no option" if key.words else "the key is empty"
            )
            self.found.errors.append(f"{what} – write the letter, as in “**Correct Answer: B**”")
            return None
        for named in key.named:
            letter = folded(named.letter)
            self.named.append(named.letter)
            if letter not in by_letter:
                if self.letters:
                    what = f"the key names {letter}, which no option bears"
                    self.found.errors.append(f"{what} – options are {', '.join(self.letters)}")
                continue
            place = by_letter[letter]
            if not self._agrees(named.text, place):
                if named.loose and letter in "AI":
                    what = f"the key “{shown(key.words)}” may be a letter or a word"
                    self.found.errors.append(f"{what} – write “{letter})”")
                    continue
                self.found.doubts.append(
                    f"the key says {letter} but “{shown(named.text)}”, and option {letter} is "
                    f"“{shown(self.texts[place])}” – make them agree"
                )
                if self._by_text(named.text) is None:
                    self.kept.append(named.text)
            places.add(place)
        self._take_after(key, places)
        return places

    def _take_after(self, key: Key, places: set[int]) -> None:
        """Words behind a bold key: the option's text again, or else part of the explanation."""
        if not key.after or (len(places) == 1 and self._agrees(key.after, min(places))):
            return
        other = self._by_text(key.after)
        if other is None:
            self.kept.append(key.after)
        else:
            self.found.doubts.append(
                f"the key says {key.words} but “{shown(key.after)}” – make them agree"
            )

    def _by_text(self, words: str) -> int | None:
        same = same_words(words)
        places = [i for i, text in enumerate(self.texts) if same and same_words(text) == same]
        return places[0] if len(places) == 1 else None

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

    def _draft(self, keys: set[int]) -> QuestionDraft:
        parts, found = self.parts, self.found
        by_letter = {folded(x): t for x, t in zip(self.letters, self.texts, strict=True)}
        whole = "\n\n".join(text for text in (*self.kept, parts.explanation) if text)
        rest, found_reasons = take_rationales(whole, by_letter)
        explanation = self._shown(rest, keep=_KEPT_IN_EXPLANATIONS)
        reasons = {
            letter: self._shown(text, keep=_KEPT_IN_EXPLANATIONS)
            for letter, text in found_reasons.items()
        }
        options = tuple(
            OptionDraft(
                letter=letter,
                text=self._shown(option.text),
                is_key=i in keys,
                rationale=reasons.get(folded(letter), ""),
            )
            for i, (letter, option) in enumerate(zip(self.letters, parts.options, strict=True))
        )
        self._doubt(keys)
        shuffle = self._may_shuffle(explanation, reasons)
        if not explanation and not reasons:
            found.notes.append("no explanation – say why the key is right")
        found.hints.extend(parts.comment.warnings)
        comment = parts.comment
        return QuestionDraft(
            path=self.path,
            line=parts.line,
            number=parts.number,
            kind=Kind.MULTIPLE if len(keys) > 1 else Kind.SINGLE,
            stem=self._shown(parts.stem),
            options=options,
            explanation=explanation,
            tags=comment.tags,
            shuffle=shuffle if comment.shuffle is None else comment.shuffle,
            publish=not found.doubts if comment.publish is None else comment.publish,
        )

    def _doubt(self, keys: set[int]) -> None:
        doubts = self.found.doubts
        if len(keys) == len(self.texts):
            doubts.append("all options are right – check the key")
        asked = cue(self.stem)
        styles = {option.choice.style for option in self.parts.options}
        if asked and asked.count and asked.count != len(keys):
            doubts.append(
                f"the stem asks for {asked.count} but the key has {len(keys)} – make them agree"
            )
        elif asked and asked.count is None and len(keys) == 1 and "apply" not in self.stem:
            pass
        elif OptionStyle.RADIO in styles and len(keys) > 1:
            doubts.append(
                f"the options are radio buttons but the key has {len(keys)} – make them agree"
            )
        elif not asked and len(keys) > 1 and OptionStyle.CHECK not in styles:
            doubts.append(
                "several options are right but the stem does not say so – add “(Select TWO)”"
            )
        same = [same_words(text) for text in self.texts]
        if any(same.count(text) > 1 for text in same if text):
            doubts.append("two options have the same text – make them differ")
        if not all(text.strip() for text in self.texts):
            doubts.append("an option is empty – write its text")
        order = sorted(ord(folded(letter)[0]) for letter in self.letters)
        if order[-1] - order[0] >= len(order) or chr(order[0]) in "BCDEБВГΒΓΔ":
            doubts.append(f"the letters are {', '.join(self.letters)} – check that none is missing")
        if self.parts.crowded:
            what = "a second key or explanation stands below"
            doubts.append(f"{what} – check where the question ends")
        if self.parts.guessed:
            doubts.append("nothing marks where the question begins – put “### Question” above it")

    def _may_shuffle(self, explanation: str, reasons: Mapping[str, str]) -> bool:
        texts = {
            "explanation": [explanation],
            "rationale": list(reasons.values()),
            "option": self.texts,
        }
        for what, words in texts.items():
            if letter := next(filter(None, (cited(text, self.letters) for text in words)), ""):
                self.found.hints.append(
                    f"the {what} cites the letter {letter}, so the options keep their order – "
                    "name the option by its words"
                )
                return False
        return not any(depends_on_order(text) for text in self.texts)
