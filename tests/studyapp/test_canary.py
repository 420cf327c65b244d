"""The key never leaves early: every rationale and explanation carries a token, and the whole site
is crawled for it by everyone who may not see it yet. And swapping the key changes no byte."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from content.kept import forget_everything
from quizzes import attempts, wordings
from quizzes.models import Attempt, Option, Quiz
from studyapp.accounts.models import User
from tests.factories import NOON, UserFactory
from tests.quizzes.asking import Got
from tests.studyapp.routes import Addresses, routes
from tests.world import KEYS, TOKEN, World, open_attempt, option_ids

pytestmark = pytest.mark.django_db

GRADED, PRACTICE = Attempt.Mode.GRADED, Attempt.Mode.PRACTICE
TELLING = re.compile(
    rf"{TOKEN}|is[-_]key|is-missed|is-wrong|is-right|is_correct|rationale|verdict-mark|feedback",
    re.IGNORECASE,
)
"""The token, and the classes and names by which the pages that may tell the key draw it."""

ASKED = ("", "?page=1", "?show=wrong", "?section=rds", "?course=cloud", "?q=cloud&explained=1")
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"HX-Request": "true"},
    {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"},
)


def told(response: Got) -> str:
    """Everything that leaves the server with the response."""
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    cookies = response.cookies.output()
    body = b"".join(response) if response.streaming else response.content
    return f"{head}\n{cookies}\n{body.decode('utf-8', 'replace')}"


def leaks(response: Got) -> list[str]:
    # The picture on the first page shows a question too; it is the same for everyone.
    text = re.sub(r'<svg class="hero-picture".*?</svg>', "", told(response), flags=re.DOTALL)
    return sorted({found.group() for found in TELLING.finditer(text)})


def site(attempt: Attempt) -> Iterator[str]:
    """Every address of the learner's side of the site, with each question of the attempt."""
    for position in range(1, attempt.total + 1):
        yield reverse("question", args=[attempt.pk, position])
    for name in ("attempt", "review", "result", "submit", "retake"):
        yield reverse(name, args=[attempt.pk])


def crawled(client: Client, paths: list[str]) -> Iterator[tuple[str, Got]]:
    for path in paths:
        for query in ASKED:
            yield f"GET {path}{query}", client.get(path + query)
        for headers in HEADERS[1:]:
            yield f"GET {path} {headers}", client.get(path, headers=headers)


def answer(attempt: Attempt, position: int, letters: str) -> None:
    chosen = option_ids(attempt.responses.get(position=position), letters)
    attempts.answer(attempt.user_id, attempt.pk, position=position, chosen=chosen, now=NOON)


@pytest.fixture
def everyone(
    learner: User, other: User, instructor: User, client_of: Callable[[User], Client]
) -> dict[str, Client]:
    """All who may not see a key on the learners' side: instructors see it in the admin only."""
    staff: User = UserFactory(is_staff=True)
    users = {"learner": learner, "other": other, "staff": staff, "instructor": instructor}
    return {"anonymous": Client()} | {role: client_of(user) for role, user in users.items()}


@pytest.fixture
def paths(here: World, learner: User) -> list[str]:
    """One address of every pattern but the admin's; attempts are made by each test."""
    addresses = Addresses(here, learner)
    plain = [
        addresses.of(route)
        for route in routes()
        if not route.startswith("admin/") and "<uuid" not in route and "2fa/" not in route
    ]
    Attempt.objects.all().delete()
    return plain


