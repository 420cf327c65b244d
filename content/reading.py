"""How far a learner has read: sections marked, lab steps ticked, the place last seen."""

from datetime import datetime

from django.db import transaction

from content.models import LabStep, ReadingPosition, Section, SectionRead, StepTick


def mark_section(user_id: int, section: Section, *, read: bool, now: datetime) -> None:
    """Mark a section read or unread; repeating it changes nothing."""
    if read:
        SectionRead.objects.bulk_create(
            [SectionRead(user_id=user_id, section=section, read_at=now)], ignore_conflicts=True
        )
    else:
        SectionRead.objects.filter(user=user_id, section=section).delete()


def tick_step(user_id: int, step: LabStep, *, done: bool, now: datetime) -> None:
    """Tick a lab's step or take the tick back; repeating it changes nothing."""
    if done:
        StepTick.objects.bulk_create(
            [StepTick(user_id=user_id, step=step, ticked_at=now)], ignore_conflicts=True
        )
    else:
        StepTick.objects.filter(user=user_id, step=step).delete()


@transaction.atomic
def save_position(user_id: int, section: Section, *, block: int, now: datetime) -> None:
    """Remember where the learner is in the section's chapter; the newest device wins."""
    ReadingPosition.objects.bulk_create(
        [
            ReadingPosition(
                user_id=user_id,
                chapter_id=section.chapter_id,
                section=section,
                block=block,
                updated_at=now,
            )
        ],
        update_conflicts=True,
        unique_fields=["user", "chapter"],
        update_fields=["section", "block", "updated_at"],
    )
