"""A chapter as a page: its sections joined once a revision, a learner's marks set in by request."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from content.beside import glossary
from content.drafts import SectionKind
from content.kept import Kept
from content.models import LabStep, Section
from content.outline import ChapterEntry, Outline, SectionEntry, ServiceEntry
from quizzes.holdings import QuizEntry, holdings
from studyapp.learner import Marks
from studyapp.marked_terms import MarkedTerms


@dataclass(frozen=True, slots=True)
class QuizCard:
    """What stands in the text where the quiz stood."""

    url: str
    questions: int
    minutes: int
    best_percent: int | None = None
    passed: bool = False
    open_url: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the body that shows one of two things: unset, or set for whoever has marked it."""

    kind: str
    id: int
    unset: str
    set: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """A chapter's body as text and slots in turn, for readers with and without an account."""

    chapter: ChapterEntry
    previous: ChapterEntry | None
    next: ChapterEntry | None
    quiz: QuizCard | None
    quiz_id: int | None
    pass_mark: int
    pieces: Sequence[str | Slot]
    public: SafeString
    contents: Sequence[str | Slot]

    def body(self, marks: Marks) -> SafeString:
        """The body as a signed-in learner sees it."""
        return self._with_marks(self.pieces, marks)

    def toc(self, marks: Marks) -> SafeString:
        """The entries of the contents, those that have been read marked."""
        return self._with_marks(self.contents, marks)

    def _with_marks(self, pieces: Sequence[str | Slot], marks: Marks) -> SafeString:
        return mark_safe(  # noqa: S308 (sanitised when stored, escaped by the templates)
            "".join(
                piece if isinstance(piece, str) else self._filled(piece, marks) for piece in pieces
            )
        )

    def _filled(self, slot: Slot, marks: Marks) -> str:
        if slot.kind == "quiz":
            card = self.card(marks)
            return slot.unset if card == self.quiz else _card_html(card)
        marked = marks.read if slot.kind == "read" else marks.ticked
        return slot.set if slot.id in marked else slot.unset

    def card(self, marks: Marks) -> QuizCard | None:
        """The quiz card with the learner's best graded result."""
        if self.quiz is None or (marks.best is None and not marks.quiz_open):
            return self.quiz
        return replace(
            self.quiz,
            best_percent=marks.best,
            passed=marks.best is not None and marks.best >= self.pass_mark,
            open_url=self.quiz.url if marks.quiz_open else None,
        )


@dataclass(frozen=True, slots=True)
class _StepView:
    id: int
    slug: str
    title: str
    html: SafeString
    done: bool = False


@dataclass(frozen=True, slots=True)
class _SectionView:
    id: int
    slug: str
    title: str
    level: int
    kind: str
    html: SafeString
    readable: bool
    services: Sequence[ServiceEntry]
    questions: int
    quiz_url: str


_kept: Kept[Lesson] = Kept()


def lesson(outline: Outline, chapter: ChapterEntry) -> Lesson:
    """The chapter's lesson at the outline's revision."""
    return _kept.get(chapter.id, revision=outline.revision, make=lambda: _make(outline, chapter))


def _make(outline: Outline, chapter: ChapterEntry) -> Lesson:
    quiz = holdings(outline).quiz_of(chapter.id)
    card = QuizCard(quiz.url, quiz.questions, quiz.minutes) if quiz else None
    html = dict(Section.objects.filter(chapter=chapter.id).values_list("pk", "html"))
    marked = MarkedTerms(glossary(outline), outline.url)
    views = [_view(s, marked.section(s, html[s.id]), quiz) for s in chapter.sections]
    steps: dict[int, list[_StepView]] = {}
    for step in LabStep.objects.filter(section__chapter=chapter.id, retired_at=None).order_by(
        "position"
    ):
        words = marked.step(step.section_id, step.html)
        made = _StepView(step.pk, step.slug, step.title, mark_safe(words))  # noqa: S308
        steps.setdefault(step.section_id, []).append(made)
    notes = marked.notes()
    place = outline.chapters.index(chapter)
    return Lesson(
        chapter=chapter,
        previous=outline.chapters[place - 1] if place else None,
        next=next(iter(outline.chapters[place + 1 : place + 2]), None),
        quiz=card,
        quiz_id=quiz.id if quiz else None,
        pass_mark=quiz.pass_mark if quiz else 0,
        pieces=_joined(
            chain(*(_pieces(view, steps.get(view.id, []), card) for view in views), [notes])
        ),
        contents=tuple(_toc_entry(s) for s in chapter.sections if s.kind != SectionKind.CONTENTS),
        public=mark_safe(  # noqa: S308
            "".join(_section_html(v, steps.get(v.id, []), card, read=None) for v in views) + notes
        ),
    )


def _view(section: SectionEntry, html: str, quiz: QuizEntry | None) -> _SectionView:
    return _SectionView(
        id=section.id,
        slug=section.slug,
        title=section.title,
        level=section.level,
        kind=section.kind,
        html=mark_safe(html),  # noqa: S308
        readable=section.readable,
        services=section.services,
        questions=quiz.by_section.get(section.id, 0) if quiz else 0,
        quiz_url=f"{quiz.url}?section={section.slug}" if quiz else "",
    )


def _section_html(
    view: _SectionView, steps: Sequence[_StepView], card: QuizCard | None, *, read: bool | None
) -> str:
    quiz = card if view.kind == "quiz" else None
    context = {"section": view, "steps": steps, "quiz": quiz, "read": read}
    return render_to_string("content/_section.html", context)


def _card_html(card: QuizCard | None) -> str:
    return render_to_string("content/_quiz_card.html", {"quiz": card})


def _pieces(
    view: _SectionView, steps: Sequence[_StepView], card: QuizCard | None
) -> list[str | Slot]:
    """A section's HTML, cut where a learner's marks go."""
    slots = [_slot("tick", step.id, "content/_tick.html", "step_id", "done") for step in steps]
    if view.kind == "quiz" and card:
        slots.append(Slot("quiz", 0, _card_html(card), ""))
    if view.readable:
        slots.append(_slot("read", view.id, "content/_toggle.html", "section_id", "read"))
    rest = _section_html(view, steps, card, read=False)
    pieces: list[str | Slot] = []
    for slot in slots:
        before, found, rest = rest.partition(slot.unset)
        if not found:
            raise ValueError(f"content/_section.html does not include the {slot.kind} of a section")
        pieces += [before, slot]
    return [*pieces, rest]


def _slot(kind: str, pk: int, template: str, name: str, state: str) -> Slot:
    unset, set_ = (render_to_string(template, {name: pk, state: on}) for on in (False, True))
    return Slot(kind, pk, unset, set_)


def _toc_entry(section: SectionEntry) -> Slot:
    unset, set_ = (
        render_to_string("content/_toc_entry.html", {"section": section, "read": read})
        for read in (False, True)
    )
    return Slot("read", section.id, unset, set_)


def _joined(pieces: chain[str | Slot]) -> tuple[str | Slot, ...]:
    """The pieces with neighbouring texts made one: there are as many joins as a page needs."""
    joined: list[str | Slot] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, str) and isinstance(last, str):
            joined[-1] = last + piece
        else:
            joined.append(piece)
    return tuple(joined)
