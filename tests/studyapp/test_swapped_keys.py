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
from tests.world import KEYS, World, form_of, open_attempt, option_ids, with_places

pytestmark = [pytest.mark.django_db, pytest.mark.words]

GRADED = Attempt.Mode.GRADED


@pytest.fixture
def paths(here: World, learner: User) -> list[str]:
    """Attempts are made by each test."""
    found = plain_paths(Addresses(here, learner))
    Attempt.objects.all().delete()
    return found


@pytest.fixture
def here(here: World) -> World:
    """Questions of every kind."""
    return with_places(here)


def swap(quiz: Quiz, keys: tuple[str, ...]) -> None:
    """Make other options and other places right, past everything that forbids it."""
    vendor = connection.vendor
    with connection.cursor() as cursor:
        if vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'quizzes_option_immutable'")
            (again,) = cursor.fetchone()
            cursor.execute("DROP TRIGGER quizzes_option_immutable")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE quizzes_option DISABLE TRIGGER USER")
        questions = list(quiz.questions.order_by("position"))
        for question in questions[len(keys) :]:
            options = list(Option.objects.filter(version=question.current_id))
            for option, after in zip(options, [*options[1:], options[0]], strict=True):
                cursor.execute(
                    "UPDATE quizzes_option SET place = %s WHERE id = %s", [after.place, option.pk]
                )
        for question, key in zip(questions, keys, strict=False):
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
    # What waits to be said is signed with the time.
    text = re.sub(r"(messages=[^:;]+):[^;]+", r"\1", text)
    return re.sub(r"Saved at [\d:]+", "", text)


OTHER_KEYS = ("C", "AD", "B", "BC")


class TestSwappingTheKeyChangesNoByte:
    @pytest.mark.parametrize("mode", Attempt.UNTIMED)
    def test_of_an_attempt_or_the_site(
        self, mine: Client, learner: User, here: World, paths: list[str], mode: Attempt.Mode
    ) -> None:
        attempt = open_attempt(learner, here.quiz, mode)
        if mode == GRADED:
            for position, letters in enumerate(("A", "BC", "B"), 1):
                answer(attempt, position, letters)
            for position in (5, 6):
                form = form_of(attempt.responses.get(position=position), {"A": 1, "C": 4})
                mine.post(reverse("answer", args=[attempt.pk, position]), form)
        every = [*site(attempt), *(path for path in paths if "/accounts/" not in path)]
        gets = [path for path in every if not path.endswith(("/submit/", "/retake/"))]
        before = {asked: masked(got) for asked, got in crawled(mine, gets)}
        swap(here.quiz, OTHER_KEYS)
        after = {asked: masked(got) for asked, got in crawled(mine, gets)}
        assert [asked for asked in before if before[asked] != after[asked]] == []
        for code in ("cloud-1", "cloud-5", "cloud-6"):
            assert any(f"Choice A of {code}" in page for page in before.values())

    def test_of_what_a_saved_answer_comes_back_with(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        rows = list(attempt.responses.order_by("position"))
        forms: list[dict[str, object]] = [
            {"option": option_ids(response, letters)}
            for response, letters in zip(rows, ("A", "BC", "B", "AD"), strict=False)
        ]
        for response in rows[4:]:
            # Right in part before and wrong after, and two that share a place.
            forms.append({**form_of(response, {"A": 3, "B": 1, "C": 3})})
        sent = [
            (reverse("answer", args=[attempt.pk, response.position]), form)
            for response, form in zip(rows, forms, strict=True)
        ]

        def sent_alone(address: str, form: dict[str, object], headers: dict[str, str]) -> str:
            # What a post says on the next page waits in a cookie, and would be sent on.
            mine.cookies.pop("messages", None)
            return masked(mine.post(address, form, headers=headers))

        def posted() -> list[str]:
            return [
                sent_alone(address, form, headers) for address, form in sent for headers in HEADERS
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

    @pytest.mark.parametrize("position", [5, 6])
    def test_of_places_that_practice_does_not_take(
        self, mine: Client, learner: User, here: World, position: int
    ) -> None:
        attempt = open_attempt(learner, here.quiz, Attempt.Mode.PRACTICE)
        form = form_of(attempt.responses.get(position=position), {"A": 3, "B": 3, "C": 4})
        address = reverse("answer", args=[attempt.pk, position])
        before = masked(mine.post(address, form))
        assert "Nothing is graded yet" in before
        swap(here.quiz, OTHER_KEYS)
        assert masked(mine.post(address, form)) == before

    @pytest.mark.parametrize("position", [5, 6])
    def test_nor_does_a_page_name_ids_or_authored_numbers(
        self, mine: Client, learner: User, here: World, position: int
    ) -> None:
        """They follow the authored order, which may be the right one."""
        attempt = open_attempt(learner, here.quiz)
        page = mine.get(reverse("question", args=[attempt.pk, position])).content.decode()
        (main,) = re.findall(r'<form class="answer-form".*?</form>', page, flags=re.DOTALL)
        most = 4 if position == 5 else 5
        values = set(re.findall(r'<option value="([^"]*)"', main))
        assert values == {"", *(str(number) for number in range(1, most + 1))}
        assert bytes(attempt.seed).hex() not in page
        names = re.findall(r'name="([^"]+)"', main)
        assert sorted(names) == [
            "csrfmiddlewaretoken",
            *(f"place-{number}" for number in range(1, 5)),
            "whole",
        ]

    def test_the_keys_swapped_are_as_many(self) -> None:
        assert [len(key) for key in KEYS] == [len(key) for key in OTHER_KEYS]
        assert not any(set(old) & set(new) for old, new in zip(KEYS, OTHER_KEYS, strict=True))
