"""An upload is read in bounded pieces: each file, then its questions' HTML a few at a time.

A piece is worked out first and stored in a short transaction after that, which sees whether another
tab has stored it already. So it may be interrupted anywhere, and goes on where it stood."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Q

from content.models import Course
from content.surroundings import Surroundings
from quizzes.drafts import QuestionReport, Status, normal_stem
from quizzes.imports.bank import catalogue_of, matcher
from quizzes.matching import Action, Matcher, Verdict
from quizzes.models import Import, ImportFile, ImportItem, Quiz
from quizzes.payload import packed, unpacked
from quizzes.uploads import Upload, read_upload

DRAWN_AT_ONCE = 200
LONGEST_PATH = 500
Enough = Callable[[], bool]
"""Whether the time that may be spent is over."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: files read, and questions drawn of those found so far."""

    files: int
    files_read: int
    questions: int
    questions_drawn: int

    @property
    def percent(self) -> int:
        """Reading counts for a third, since drawing takes longer; whole percents, 0 to 100."""
        read = self.files_read / self.files if self.files else 1
        drawn = self.questions_drawn / self.questions if self.questions else float(read == 1)
        return int(33 * read + 67 * drawn * read)


@transaction.atomic
def begin(
    course: Course,
    files: Sequence[Upload],
    *,
    quiz: Quiz | None,
    quiz_title: str,
    publish: bool,
    user_id: int,
    now: datetime,
) -> Import:
    """An import of these files, none of them read yet. quiz None: a new one of that title."""
    upload = Import.objects.create(
        course=course,
        quiz=quiz,
        quiz_title="" if quiz else quiz_title,
        publish=publish,
        user_id=user_id,
        created_at=now,
    )
    ImportFile.objects.bulk_create(
        ImportFile(
            upload=upload,
            position=position,
            path=file.path[-LONGEST_PATH:],
            data=None if file.problem else file.data,
            problem=str(file.problem or ""),
        )
        for position, file in enumerate(files, 1)
    )
    return upload


def progress(upload: Import) -> Progress:
    files = upload.files.aggregate(all=Count("pk"), read=Count("pk", filter=Q(data=None)))
    drawable = upload.items.filter(draft__isnull=False)
    items = drawable.aggregate(all=Count("pk"), drawn=Count("pk", filter=Q(html__isnull=False)))
    return Progress(files["all"], files["read"], items["all"], items["drawn"])


def go_on(upload: Import, *, enough: Enough) -> Import:
    """Do pieces until time is over or all is read; at least one. The import as it then stands."""
    while upload.status == Import.Status.READING:
        file = upload.files.exclude(data=None).first()
        if file is not None:
            _read(upload, file)
        elif not _draw(upload):
            Import.objects.filter(pk=upload.pk, status=Import.Status.READING).update(
                status=Import.Status.READY
            )
        upload.refresh_from_db()
        if enough():
            break
    return upload


def put_aside(upload: Import) -> bool:
    """Let go of an import that has changed nothing yet; False where it is past that."""
    unfinished = [Import.Status.READING, Import.Status.READY]
    with transaction.atomic():
        found = Import.objects.filter(pk=upload.pk, status__in=unfinished)
        if not found.update(status=Import.Status.ASIDE):
            return False
        upload.files.update(data=None)
        upload.items.update(html=None, chosen=False)
    return True


def _read(upload: Import, file: ImportFile) -> None:
    """Read one file and stage its questions."""
    read = read_upload(bytes(file.data or b""), path=file.path, course=catalogue_of(upload.course))
    judge = matcher(upload)
    verdicts = [_verdict(report, judge) for report in read.questions]
    with transaction.atomic():
        held = ImportFile.objects.select_for_update().get(pk=file.pk)
        if held.data is None:
            return
        last = upload.items.aggregate(last=Max("position"))["last"] or 0
        ImportItem.objects.bulk_create(
            (
                _item(upload, held, last + place, report, verdict)
                for place, (report, verdict) in enumerate(
                    zip(read.questions, verdicts, strict=True), 1
                )
            ),
            batch_size=500,
        )
        held.data, held.chapter, held.problem = None, read.chapter, str(read.problem or "")
        held.save(update_fields=["data", "chapter", "problem"])


def _verdict(report: QuestionReport, judge: Matcher) -> Verdict:
    return Verdict(Action.REJECTED) if report.draft is None else judge.match(report.draft)


def _item(
    upload: Import, file: ImportFile, position: int, report: QuestionReport, verdict: Verdict
) -> ImportItem:
    rejected = verdict.action is Action.REJECTED
    reasons = [*report.reasons, verdict.reason] if verdict.reason else report.reasons
    draft = None if rejected else report.draft
    met = verdict.question
    return ImportItem(
        upload=upload,
        file=file,
        position=position,
        line=report.line,
        number=report.number[:40],
        read=Status.REJECTED if rejected else report.status,
        action=verdict.action,
        reasons="\n".join(" ".join(reason.split()) for reason in reasons),
        draft=packed(draft) if draft else None,
        code=draft.tags.code if draft else "",
        stem=normal_stem(draft.stem) if draft else "",
        question_id=met.id if met else None,
        newest_id=met.newest_id if met else None,
        twin=verdict.twin,
        chosen=verdict.action.is_chosen_first,
    )


def _draw(upload: Import) -> bool:
    """Draw the next questions; whether there were any."""
    waiting = upload.items.filter(html__isnull=True, draft__isnull=False)
    items = list(waiting.only("upload", "draft")[:DRAWN_AT_ONCE])
    alone = Surroundings()
    for item in items:
        item.html = [alone.html(text) for text in unpacked(item.draft).texts]
    with transaction.atomic():
        ImportItem.objects.bulk_update(items, ["html"])
    return bool(items)


def drawn(item: ImportItem) -> Surroundings:
    """Surroundings that know the HTML of the item's texts already."""
    made = dict(zip(unpacked(item.draft).texts, item.html or (), strict=False))
    return Surroundings(_made=made)
