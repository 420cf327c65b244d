"""What rests on a fact: the sections whose text cites it and the questions whose tags do."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from content.models import Section
from quizzes.models import Question


@dataclass(frozen=True, slots=True)
class Cited:
    """Something that cites a fact; place is its file with the line or anchor, where there is one.

    code: a question's, else empty. pk is the section's or the question's."""

    pk: int
    place: str
    code: str
    title: str

    def __str__(self) -> str:
        return (
            f"{self.place} ({self.code})" if self.place and self.code else self.place or self.code
        )


@dataclass(frozen=True, slots=True)
class Resting:
    """All that rests on one fact, in the book's order."""

    sections: Sequence[Cited] = ()
    questions: Sequence[Cited] = ()

    def __bool__(self) -> bool:
        return bool(self.sections or self.questions)

    @property
    def told(self) -> str:
        """How much that is: “2 sections and 1 question rest on it”."""
        if not self:
            return "nothing rests on it"
        counts = [(len(self.sections), "section"), (len(self.questions), "question")]
        parts = [f"{n} {what}{'' if n == 1 else 's'}" for n, what in counts if n]
        verb = "rests" if len(self.all) == 1 else "rest"
        return f"{' and '.join(parts)} {verb} on it"

    @property
    def all(self) -> Sequence[Cited]:
        return (*self.sections, *self.questions)


NOTHING = Resting()


def resting_on(facts: Collection[int]) -> Mapping[int, Resting]:
    """What rests on each of the facts, by their ids, in two queries.

    What is retired does not count; a fact that nothing rests on is not among them."""
    sections, questions = _sections(facts), _questions(facts)
    return {
        fact: Resting(sections.get(fact, ()), questions.get(fact, ()))
        for fact in sections.keys() | questions.keys()
    }


def _sections(facts: Collection[int]) -> dict[int, list[Cited]]:
    found: dict[int, list[Cited]] = defaultdict(list)
    rows = Section.facts.through.objects.filter(
        fact__in=facts, section__retired_at=None, section__chapter__retired_at=None
    ).order_by("section__chapter__number", "section__chapter__slug", "section__position")
    for fact, pk, path, anchor, title in rows.values_list(
        "fact_id",
        "section_id",
        "section__chapter__source_path",
        "section__slug",
        "section__title",
    ):
        found[fact].append(Cited(pk, f"{path}#{anchor}", "", title))
    return found


def _questions(facts: Collection[int]) -> dict[int, list[Cited]]:
    found: dict[int, list[Cited]] = defaultdict(list)
    rows = Question.facts.through.objects.filter(fact__in=facts)
    rows = rows.exclude(question__status=Question.Status.RETIRED)
    rows = rows.order_by("question__quiz__slug", "question__position", "question_id")
    for fact, pk, path, line, code, stem in rows.values_list(
        "fact_id",
        "question_id",
        "question__source_path",
        "question__source_line",
        "question__code",
        "question__current__stem",
    ):
        place = f"{path}:{line}" if path and line else path
        found[fact].append(Cited(pk, place, code, stem or ""))
    return found
