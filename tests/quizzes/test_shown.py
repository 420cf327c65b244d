import uuid

import pytest
from pytest_django import DjangoAssertNumQueries

from quizzes import shown, wordings
from quizzes.models import Attempt, Option, QuestionVersion
from quizzes.responses import responses
from quizzes.shown import Shown, cue, questions
from studyapp.accounts.models import User
from tests.factories import NOON, QuizFactory, attempt_at, choose, question, reword
from tests.world import TOKEN, World, open_attempt

pytestmark = pytest.mark.django_db


def seen(attempt: Attempt, *, explained: bool) -> list[Shown]:
    """The attempt's questions in order."""
    rows = responses(attempt)
    words = questions(attempt, rows, explained=explained)
    return [words[row.version_id] for row in rows]


class TestUnexplained:
    def test_nothing_tells_the_key(self, learner: User, here: World) -> None:
        attempt = open_attempt(learner, here.quiz)
        for response, letters in zip(attempt.responses.all(), ("A", "B", "A", "BC"), strict=True):
            choose(response, letters)
        for one in seen(attempt, explained=False):
            assert TOKEN not in repr(one)
            assert one.explanation == ""
            assert {(option.state, option.rationale) for option in one.options} == {("", "")}

    def test_what_was_chosen_is_marked_so(self, learner: User, here: World) -> None:
        attempt = open_attempt(learner, here.quiz)
        response = choose(attempt.responses.get(position=2), "BD")
        chosen = set(response.choices.values_list("option", flat=True))
        one = seen(attempt, explained=False)[1]
        assert {option.id for option in one.options if option.chosen} == chosen

    def test_a_choice_of_another_attempt_is_not_marked(
        self, learner: User, other: User, here: World
    ) -> None:
        choose(open_attempt(other, here.quiz).responses.get(position=1), "A")
        one = seen(open_attempt(learner, here.quiz), explained=False)[0]
        assert not any(option.chosen for option in one.options)


@pytest.mark.parametrize(
    ("key", "chosen", "states"),
    [
        ("A", "A", ["key", "", "", ""]),
        ("A", "B", ["missed", "wrong", "", ""]),
        ("A", "", ["missed", "", "", ""]),
        ("BC", "AB", ["wrong", "key", "missed", ""]),
        ("BC", "BC", ["", "key", "key", ""]),
    ],
)
def test_explained_every_option_says_what_it_was(key: str, chosen: str, states: list[str]) -> None:
    asked = question(key=key)
    attempt = attempt_at([asked])
    choose(attempt.responses.get(), chosen)
    (one,) = seen(attempt, explained=True)
    by_id = {option.id: option for option in one.options}
    version = asked.versions.get()
    in_order = [by_id[option.pk] for option in version.options.all()]
    assert [option.state for option in in_order] == states
    assert [str(option.rationale) for option in in_order] == [
        f"<p>Rationale {letter} of {asked.code} v1</p>" for letter in "ABCD"
    ]
    assert one.explanation == f"<p>Why, by {asked.code} v1.</p>"


@pytest.mark.parametrize(
    ("kind_key", "words"),
    [("A", "Choose one"), ("AB", "Choose two"), ("ABC", "Choose three"), ("ABCD", "Choose four")],
)
def test_the_cue_says_how_many(kind_key: str, words: str) -> None:
    attempt = attempt_at([question(key=kind_key, texts=6)])
    (one,) = seen(attempt, explained=False)
    assert (one.cue, one.needed) == (words, len(kind_key))


def test_more_than_four_are_counted_in_figures() -> None:
    assert cue("multiple", 5) == "Choose 5"


