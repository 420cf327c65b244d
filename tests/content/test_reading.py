from datetime import timedelta

import pytest

from content import reading
from content.models import ReadingPosition, SectionRead, StepTick
from studyapp.accounts.models import User
from tests.factories import NOON
from tests.world import World, world

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def here(db: None) -> World:
    return world()


def test_marking_a_section_twice_is_marking_it_once(learner: User, here: World) -> None:
    for now in (NOON, LATER):
        reading.mark_section(learner.pk, here.first, read=True, now=now)
    assert SectionRead.objects.get().read_at == NOON
    for _ in range(2):
        reading.mark_section(learner.pk, here.first, read=False, now=LATER)
    assert not SectionRead.objects.exists()


def test_ticking_a_step_twice_is_ticking_it_once(learner: User, here: World) -> None:
    for now in (NOON, LATER):
        reading.tick_step(learner.pk, here.steps[0], done=True, now=now)
    assert StepTick.objects.get().ticked_at == NOON
    for _ in range(2):
        reading.tick_step(learner.pk, here.steps[0], done=False, now=LATER)
    assert not StepTick.objects.exists()


def test_marks_are_ones_own(learner: User, other: User, here: World) -> None:
    for user in (learner, other):
        reading.mark_section(user.pk, here.first, read=True, now=NOON)
        reading.tick_step(user.pk, here.steps[0], done=True, now=NOON)
    reading.mark_section(learner.pk, here.first, read=False, now=NOON)
    reading.tick_step(learner.pk, here.steps[0], done=False, now=NOON)
    assert (SectionRead.objects.get().user, StepTick.objects.get().user) == (other, other)


def test_one_place_a_chapter_is_remembered(learner: User, other: User, here: World) -> None:
    reading.save_position(other.pk, here.first, block=1, now=NOON)
    reading.save_position(learner.pk, here.later, block=2, now=NOON)
    reading.save_position(learner.pk, here.first, block=9, now=NOON)
    reading.save_position(learner.pk, here.other, block=0, now=LATER)
    rows = ReadingPosition.objects.filter(user=learner).order_by("chapter__number")
    assert list(rows.values_list("section", "block", "updated_at")) == [
        (here.other.pk, 0, LATER),
        (here.later.pk, 2, NOON),
    ]
    assert ReadingPosition.objects.get(user=other).section == here.first
