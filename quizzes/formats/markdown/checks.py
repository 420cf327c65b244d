"""A question's parts judged: imported, imported with a warning, or rejected, and why."""

import re
from collections import Counter
from dataclasses import replace

from content.drafts import shown
from quizzes.drafts import Kind, OptionDraft, QuestionReport
from quizzes.formats.judging import LETTERS, Found, judged
from quizzes.formats.markdown.layout import shown_literally
from quizzes.formats.markdown.marks import OptionStyle
from quizzes.formats.markdown.parts import Parts
from quizzes.formats.markdown.placing import place_options
from quizzes.formats.markdown.rationales import take_rationales
from quizzes.formats.markdown.resolving import Resolver
from quizzes.formats.words.code import has_open_fence
from quizzes.formats.words.keys import folded

_KEPT_IN_EXPLANATIONS = "br|sub|sup|kbd|b|i|em|strong|u"
# Words such as "A.one" that were not taken for an option.
_OPTION_LIKE = re.compile(r"^ {0,3}(?:[-*+] )?[A-Ja-j]\.[^\W\d_]{2}", re.MULTILINE)
_TOKEN = re.compile(r"\0\d+\0")


def judge(parts: Parts, *, path: str) -> QuestionReport:
    """What became of the question."""
    return _Judge(parts, path).report()


class _Judge:
    """Says what is wrong with the question in the words of Markdown, then asks the common judge."""

    def __init__(self, parts: Parts, path: str) -> None:
        self.parts = parts
        self.found = Found(
            path=path,
            line=parts.line,
            number=parts.number,
            tags=parts.comment.tags,
            shuffle=parts.comment.shuffle,
            publish=parts.comment.publish,
            hints=list(parts.comment.warnings),
        )
        self.letters = [
            option.choice.letter or LETTERS[i % 26] for i, option in enumerate(parts.options)
        ]
        self.texts = [self._whole(option.text) for option in parts.options]
        self.resolver = Resolver(parts, self.letters, self.texts, self.found)

    def report(self) -> QuestionReport:
        parts, found = self.parts, self.found
        keys: set[int] = set()
        places: dict[int, int] = {}
        if parts.placings:
            found.kind = parts.placings[0].kind
            places = place_options(parts, self.letters, self.texts, found)
        else:
            keys = self.resolver.keys()
        self._check_form()
        self._fill(keys, places)
        if not found.errors:
            self._doubt(keys)
        named = self.resolver.named
        report = judged(found)
        if report.draft is None and not parts.placings:
            kind = Kind.MULTIPLE if len(named) > 1 else Kind.SINGLE
            report = replace(report, key=tuple(named), kind=kind)
        return report

    def _whole(self, text: str) -> str:
        """Text with its guarded parts in their places."""
        return _TOKEN.sub(lambda found: self.parts.literals.get(found[0], ""), text)

    def _shown(self, text: str, *, keep: str = "") -> str:
        """Text as a draft holds it: HTML outside guarded parts is text about HTML."""
        return self._whole(shown_literally(text, keep=keep))

    def _check_form(self) -> None:
        parts, errors = self.parts, self.found.errors
        if parts.problem:
            errors[:] = [parts.problem]
            return
        if not self._whole(parts.stem).strip():
            errors.append("the stem is empty – write the question above its options")
        if len(self.texts) < 2:
            count = len(self.texts) or "no"
            plural = "" if len(self.texts) == 1 else "s"
            errors.append(f"{count} option{plural} found – write two or more, each as “A) text”")
        texts = (parts.stem, parts.explanation, *(o.text for o in parts.options), *parts.answers)
        if any(has_open_fence(text) for text in texts):
            what = "a code block is not closed – end it with ```"
            (errors or self.found.doubts).append(what)
        if len(set(self.letters)) < len(self.letters):
            for letter, times in sorted(Counter(self.letters).items()):
                if times > 1:
                    errors.append(f"two options bear the letter {letter} – give each its own")
        for option in parts.options:
            if odd := option.choice.odd:
                errors.append(f"a box is marked “{shown(odd)}” – mark a right answer with “x”")

    def _fill(self, keys: set[int], places: dict[int, int]) -> None:
        """The texts as the draft holds them, rationales apart from the explanation."""
        parts, found = self.parts, self.found
        by_letter = {folded(x): t for x, t in zip(self.letters, self.texts, strict=True)}
        whole = "\n\n".join(t for t in (*self.resolver.kept, parts.explanation) if t)
        rest, reasons = take_rationales(whole, by_letter)
        found.explanation = self._shown(rest, keep=_KEPT_IN_EXPLANATIONS)
        found.stem = self._shown(parts.stem)
        found.answers = [self._shown(text) for text in parts.answers]
        found.options = [
            OptionDraft(
                letter=letter,
                text=self._shown(option.text),
                is_key=i in keys,
                rationale=self._shown(reasons.get(folded(letter), ""), keep=_KEPT_IN_EXPLANATIONS),
                place=places.get(i),
            )
            for i, (letter, option) in enumerate(zip(self.letters, parts.options, strict=True))
        ]

    def _doubt(self, keys: set[int]) -> None:
        doubts = self.found.doubts
        styles = {option.choice.style for option in self.parts.options}
        if len(keys) > 1 and OptionStyle.RADIO in styles:
            doubts.append(
                f"the options are radio buttons but the key has {len(keys)} – make them agree"
            )
        if len(keys) > 1 and (OptionStyle.RADIO in styles or OptionStyle.CHECK in styles):
            self.found.kind = Kind.MULTIPLE  # the form of the options says so
        order = sorted(ord(folded(letter)[0]) for letter in self.letters)
        if order[-1] - order[0] >= len(order) or chr(order[0]) in "BCDEБВГΒΓΔ":
            borne = shown(", ".join(self.letters))
            doubts.append(f"the letters are {borne} – check that none is missing")
        if self.parts.doubled or _OPTION_LIKE.search(self.parts.stem):
            what = "a line of the stem looks like an option"
            doubts.append(f"{what} – write it as “A) text”, or between `<!-- text -->` marks")
        if self.parts.crowded:
            what = "a second key or explanation stands below"
            doubts.append(f"{what} – check where the question ends")
        if self.parts.left_out:
            what = (
                f"the text in line {self.parts.left_out} stands between questions and is left out"
            )
            self.found.notes.append(f"{what} – put it into the stem of each that needs it")
        if self.parts.left_below:
            what = f"the text in line {self.parts.left_below} stands below the questions"
            self.found.notes.append(f"{what} and is left out – move it out of the quiz")
        if self.parts.unread:
            what = f"the text in line {self.parts.unread} looks like a question and is left out"
            how = "give it “### Question”, options and a key, or move it out of the quiz"
            self.found.hints.append(f"{what} – {how}")
        if self.parts.absorbed:
            what = f"the text in line {self.parts.absorbed} looks like a question of its own and "
            how = "give it “### Question”, options and a key, or join it to the text above it"
            self.found.hints.append(f"{what}is taken for this one's explanation – {how}")
        if self.parts.guessed:
            doubts.append("nothing marks where the question begins – put “### Question” above it")
