"""Which option is right changes no byte of what may not tell it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from content.kept import forget_everything
from quizzes import attempts, wordings
from quizzes.models import Attempt, Option, Quiz
from studyapp.accounts.models import User
from tests.factories import NOON
from tests.quizzes.asking import Got
from tests.studyapp.crawl import HEADERS, answer, crawled, plain_paths, site, told
from tests.studyapp.routes import Addresses
from tests.world import KEYS, World, open_attempt, option_ids

pytestmark = pytest.mark.django_db

GRADED = Attempt.Mode.GRADED


@pytest.fixture
def paths(here: World, learner: User) -> list[str]:
    """Attempts are made by each test."""
    found = plain_paths(Addresses(here, learner))
    Attempt.objects.all().delete()
    return found


def swap(quiz: Quiz, keys: tuple[str, ...]) -> None:
    """Make other options of the same questions right, past everything that forbids it."""
    vendor = connection.vendor
    with connection.cursor() as cursor:
        if vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'quizzes_option_immutable'")
            (again,) = cursor.fetchone()
            cursor.execute("DROP TRIGGER quizzes_option_immutable")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE quizzes_option DISABLE TRIGGER USER")
        for question, key in zip(quiz.questions.order_by("position"), keys, strict=True):
            for option in Option.objects.filter(version=question.current_id):
                cursor.execute(
                    "UPDATE quizzes_option SET is_key = %s WHERE id = %s",
                    [option.letter in key, option.pk],
                )
        if vendor == "sqlite":
            cursor.execute(again)
        else:
            cursor.execute("ALTER TABLE quizzes_option ENABLE TRIGGER USER")
    forget_everything()
    wordings.forget()


def masked(response: Got) -> str:
    """The response without what differs from one request to the next anyway."""
    text = told(response)
    text = re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", text)
    text = re.sub(r'(X-CSRFToken": ")\w+', r"\1", text)
    text = re.sub(r"(csrftoken=)\w+|expires[=:][^;\n]+", r"\1", text, flags=re.IGNORECASE)
    return re.sub(r"Saved at [\d:]+", "", text)


OTHER_KEYS = ("C", "AD", "B", "BC")


class TestSwappingTheKeyChangesNoByte:
    @pytest.mark.parametrize("mode", Attempt.Mode)
    def test_of_an_attempt_or_the_site(
        self, mine: Client, learner: User, here: World, paths: list[str], mode: Attempt.Mode
    ) -> None:
        attempt = open_attempt(learner, here.quiz, mode)
        if mode == GRADED:
            for position, letters in enumerate(("A", "BC", "B"), 1):
                answer(attempt, position, letters)
        every = [*site(attempt), *(path for path in paths if "/accounts/" not in path)]
        gets = [path for path in every if not path.endswith(("/submit/", "/retake/"))]
        before = {asked: masked(got) for asked, got in crawled(mine, gets)}
        swap(here.quiz, OTHER_KEYS)
        after = {asked: masked(got) for asked, got in crawled(mine, gets)}
        assert [asked for asked in before if before[asked] != after[asked]] == []
        assert any("Choice A of cloud-1" in page for page in before.values())

    def test_of_what_a_saved_answer_comes_back_with(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        sent = [
            (reverse("answer", args=[attempt.pk, position]), option_ids(response, letters))
            for position, letters in enumerate(("A", "BC", "B", "AD"), 1)
            for response in [attempt.responses.get(position=position)]
        ]

        def posted() -> list[str]:
            return [
                masked(mine.post(address, {"option": chosen}, headers=headers))
                for address, chosen in sent
                for headers in HEADERS
            ]

        before = posted()
        swap(here.quiz, OTHER_KEYS)
        assert posted() == before

    def test_but_a_result_does_change(self, mine: Client, learner: User, here: World) -> None:
        """Else the tests above would hold for pages that show nothing at all."""
        attempt = open_attempt(learner, here.quiz)
        answer(attempt, 1, "A")
        attempts.submit(learner.pk, attempt.pk, now=NOON)
        address = reverse("result", args=[attempt.pk])
        before = masked(mine.get(address))
        assert masked(mine.get(address)) == before
        swap(here.quiz, OTHER_KEYS)
        assert masked(mine.get(address)) != before

    def test_the_keys_swapped_are_as_many(self) -> None:
        assert [len(key) for key in KEYS] == [len(key) for key in OTHER_KEYS]
        assert not any(set(old) & set(new) for old, new in zip(KEYS, OTHER_KEYS, strict=True))
