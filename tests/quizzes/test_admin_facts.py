"""How facts stand in the admin, and confirming one that changed."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from content.models import Course, FactChange, Section
from quizzes import facts
from quizzes.models import Question
from studyapp.accounts.models import User
from tests.books import at_most
from tests.factories import NOON, CourseFactory, FactChangeFactory
from tests.quizzes.cited import TODAY, cite, fact

pytestmark = pytest.mark.django_db
LIST = "/admin/content/fact/"


@pytest.fixture
def course() -> Course:
    made: Course = CourseFactory(slug="sea", title="Sea")
    return made


class TestTheDesk:
    def test_lists_facts_with_what_is_the_matter(self, desk: Client, course: Course) -> None:
        cite(fact(course, "fresh"), "a", "b", anchor="sloop")
        fact(course, "old", days_ago=11)
        FactChangeFactory(fact=fact(course, "changed"))
        fact(course, "gone", retired_at=NOON)
        page = desk.get(LIST).content.decode()
        assert "1 sections, 2 questions" in page
        for told in ("changed, to be confirmed", "checked too long ago", "no longer in the file"):
            assert told in page

    @pytest.mark.parametrize(
        ("state", "slugs"),
        [
            ("changed", ["changed"]),
            ("stale", ["old"]),
            ("uncited", ["changed", "old"]),
            ("retired", ["gone"]),
            ("nonsense", ["changed", "fresh", "gone", "old"]),
        ],
    )
    def test_filters_by_state(
        self, desk: Client, course: Course, state: str, slugs: list[str]
    ) -> None:
        cite(fact(course, "fresh"), "a")
        fact(course, "old", days_ago=11)
        FactChangeFactory(fact=fact(course, "changed"))
        fact(course, "gone", retired_at=NOON)
        page = desk.get(LIST, {"state": state})
        assert sorted(each.slug for each in page.context["cl"].result_list) == slugs

    def test_costs_the_same_however_many(self, desk: Client, course: Course) -> None:
        for number in range(30):
            cite(fact(course, f"fact-{number}"), f"q-{number}", anchor=f"s-{number}")
        with at_most(12):
            desk.get(LIST)

    def test_confirms_a_change_and_says_who_did(
        self, desk: Client, course: Course, instructor: User
    ) -> None:
        changed = fact(course, "changed", value="2 TB")
        cite(changed, "a", anchor="sloop")
        change = FactChangeFactory.create(fact=changed, value_before="1 TB")
        address = f"{LIST}{changed.pk}/change/"
        page = desk.get(address)
        text = page.content.decode()
        assert "“1 TB” became “2 TB”" in text
        assert "/admin/quizzes/question/" in text
        assert "01.md#sloop" in text
        posted = desk.post(f"{LIST}{changed.pk}/confirm/", {"seen": page.context["seen"]})
        assert posted["Location"] == address
        change.refresh_from_db()
        assert change.confirmed_by == instructor
        after = desk.get(address).content.decode()
        assert "I have looked through" not in after
        assert str(instructor) in after
        entry = LogEntry.objects.get()
        assert (entry.user, entry.object_repr) == (instructor, "changed")
        assert "“1 TB” became “2 TB”" in entry.get_change_message()

    def test_tells_of_a_claim_that_changed(self, desk: Client, course: Course) -> None:
        changed = fact(course, "changed", value="2 TB", claim="new words")
        FactChangeFactory(fact=changed, value_before="2 TB", claim_before="old words")
        assert "“old words” became “new words”" in desk.get(
            f"{LIST}{changed.pk}/change/"
        ).content.decode()  # fmt: skip

    @pytest.mark.parametrize("seen", [{}, {"seen": "x"}, {"seen": "-1"}, {"seen": "9" * 30}])
    def test_confirms_nothing_on_nonsense(
        self, desk: Client, course: Course, seen: dict[str, str]
    ) -> None:
        change = FactChangeFactory.create(fact=fact(course, "changed"))
        assert desk.post(f"{LIST}{change.fact.pk}/confirm/", seen).status_code == 302
        assert FactChange.objects.get().confirmed_at is None

    @pytest.mark.parametrize("which", ["0", "none", "9" * 30])
    def test_knows_no_other_fact(self, desk: Client, which: str) -> None:
        assert desk.post(f"{LIST}{which}/confirm/", {"seen": "1"}).status_code == 404


class TestTheQueue:
    def test_names_what_is_stale_or_changed_and_how_much_rests_on_it(
        self, desk: Client, course: Course
    ) -> None:
        cite(fact(course, "fresh"), "a")
        cite(fact(course, "old", days_ago=11), "b", "c", anchor="sloop")
        FactChangeFactory(fact=fact(course, "changed"))
        fact(course, "gone", days_ago=99, retired_at=NOON)
        page = desk.get("/admin/")
        shown = page.context["page"].facts
        assert [(each.slug, each.stale, each.changed) for each in shown] == [
            ("changed", False, True),
            ("old", True, False),
        ]
        assert (shown[1].sections, shown[1].questions) == (1, 2)
        text = page.content.decode()
        assert "1 section, 2 questions" in text
        assert "changed, to be confirmed" in text

    def test_does_not_count_what_is_retired(self, course: Course) -> None:
        old = fact(course, "old", days_ago=11)
        cite(old, "b", anchor="sloop")
        Question.objects.update(status=Question.Status.RETIRED)
        Section.objects.update(retired_at=NOON)
        (shown,) = facts.doubtful(TODAY)
        assert (shown.sections, shown.questions) == (0, 0)

    def test_is_not_there_where_nothing_waits(self, desk: Client, course: Course) -> None:
        fact(course, "fresh")
        assert "Facts to look after" not in desk.get("/admin/").content.decode()

    def test_leads_to_the_list_where_there_are_more(self, desk: Client, course: Course) -> None:
        for number in range(9):
            fact(course, f"old-{number}", days_ago=11)
        page = desk.get("/admin/").content.decode()
        assert "9 facts in all" in page
        assert f"{LIST}?state=stale" in page
