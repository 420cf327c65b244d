"""A course of so many services that they are shown by category, and the map of a smaller one."""

import pytest
from django.test import Client

from content.models import Service
from studyapp.accounts.models import User
from tests.factories import ServiceFactory
from tests.studyapp.progress.standings import stand, tally
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_map_holds_what_is_asked_about(learner: User, here: World) -> None:
    tally(learner, here.questions[0])
    heat = stand(learner).heat
    assert [task.code for task in heat.columns] == ["1.1", "2.1"]
    cells = {
        one.name: [cell and (cell.seen, cell.questions) for cell in one.cells] for one in heat.rows
    }
    assert cells == {"RDS": [(1, 2), None], "DynamoDB": [None, (0, 2)]}


class TestManyServices:
    """A hundred services are shown by category; a dozen are not."""

    @pytest.fixture
    def catalogue(self, here: World) -> list[Service]:
        """Two categories of 13 and 12 services beside the world's three, which have none."""
        made: list[Service] = [
            ServiceFactory(
                course=here.course, category=f"Kind {n % 2 + 1}", name=f"Many {n}", position=10 + n
            )
            for n in range(25)
        ]
        for asked, services in zip(here.questions, (made[:3], made[1:3], made[:1]), strict=False):
            asked.services.set(services)
        here.course.bump()
        return made

    def test_are_grouped_and_each_question_counts_once(
        self, learner: User, here: World, catalogue: list[Service]
    ) -> None:
        for asked in here.questions:
            tally(learner, asked)
        found = stand(learner)
        # The first question is on two services of the one kind and one of the other.
        groups = [(row.name, row.sum.seen, row.met, len(row.services)) for row in found.categories]
        assert groups == [
            ("Other services", 1, 1, 3),
            ("Kind 1", 3, 2, 2),
            ("Kind 2", 2, 1, 1),
        ]
        assert len(found.services) == sum(count for *_rest, count in groups)

    def test_the_map_is_of_categories_too(
        self, learner: User, here: World, catalogue: list[Service]
    ) -> None:
        tally(learner, here.questions[0])
        cells = {
            row.name: [cell and (cell.seen, cell.questions) for cell in row.cells]
            for row in stand(learner).heat.rows
        }
        assert cells == {
            "Other services": [None, (0, 1)],
            "Kind 1": [(1, 2), (0, 1)],
            "Kind 2": [(1, 2), None],
        }
        assert all(row.hue is None for row in stand(learner).heat.rows)

    def test_fewer_are_not_grouped(
        self, learner: User, here: World, catalogue: list[Service]
    ) -> None:
        Service.objects.filter(pk__in=[service.pk for service in catalogue[-4:]]).delete()
        here.course.bump()
        found = stand(learner)
        assert list(found.categories) == []
        assert all(row.hue is not None for row in found.heat.rows)

    def test_nor_are_those_of_one_category(
        self, learner: User, here: World, catalogue: list[Service]
    ) -> None:
        Service.objects.update(category="")
        here.course.bump()
        assert list(stand(learner).categories) == []

    def test_each_category_unfolds_into_its_services(
        self, learner: User, here: World, catalogue: list[Service], mine: Client
    ) -> None:
        tally(learner, here.questions[1])
        page = mine.get("/progress/").content.decode()
        assert page.count('<details class="category">') == 3
        assert "1 of 1 service met" in page
        assert "0 of 3 services met" in page
        assert page.count('id="service-') == 6
