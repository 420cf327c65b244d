"""What an import would do with each question, by what the bank already holds. No database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from quizzes.drafts import QuestionDraft, normal_stem


class Action(StrEnum):
    """What importing a question comes to.

    CHANGED: its question gets new words. BACK: a retired question is asked again. DUPLICATE: the
    same is asked elsewhere, so that it would be there twice. OWNED: a course file owns it."""

    NEW = "new"
    CHANGED = "changed"
    BACK = "back"
    SAME = "same"
    DUPLICATE = "duplicate"
    OWNED = "owned"
    REJECTED = "rejected"

    @property
    def may_be_chosen(self) -> bool:
        return self in (Action.NEW, Action.CHANGED, Action.BACK, Action.DUPLICATE)

    @property
    def is_chosen_first(self) -> bool:
        """Whether it is imported unless somebody says otherwise."""
        return self.may_be_chosen and self is not Action.DUPLICATE


@dataclass(frozen=True, slots=True)
class Standing:
    """A question of the course as it stands: stem and fingerprint are its newest version's."""

    id: int
    code: str
    stem: str
    fingerprint: str
    newest_id: int
    quiz_id: int | None
    retired: bool = False
    of_a_file: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What importing a question comes to: the question that it meets, the place of its twin."""

    action: Action
    question: Standing | None = None
    twin: str = ""
    reason: str = ""

    @property
    def is_its_own(self) -> bool:
        """Whether the question met is the draft's own, and not merely like it."""
        return self.question is not None and self.action is not Action.DUPLICATE


class Matcher:
    """Compares drafts one after the other with a course's questions and with those before.

    A question is met by its code, else by the same stem in the quiz that the import goes to; the
    same stem in another quiz, or further up in the import, makes a duplicate."""

    def __init__(self, bank: Iterable[Standing], *, quiz_id: int | None) -> None:
        self._by_code: dict[str, Standing] = {}
        self._by_stem: dict[str, list[Standing]] = defaultdict(list)
        self._quiz_id = quiz_id
        self._codes: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        self._met: set[int] = set()
        for question in bank:
            self._by_code[question.code] = question
            if stem := normal_stem(question.stem):
                self._by_stem[stem].append(question)

    def note(self, *, code: str, stem: str, place: str, question_id: int | None = None) -> None:
        """Let the import hold a question of this code and normal stem already."""
        if code:
            self._codes.setdefault(code, place)
        if stem:
            self._stems.setdefault(stem, place)
        if question_id is not None:
            self._met.add(question_id)

    def match(self, draft: QuestionDraft) -> Verdict:
        """The draft's verdict; it is noted for those that come after."""
        code, stem = draft.tags.code, normal_stem(draft.stem)
        if code and code in self._codes:
            told = f"the id “{code}” is that of {self._codes[code]} – give each question its own"
            return Verdict(Action.REJECTED, reason=told)
        verdict = self._verdict(draft, code, stem)
        own = verdict.question.id if verdict.question and verdict.is_its_own else None
        self.note(code=code, stem=stem, place=f"{draft.path}:{draft.line}", question_id=own)
        return verdict

    def _verdict(self, draft: QuestionDraft, code: str, stem: str) -> Verdict:
        if code and code in self._by_code:
            return _met(draft, self._by_code[code])
        alike = [q for q in self._by_stem.get(stem, ()) if q.id not in self._met]
        here = [q for q in alike if q.quiz_id is not None and q.quiz_id == self._quiz_id]
        # Of several with one stem, the very words come first, then what is still asked.
        here.sort(key=lambda q: (q.fingerprint != draft.fingerprint, q.retired))
        own = next((q for q in here if not q.of_a_file), None)
        if own is not None and own.fingerprint == draft.fingerprint:
            return _met(draft, own)
        if twin := self._stems.get(stem, ""):
            return Verdict(Action.DUPLICATE, twin=twin)
        if own is not None:
            return _met(draft, own)
        standing = [q for q in (*here, *alike) if not q.retired]
        return Verdict(Action.DUPLICATE, standing[0]) if standing else Verdict(Action.NEW)


def _met(draft: QuestionDraft, question: Standing) -> Verdict:
    same = question.fingerprint == draft.fingerprint
    if question.of_a_file:
        return Verdict(Action.SAME if same and not question.retired else Action.OWNED, question)
    if question.retired:
        return Verdict(Action.BACK, question)
    return Verdict(Action.SAME if same else Action.CHANGED, question)