class TestOrder:
    def test_stays_the_same_in_an_attempt(self, learner: User, here: World) -> None:
        attempt = open_attempt(learner, here.quiz)
        before = [[o.id for o in one.options] for one in seen(attempt, explained=False)]
        wordings.forget()
        after = [[o.id for o in one.options] for one in seen(attempt, explained=True)]
        assert before == after

    def test_differs_between_attempts_and_is_lettered_anew(self) -> None:
        asked = question()
        orders = set()
        for _ in range(12):
            (one,) = seen(attempt_at([asked]), explained=False)
            orders.add(tuple(option.id for option in one.options))
            assert [option.letter for option in one.options] == list("ABCD")
        assert len(orders) > 3

    def test_differs_between_the_questions_of_an_attempt(self) -> None:
        """Else a bank that always has the key first would have it at one letter all through."""
        quiz = QuizFactory()
        letters = set()
        for one in seen(attempt_at([question(quiz=quiz) for _ in range(30)]), explained=True):
            letters |= {option.letter for option in one.options if option.state == "missed"}
        assert len(letters) > 1

    def test_of_an_attempt_from_before_there_were_seeds_is_one_for_all(self) -> None:
        quiz, key = QuizFactory(), uuid.uuid4()
        asked = [question(quiz=quiz) for _ in range(12)]
        attempt = attempt_at(asked, id=key, seed=key.bytes)
        letters = {
            option.letter
            for one in seen(attempt, explained=True)
            for option in one.options
            if option.state == "missed"
        }
        assert len(letters) == 1

    def test_of_words_that_cite_letters_stays_the_authors(self) -> None:
        asked = question()
        fixed = QuestionVersion.objects.create(
            question=asked,
            number=2,
            kind="single",
            stem="?",
            shuffle=False,
            fingerprint="f",
            created_at=NOON,
        )
        for place, letter in enumerate("ABDE", 1):
            Option.objects.create(
                version=fixed, position=place, letter=letter, text=letter, is_key=letter == "D"
            )
        asked.current = fixed
        asked.save()
        for _ in range(5):
            (one,) = seen(attempt_at([asked]), explained=False)
            assert [option.letter for option in one.options] == list("ABDE")

    def test_has_nothing_to_do_with_the_key(self) -> None:
        """The same seed and as many options: the same places, whichever is right."""
        seed = uuid.uuid4()
        places = set()
        for key in "ABCD":
            words = wordings.wordings([question(key=key).current_id or 0])
            (version,) = words.values()
            drawn = shown._chosen(
                version, frozenset(), seed=seed.bytes, salt=b"one", explained=False
            )
            position = {option.id: option.position for option in version.options}
            places.add(tuple(position[option.id] for option in drawn.options))
        assert len(places) == 1


class TestWordings:
    def test_are_read_once_a_process(
        self, learner: User, here: World, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        pks = [row.version_id for row in responses(attempt)]
        first = wordings.wordings(pks)
        with django_assert_num_queries(0):
            assert wordings.wordings(pks) == first

    def test_keep_no_more_than_so_many(self, here: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(wordings, "KEPT", 2)
        pks = [made.current_id or 0 for made in here.questions]
        for some in ([pks[0]], pks, pks[2:], pks, []):
            assert sorted(wordings.wordings(some)) == some
            assert len(wordings._kept) <= 2

    def test_are_those_that_the_attempt_pins(self, learner: User, here: World) -> None:
        attempt = open_attempt(learner, here.quiz)
        newer = reword(here.questions[0], stem="Newer?")
        assert newer.pk not in wordings.wordings([row.version_id for row in responses(attempt)])
        assert seen(attempt, explained=False)[0].stem == "<p>What of cloud-1?</p>"

    @pytest.mark.parametrize(("a", "b"), [(0, 0), (0, 1), (1, 0), (1, 1)])
    def test_come_by_the_id_asked_for(self, here: World, a: int, b: int) -> None:
        pks = [here.questions[n].current_id or 0 for n in (a, b)]
        found = wordings.wordings(pks)
        assert [found[pk].stem for pk in pks] == [f"<p>What of cloud-{n + 1}?</p>" for n in (a, b)]
