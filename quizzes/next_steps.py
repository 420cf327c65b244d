"""What is worth doing after a quiz: at most three things, the first of them first."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.addresses import address
from content.outline import Outline, Place
from quizzes.holdings import Holdings, QuizEntry
from quizzes.models import Attempt
from quizzes.responses import ResponseRow

MOST = 3


@dataclass(frozen=True, slots=True)
class Step:
    """Something worth doing next: a link, or a button that posts fields to url."""

    kind: str
    title: str
    why: str
    label: str
    url: str
    method: str = "get"
    # A mapping has no hash; steps that differ here alone are unequal all the same.
    fields: Mapping[str, str] = field(default_factory=dict, hash=False)


def next_steps(
    attempt: Attempt, rows: Sequence[ResponseRow], outline: Outline, held: Holdings
) -> list[Step]:
    """Go over what was wrong, read what teaches it, then prove it or go on."""
    wrong = [row for row in rows if row.score != 1.0]
    quiz = held.standing(attempt.quiz_id)
    if quiz is not None and quiz.is_diagnostic:
        return [*_begin_with(rows, outline, held), _look(outline)][:MOST]
    steps = []
    if again := len(missed_again(attempt, rows, held)):
        steps.append(_practise(attempt, again))
    if weakest := _weakest_section(wrong, outline, held):
        steps.append(_read(*weakest))
    if quiz is None:
        steps.append(_go_on(outline))
    elif quiz.is_own and (wrong or attempt.is_practice):
        steps.append(_take(attempt, quiz))
    steps.append(_look(outline))
    return steps[:MOST]


def after_exam(
    rows: Sequence[ResponseRow], outline: Outline, held: Holdings, *, again_url: str
) -> list[Step]:
    """After an exam: read and practise where most was missed, then sit another one.

    rows: what may be told of; again_url: where the exam is sat again, "" where it cannot be."""
    wrong = [row for row in rows if row.score != 1.0]
    steps = []
    if weakest := _weakest_section(wrong, outline, held):
        steps.append(_read(*weakest))
    if wrong and held.custom:
        steps.append(_practise_wrong(held.custom))
    elif quiz := _most_missed(wrong, held):
        steps.append(_practise_quiz(*quiz))
    steps.append(_sit_again(again_url) if again_url else _go_on(outline))
    steps.append(_look(outline))
    return steps[:MOST]


def missed_again(
    attempt: Attempt, rows: Sequence[ResponseRow], held: Holdings
) -> list[ResponseRow]:
    """What was missed and can be asked again: neither it nor its quiz has been taken out since."""
    quiz = held.standing(attempt.quiz_id)
    if quiz is None:
        return []
    entries = ((row, held.questions.get(row.question_id)) for row in rows if row.score != 1.0)
    return [
        row
        for row, entry in entries
        if entry and entry.asked and (entry.quiz_id == quiz.id or not quiz.is_own)
    ]


def _practise(attempt: Attempt, again: int) -> Step:
    title = ngettext("Practise the one you missed", "Practise the %(count)d you missed", again)
    return Step(
        kind="retake",
        title=title % {"count": again},
        why=_("Each answer is explained as soon as you give it."),
        label=_("Practise them"),
        url=address("retake", attempt.pk),
        method="post",
        fields={"scope": "wrong", "mode": "practice"},
    )


def _read(place: Place, missed: int) -> Step:
    return Step(
        kind="read",
        title=_("Read “%(section)s” again") % {"section": place.title},
        why=_taught_there(missed),
        label=_("Read it"),
        url=place.url,
    )


def _taught_there(missed: int) -> str:
    why = ngettext(
        "One of the questions you missed is taught there.",
        "%(count)d of the questions you missed are taught there.",
        missed,
    )
    return why % {"count": missed}


def _begin_with(rows: Sequence[ResponseRow], outline: Outline, held: Holdings) -> list[Step]:
    """The chapters that teach most of what was missed, the one with most first."""
    missed: Counter[int] = Counter()
    chapters = {}
    for row in rows:
        entry = held.questions.get(row.question_id)
        place = outline.place(entry.section_id) if entry is not None and row.score != 1.0 else None
        if place is not None:
            missed[place.chapter.id] += 1
            chapters[place.chapter.id] = place.chapter
    # Equal ones in the book's order, in which later chapters build on earlier ones.
    order = [chapter.id for chapter in outline.chapters if chapter.id in missed]
    return [
        Step(
            kind="read",
            title=_("Begin with “%(chapter)s”") % {"chapter": chapters[pk].title},
            why=_taught_there(missed[pk]),
            label=_("Read the chapter"),
            url=chapters[pk].url,
        )
        for pk in sorted(order, key=lambda pk: -missed[pk])
    ]


def _take(attempt: Attempt, quiz: QuizEntry) -> Step:
    return Step(
        kind="graded",
        title=_("Take the whole quiz for a grade"),
        why=_("The pass mark is %(mark)d %%.") % {"mark": attempt.pass_mark},
        label=_("Open the quiz"),
        url=quiz.url,
    )


def _go_on(outline: Outline) -> Step:
    return Step(
        kind="course",
        title=_("Go on in the course"),
        why=_("Its chapters, and the quizzes that it has now."),
        label=_("Open the course"),
        url=outline.url,
    )


def _practise_wrong(quiz: QuizEntry) -> Step:
    return Step(
        kind="practise",
        title=_("Practise what you got wrong"),
        why=_("These questions alone, each explained as soon as you answer it."),
        label=_("Put them together"),
        url=f"{quiz.url}?only=wrong",
    )


def _practise_quiz(quiz: QuizEntry, missed: int) -> Step:
    why = ngettext(
        "One of the questions you missed is asked there, and explained.",
        "%(count)d of the questions you missed are asked there, and explained.",
        missed,
    )
    return Step(
        kind="practise",
        title=_("Practise “%(quiz)s”") % {"quiz": quiz.title},
        why=why % {"count": missed},
        label=_("Open the quiz"),
        url=quiz.url,
    )


def _sit_again(url: str) -> Step:
    return Step(
        kind="exam",
        title=_("Sit it again in a week or so"),
        why=_("Straight away it would measure what you remember of it."),
        label=_("Open the exam"),
        url=url,
    )


def _look(outline: Outline) -> Step:
    return Step(
        kind="progress",
        title=_("See where you stand"),
        why=_("Every service of the course, with the answers behind each figure."),
        label=_("Open progress"),
        url=f"{address('progress')}?course={outline.slug}",
    )


def _weakest_section(
    wrong: Sequence[ResponseRow], outline: Outline, held: Holdings
) -> tuple[Place, int] | None:
    """The section that teaches most of what was missed, and how much that is."""
    counts: dict[int, int] = defaultdict(int)
    for row in wrong:
        entry = held.questions.get(row.question_id)
        if entry is not None and outline.place(entry.section_id) is not None:
            counts[entry.section_id or 0] += 1
    if not counts:
        return None
    section = max(counts, key=lambda pk: counts[pk])
    place = outline.place(section)
    return (place, counts[section]) if place else None


def _most_missed(wrong: Sequence[ResponseRow], held: Holdings) -> tuple[QuizEntry, int] | None:
    """The quiz that asks most of what was missed, and how much that is."""
    entries = (held.questions.get(row.question_id) for row in wrong)
    counts = Counter(
        entry.quiz_id for entry in entries if entry and entry.asked and entry.quiz_id is not None
    )
    for quiz_id, missed in counts.most_common():
        if quiz := held.standing(quiz_id):
            return quiz, missed
    return None