class TestNothingIsTold:
    @pytest.mark.parametrize("mode", Attempt.Mode)
    def test_while_an_attempt_is_open(
        self,
        everyone: dict[str, Client],
        learner: User,
        here: World,
        paths: list[str],
        mode: Attempt.Mode,
    ) -> None:
        """In graded mode all questions but the last are answered; in practice none is yet."""
        attempt = open_attempt(learner, here.quiz, mode)
        if mode == GRADED:
            for position, letters in enumerate(("A", "BD", "C"), 1):
                answer(attempt, position, letters)
        found = [
            (role, asked, leaks(response))
            for role, client in everyone.items()
            for asked, response in crawled(
                client, [*site(attempt), *(paths if role in ("learner", "anonymous") else [])]
            )
            if leaks(response)
        ]
        assert found == []

    def test_by_the_download_of_ones_own_data(
        self, everyone: dict[str, Client], learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        answer(attempt, 1, "A")
        response = everyone["learner"].get(reverse("export_data"))
        assert "What of cloud-1?" in told(response)
        assert TOKEN not in told(response)
        assert '"rationale"' not in told(response)
        attempts.submit(learner.pk, attempt.pk, now=NOON)
        assert TOKEN in told(everyone["learner"].get(reverse("export_data")))

    def test_by_what_is_posted(
        self, everyone: dict[str, Client], learner: User, here: World
    ) -> None:
        """Saved, incomplete, foreign, flagged: no answer to a post tells more than a page."""
        attempt = open_attempt(learner, here.quiz)
        response = attempt.responses.get(position=2)
        key, wrong = option_ids(response, "BC"), option_ids(response, "AD")
        address = reverse("answer", args=[attempt.pk, 2])
        for headers in HEADERS:
            for chosen in (key, wrong, key[:1], [], ["x"], [10**9]):
                for go in ("", "next"):
                    data = {"option": chosen, "go": go}
                    assert leaks(everyone["learner"].post(address, data, headers=headers)) == []
            flagged = {"flagged": "1"}
            flag = reverse("flag", args=[attempt.pk, 2])
            assert leaks(everyone["learner"].post(flag, flagged, headers=headers)) == []

    def test_by_an_incomplete_practice_answer(
        self, everyone: dict[str, Client], learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz, PRACTICE)
        address = reverse("answer", args=[attempt.pk, 2])
        half = option_ids(attempt.responses.get(position=2), "B")
        for headers in HEADERS:
            response = everyone["learner"].post(address, {"option": half}, headers=headers)
            assert response.status_code == 422
            assert leaks(response) == []

    def test_of_other_questions_by_one_practice_answer(
        self, everyone: dict[str, Client], learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz, PRACTICE)
        answer(attempt, 1, "B")
        for _asked, response in crawled(everyone["learner"], list(site(attempt))):
            tokens = set(re.findall(rf"{TOKEN} \w+ \w* ?(?:of )?([\w-]+)", told(response)))
            assert {token for token in tokens if token.startswith("cloud-")} <= {"cloud-1"}

    def test_of_a_section_attempt(
        self, everyone: dict[str, Client], learner: User, here: World
    ) -> None:
        client = everyone["learner"]
        client.post("/cloud/databases/quiz/start/", {"mode": "graded", "section": "rds"})
        attempt = Attempt.objects.get()
        assert attempt.total == 2
        answer(attempt, 1, "A")
        found = [leaks(got) for _asked, got in crawled(client, list(site(attempt)))]
        assert not any(found)

    def test_of_somebody_elses_result(
        self, everyone: dict[str, Client], learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        attempts.submit(learner.pk, attempt.pk, now=NOON)
        for role in ("anonymous", "other", "staff", "instructor"):
            for asked, response in crawled(everyone[role], list(site(attempt))):
                assert TOKEN not in told(response), (role, asked)

    def test_in_the_admin_to_those_without_its_permission(
        self, everyone: dict[str, Client], learner: User, here: World
    ) -> None:
        addresses = Addresses(here, learner)
        admin = [addresses.of(route) for route in routes() if route.startswith("admin/")]
        for role in ("anonymous", "learner", "other", "staff"):
            for path in admin:
                assert TOKEN not in told(everyone[role].get(path)), (role, path)
        page = addresses.of("admin/quizzes/question/<path:object_id>/change/")
        assert TOKEN in told(everyone["instructor"].get(page))


class TestAfterGrading:
    """The same crawl finds the tokens where they belong: so it would find them elsewhere."""

    def test_the_result_tells_all(
        self, everyone: dict[str, Client], learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        answer(attempt, 1, "B")
        attempts.submit(learner.pk, attempt.pk, now=NOON)
        page = told(everyone["learner"].get(reverse("result", args=[attempt.pk])))
        for n in range(1, 5):
            assert f"{TOKEN} why cloud-{n}" in page
            for letter in "ABCD":
                assert f"{TOKEN} reason {letter} of cloud-{n}" in page
        assert {"is-missed", "is-wrong"} <= {found.group() for found in TELLING.finditer(page)}

    @pytest.mark.parametrize("headers", HEADERS)
    def test_practice_tells_at_once(
        self, everyone: dict[str, Client], learner: User, here: World, headers: dict[str, str]
    ) -> None:
        attempt = open_attempt(learner, here.quiz, PRACTICE)
        answer(attempt, 1, "A")
        page = reverse("question", args=[attempt.pk, 1])
        got = leaks(everyone["learner"].get(page, headers=headers))
        assert TOKEN in got
        assert "is-key" in got


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
