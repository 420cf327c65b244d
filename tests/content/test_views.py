"""Where a reader's marks go, and pictures; asked for rightly and wrongly."""

from collections.abc import Callable

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.models import ReadingPosition, SectionRead, StepTick
from studyapp.accounts.models import User
from tests.factories import PictureFactory, SectionFactory
from tests.quizzes.asking import next_of
from tests.world import World, world

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
DEEDS = ("mark_section", "tick_step", "save_position")
MARKS: tuple[type[Model], ...] = (SectionRead, StepTick, ReadingPosition)
BAD_IDS = ["0", "-1", str(2**63), "1" + "0" * 30, "9" * 5000, "١", "²", "x", "", "1.0", "\0"]


@pytest.fixture
def here(db: None) -> World:
    return world()


@pytest.fixture
def mine(learner: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(learner)


def at(name: str, chapter: str = "databases", course: str = "cloud") -> str:
    return reverse(name, args=[course, chapter])


def stored() -> int:
    return sum(model._default_manager.count() for model in MARKS)


class TestMarkingASection:
    def test_leads_back_to_it(self, mine: Client, learner: User, here: World) -> None:
        response = mine.post(at("mark_section"), {"section": f"{here.first.pk}:1"})
        assert (response.status_code, response["Location"]) == (302, "/cloud/databases/#rds")
        mark = SectionRead.objects.get()
        assert (mark.user, mark.section) == (learner, here.first)
        mine.post(at("mark_section"), {"section": f"{here.first.pk}:0"})
        assert stored() == 0

    @pytest.mark.parametrize(("wanted", "then"), [("1", "0"), ("0", "1")])
    def test_by_htmx_swaps_the_button_for_its_opposite(
        self, mine: Client, here: World, wanted: str, then: str
    ) -> None:
        response = mine.post(
            at("mark_section"), {"section": f"{here.first.pk}:{wanted}"}, headers=HTMX
        )
        body = response.content.decode()
        assert f'value="{here.first.pk}:{then}"' in body
        assert f'id="toggle-{here.first.pk}"' in body
        assert "<html" not in body


class TestTickingAStep:
    def test_leads_back_to_it(self, mine: Client, learner: User, here: World) -> None:
        step = here.steps[1]
        response = mine.post(at("tick_step"), {"step": f"{step.pk}:1"})
        assert response["Location"] == "/cloud/databases/#step-2"
        assert (StepTick.objects.get().user, StepTick.objects.get().step) == (learner, step)
        mine.post(at("tick_step"), {"step": f"{step.pk}:0"})
        assert stored() == 0

    def test_by_htmx_swaps_the_button(self, mine: Client, here: World) -> None:
        step = here.steps[1]
        response = mine.post(at("tick_step"), {"step": f"{step.pk}:1"}, headers=HTMX)
        assert f'value="{step.pk}:0"' in response.content.decode()


class TestSavingAPosition:
    def test_says_nothing_and_keeps_it(self, mine: Client, learner: User, here: World) -> None:
        for block in ("0", "17", "32767"):
            response = mine.post(at("save_position"), {"section": "rds", "block": block})
            assert (response.status_code, response.content) == (204, b"")
            kept = ReadingPosition.objects.get()
            assert (kept.user, kept.section, kept.block) == (learner, here.first, int(block))

    def test_of_the_section_alone(self, mine: Client, here: World) -> None:
        assert mine.post(at("save_position"), {"section": "rds"}).status_code == 204
        assert ReadingPosition.objects.get().block == 0

    @pytest.mark.parametrize(
        "block", ["-1", "32768", "1.5", "x", "", "١", "²", str(2**63), "9" * 5000, "\0"]
    )
    def test_with_a_block_that_is_none(self, mine: Client, here: World, block: str) -> None:
        response = mine.post(at("save_position"), {"section": "rds", "block": block})
        assert response.status_code == 400
        assert stored() == 0

    @pytest.mark.parametrize("slug", ["", "no", "aurora", "\0", "rds\0", "١", "x" * 5000, "RDS"])
    def test_with_a_section_that_is_none(self, mine: Client, here: World, slug: str) -> None:
        assert mine.post(at("save_position"), {"section": slug}).status_code == 404
        assert stored() == 0


@pytest.mark.parametrize(("name", "field"), [("mark_section", "section"), ("tick_step", "step")])
class TestBrokenMarks:
    @pytest.mark.parametrize("pk", BAD_IDS)
    def test_of_nothing(self, mine: Client, here: World, name: str, field: str, pk: str) -> None:
        response = mine.post(at(name), {field: f"{pk}:1"})
        assert response.status_code in (400, 404)
        assert stored() == 0

    @pytest.mark.parametrize("state", ["", ":", ":2", ":01", ":-1", ":x", ":1:0", ":\0"])
    def test_without_a_wanted_state(
        self, mine: Client, here: World, name: str, field: str, state: str
    ) -> None:
        pk = here.first.pk if field == "section" else here.steps[0].pk
        assert mine.post(at(name), {field: f"{pk}{state}"}).status_code == 400
        assert mine.post(at(name), {}).status_code == 400
        assert stored() == 0

    def test_of_another_chapter_or_course(
        self, mine: Client, here: World, name: str, field: str
    ) -> None:
        world("other")
        pk = here.first.pk if field == "section" else here.steps[0].pk
        for address in (
            at(name, "storage"),
            at(name, course="other"),
            at(name, "no"),
            at(name, course="no"),
        ):
            assert mine.post(address, {field: f"{pk}:1"}).status_code == 404
        assert stored() == 0

    def test_of_what_is_retired(self, mine: Client, here: World, name: str, field: str) -> None:
        row = here.first if field == "section" else here.steps[0]
        row.retired_at = timezone.now()
        row.save()
        assert mine.post(at(name), {field: f"{row.pk}:1"}).status_code == 404
        assert stored() == 0

    def test_doubled_takes_the_last(self, mine: Client, here: World, name: str, field: str) -> None:
        pk = here.first.pk if field == "section" else here.steps[0].pk
        mine.post(at(name), {field: [f"{pk}:1", "x"]})
        assert stored() == 0

    def test_too_large(self, mine: Client, here: World, name: str, field: str) -> None:
        assert mine.post(at(name), {field: "1" * 1_000_001}).status_code == 400
        assert stored() == 0


def data_for(here: World) -> dict[str, dict[str, str]]:
    return {
        "mark_section": {"section": f"{here.first.pk}:1"},
        "tick_step": {"step": f"{here.steps[0].pk}:1"},
        "save_position": {"section": "rds"},
    }


def test_whoever_is_not_signed_in_comes_back_to_the_chapter(client: Client, here: World) -> None:
    for name, data in data_for(here).items():
        assert next_of(client.post(at(name), data)) == "/cloud/databases/"
        response = client.post(at(name), data, headers=HTMX)
        assert "next=/cloud/databases/" in response["HX-Redirect"]
    assert stored() == 0


def test_nobody_marks_for_somebody_else(
    mine: Client, learner: User, other: User, here: World
) -> None:
    for name, data in data_for(here).items():
        mine.post(at(name), data | {"user": str(other.pk), "user_id": str(other.pk)})
    for model in MARKS:
        assert [row.user for row in model._default_manager.all()] == [learner]  # type: ignore[attr-defined]


def test_the_wrong_verb_is_refused(mine: Client, here: World) -> None:
    for name in DEEDS:
        for verb in ("get", "head", "put", "patch", "delete", "options"):
            assert getattr(mine, verb)(at(name)).status_code == 405, (name, verb)


def test_a_section_with_an_odd_anchor_leads_back_to_it(mine: Client, here: World) -> None:
    odd = SectionFactory(chapter=here.chapter, slug="größe-\r\nx")
    response = mine.post(at("mark_section"), {"section": f"{odd.pk}:1"})
    assert response.status_code == 302
    assert "\n" not in response["Location"]


class TestPicture:
    def test_is_served_for_good_to_everyone(self, client: Client, here: World) -> None:
        picture = here.picture
        response = client.get(reverse("picture", args=["cloud", picture.digest, "png"]))
        assert (response.status_code, response["Content-Type"]) == (200, "image/png")
        assert response.content == bytes(picture.content)
        assert "immutable" in response["Cache-Control"]
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_that_is_a_document_may_run_nothing(self, client: Client, here: World) -> None:
        svg = PictureFactory(
            course=here.course,
            media_type="image/svg+xml",
            content=b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        )
        response = client.get(reverse("picture", args=["cloud", svg.digest, "svg"]))
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "sandbox" in policy
        assert "script-src" not in policy

    @pytest.mark.parametrize(
        ("course", "digest", "ending"),
        [
            ("cloud", "{}", "jpg"),
            ("cloud", "{}", "html"),
            ("cloud", "{}", "PNG"),
            ("other", "{}", "png"),
            ("no", "{}", "png"),
            ("cloud", "0", "png"),
            ("cloud", "f" * 64, "png"),
            ("cloud", "9" * 5000, "png"),
        ],
    )
    def test_that_is_not_there(
        self, client: Client, here: World, course: str, digest: str, ending: str
    ) -> None:
        world("other")
        path = f"/pictures/{course}/{digest.format(here.picture.digest)}.{ending}"
        assert client.get(path).status_code == 404

    @pytest.mark.parametrize(
        "path", ["../../settings.py", "%2e%2e/x.png", "..%2fx.png", "%00.png", "a/b.png", "x"]
    )
    def test_leads_out_of_nothing(self, client: Client, here: World, path: str) -> None:
        assert client.get(f"/pictures/cloud/{path}").status_code == 404

    def test_takes_no_other_verb(self, client: Client, here: World) -> None:
        address = reverse("picture", args=["cloud", here.picture.digest, "png"])
        assert client.post(address).status_code == 405
        assert client.head(address).status_code == 200
