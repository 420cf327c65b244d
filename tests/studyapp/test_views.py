"""The site's own pages, asked for rightly and wrongly."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from content.models import Chapter, Course
from studyapp.accounts.models import User
from tests.factories import CourseFactory, DomainFactory, TallyFactory, UserFactory
from tests.world import World, world

pytestmark = pytest.mark.django_db

BAD_SLUGS = ["0", "-1", str(2**63), "1" + "0" * 30, "%00", "١", "x" * 3000, "a b", "."]


class TestHome:
    def test_welcomes_strangers(self, client: Client, here: World) -> None:
        page = client.get("/")
        assert page.status_code == 200
        assert "The cloud course" in page.content.decode()
        assert "calendar" not in page.context

    def test_greets_learners(self, mine: Client, here: World) -> None:
        page = mine.get("/")
        assert page.status_code == 200
        assert "Ada" in page.content.decode()
        assert page.context["now"].url == "/cloud/databases/"

    def test_stands_without_a_course(self, client: Client, mine: Client) -> None:
        for asker in (client, mine):
            assert asker.get("/").status_code == 200


class TestBook:
    @pytest.mark.parametrize("path", ["/cloud/", "/cloud/databases/", "/cloud/storage/"])
    def test_is_open_to_everyone(
        self, client: Client, mine: Client, here: World, path: str
    ) -> None:
        for asker in (client, mine):
            page = asker.get(path)
            assert page.status_code == 200
            assert "No affiliation." in page.content.decode()

    def test_a_chapter_shows_its_words_and_what_is_marked(self, mine: Client, here: World) -> None:
        body = mine.get("/cloud/databases/").content.decode()
        assert "Words of rds." in body
        assert 'id="reading"' in body
        assert 'id="ticking"' in body

    def test_a_stranger_has_nothing_to_mark(self, client: Client, here: World) -> None:
        body = client.get("/cloud/databases/").content.decode()
        assert 'id="reading"' not in body
        assert "aria-pressed" not in body

    @pytest.mark.parametrize("slug", BAD_SLUGS)
    def test_what_is_not_there(self, client: Client, here: World, slug: str) -> None:
        assert client.get(f"/{slug}/").status_code == 404
        assert client.get(f"/cloud/{slug}/").status_code == 404
        assert client.get(f"/{slug}/databases/").status_code == 404

    def test_a_retired_chapter_is_gone(self, client: Client, here: World) -> None:
        here.course.chapters.filter(pk=here.second.pk).update(retired_at="2026-01-01T00:00Z")
        here.course.bump()
        assert client.get("/cloud/storage/").status_code == 404
        assert client.get("/cloud/databases/").status_code == 200

    def test_another_courses_chapter_is_not_this_ones(self, client: Client, here: World) -> None:
        world("other")
        Chapter.objects.filter(course__slug="other", number=1).update(slug="only")
        Course.objects.get(slug="other").bump()
        assert client.get("/cloud/only/").status_code == 404


class TestProgress:
    def test_asks_to_sign_in(self, client: Client) -> None:
        response = client.get("/progress/?course=cloud")
        assert response["Location"] == "/accounts/login/?next=/progress/%3Fcourse%3Dcloud"

    def test_is_of_the_course_asked_for(self, mine: Client, here: World) -> None:
        world("other")
        for query, title in (
            ({}, "The cloud course"),
            ({"course": ""}, "The cloud course"),
            ({"course": "other"}, "The other course"),
        ):
            page = mine.get("/progress/", query)
            assert page.status_code == 200
            assert page.context["course"].title == title
            assert page.context["page"].outline is page.context["course"]

    def test_parts_that_need_answers_are_told_apart(
        self, mine: Client, learner: User, here: World
    ) -> None:
        DomainFactory(course=here.course, number=8, title="Billing, Pricing", weight=10)
        DomainFactory(course=here.course, number=9, title="Support", weight=10)
        here.course.bump()
        TallyFactory(user=learner, question=here.questions[0])
        assert "Billing, Pricing; Support." in mine.get("/progress/?course=cloud").content.decode()

    @pytest.mark.parametrize(("more", "folded"), [(0, False), (3, False), (4, True)])
    def test_many_courses_are_folded_away(
        self, mine: Client, here: World, more: int, folded: bool
    ) -> None:
        for n in range(more):
            CourseFactory(slug=f"course-{n}")
        page = mine.get("/progress/?course=cloud").content.decode()
        assert page.count("?course=course-") == more
        assert ("Another course" in page, page.count("<details class")) == (folded, 1 + folded)

    @pytest.mark.parametrize("slug", ["no", "\0", "0", "9" * 5000, "١", "Cloud"])
    def test_of_no_course(self, mine: Client, here: World, slug: str) -> None:
        assert mine.get("/progress/", {"course": slug}).status_code == 404

    def test_of_a_course_that_was_never_loaded(self, mine: Client, here: World) -> None:
        CourseFactory(slug="unloaded", revision=0)
        assert mine.get("/progress/", {"course": "unloaded"}).status_code == 404

    def test_stands_without_a_course(self, mine: Client) -> None:
        assert mine.get("/progress/").status_code == 200

    def test_is_never_stored_on_the_way(self, mine: Client, here: World) -> None:
        assert "no-store" in mine.get("/progress/")["Cache-Control"]


def test_pages_are_drawn_in_ones_own_theme(
    here: World, client_of: Callable[[User], Client]
) -> None:
    for theme in ("light", "dark", "system"):
        client = client_of(UserFactory(theme=theme))
        assert f'data-theme="{theme}"' in client.get("/cloud/").content.decode()


@pytest.mark.parametrize("path", ["/", "/progress/", "/cloud/", "/cloud/databases/", "/healthz"])
def test_the_wrong_verb_is_refused(mine: Client, here: World, path: str) -> None:
    for verb in ("post", "put", "patch", "delete", "options"):
        assert getattr(mine, verb)(path).status_code == 405, verb
    assert mine.head(path).status_code == 200


class TestHealth:
    def test_a_living_process_says_so_without_the_database(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(0):
            response = client.get(reverse("healthz"))
        assert (response.status_code, response.content) == (200, b"ok\n")

    def test_ready_when_every_migration_is_there(self, client: Client) -> None:
        response = client.get(reverse("readyz"))
        assert (response.status_code, response.content) == (200, b"ready\n")

    def test_not_ready_while_one_is_missing(self, client: Client) -> None:
        newest = MigrationExecutor(connection).loader.graph.leaf_nodes("quizzes")[0]
        MigrationRecorder(connection).record_unapplied(*newest)
        response = client.get(reverse("readyz"))
        assert response.status_code == 503
        assert "manage.py migrate" in response.content.decode()
