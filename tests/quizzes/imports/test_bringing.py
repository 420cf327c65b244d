import pytest
from django.db import IntegrityError

from content.models import Course
from quizzes import authoring
from quizzes.imports import bringing
from quizzes.imports.bringing import Outcome, QuizGoneError
from quizzes.imports.planning import NotReadyError
from quizzes.models import Brought, Import, Question, Quiz
from quizzes.versions import as_draft
from studyapp.accounts.models import User
from tests.factories import (
    NOON,
    ChapterFactory,
    QuizFactory,
    SectionFactory,
    ServiceFactory,
    TaskStatementFactory,
    question,
    reword,
)
from tests.quizzes.imports.uploading import (
    actions,
    asked,
    bank,
    bring,
    brought,
    staged,
    staged_anew,
)

pytestmark = pytest.mark.django_db
Status = Question.Status


def questions(quiz: Quiz) -> list[Question]:
    return list(quiz.questions.order_by("position"))


class TestNewQuestions:
    def test_come_with_words_html_origin_and_author(self, quiz: Quiz, ines: User) -> None:
        question(quiz=quiz, position=4)
        text = bank(asked("Is it *so*?", key="AB", options=("`one`", "two", "three")))
        upload = staged(quiz, text, user=ines)
        assert bring(upload, user=ines) == Outcome(new=1)
        made = questions(quiz)[-1]
        assert (made.origin, made.status, made.position) == ("import", "draft", 5)
        assert made.code == "is-it-so"
        version = made.versions.get()
        assert made.current == version
        assert (version.author, version.number, version.kind) == (ines, 1, "multiple")
        assert version.stem_html == "Is it <em>so</em>?"
        assert [o.html for o in version.options.all()] == ["<code>one</code>", "two", "three"]
        assert [o.is_key for o in version.options.all()] == [True, True, False]
        assert version.fingerprint == as_draft(version).fingerprint

    def test_are_asked_at_once_where_that_is_wanted(self, quiz: Quiz, ines: User) -> None:
        revision = quiz.course.revision
        brought(quiz, bank(asked("One?"), asked("Two?")), user=ines)
        assert [q.status for q in questions(quiz)] == [Status.PUBLISHED] * 2
        assert Course.objects.get(pk=quiz.course_id).revision > revision

    def test_stay_drafts_where_somebody_should_look_first(self, quiz: Quiz, ines: User) -> None:
        doubtful = asked("All three?", key="ABC")
        brought(quiz, bank(doubtful, asked("Sound?")), user=ines)
        assert [q.status for q in questions(quiz)] == [Status.DRAFT, Status.PUBLISHED]

    def test_keep_their_ids_and_get_codes_that_nobody_has(self, quiz: Quiz, ines: User) -> None:
        question(quiz=quiz, code="is-it")
        text = bank(
            asked("Is it?"), asked("Is it!"), asked("Who?", comment="id: is-it-2"), asked("Кто?")
        )
        upload = staged(quiz, text, user=ines)
        upload.items.update(chosen=True)
        bring(upload, user=ines)
        codes = [q.code for q in questions(quiz) if q.origin == Question.Origin.IMPORT]
        assert codes == ["is-it-3", "is-it-4", "is-it-2", "question"]

    def test_are_placed_by_their_tags_and_words(self, ines: User) -> None:
        chapter = ChapterFactory()
        course = chapter.course
        quiz: Quiz = QuizFactory(chapter=chapter, course=course)
        section = SectionFactory(chapter=chapter, slug="knots")
        task = TaskStatementFactory(course=course, domain__course=course, code="3.4")
        own = TaskStatementFactory(course=course, domain=task.domain, code="1.1")
        rds = ServiceFactory(course=course, slug="rds", name="Amazon RDS", task=task)
        s3 = ServiceFactory(course=course, slug="s3", name="Amazon S3")
        comment = "services: s3; task: 1.1; level: 2; section: knots"
        text = bank(asked("Tagged?", comment=comment), asked("What does Amazon RDS do?"))
        brought(quiz, text, user=ines)
        tagged, plain = questions(quiz)
        assert (tagged.task, tagged.level, tagged.section) == (own, 2, section)
        assert list(tagged.services.all()) == [s3]
        assert (plain.task, plain.level, plain.section) == (task, None, None)
        assert list(plain.services.all()) == [rds]

    def test_only_what_is_chosen_comes(self, quiz: Quiz, ines: User) -> None:
        upload = staged(quiz, bank(asked("One?"), asked("Two?"), asked("Three?")), user=ines)
        upload.items.filter(position=2).update(chosen=False)
        assert bring(upload, user=ines) == Outcome(new=2)
        assert [q.current.stem for q in questions(quiz) if q.current] == ["One?", "Three?"]

    def test_a_duplicate_comes_if_it_is_chosen(self, quiz: Quiz, ines: User) -> None:
        question(quiz=QuizFactory(course=quiz.course), stem="Is it?")
        upload = staged(quiz, bank(asked("Is it?")), user=ines)
        assert bring(upload, user=ines) == Outcome()
        upload = staged(quiz, bank(asked("Is it?")), user=ines)
        upload.items.update(chosen=True)
        assert bring(upload, user=ines) == Outcome(new=1)


class TestTheQuiz:
    def test_is_made_where_it_is_new(self, quiz: Quiz, ines: User) -> None:
        upload = staged_anew(quiz, "Knots & bends", bank(asked("Is it?")), user=ines)
        bring(upload, user=ines)
        upload.refresh_from_db()
        assert upload.made_quiz
        assert upload.quiz is not None
        assert (upload.quiz.title, upload.quiz.slug) == ("Knots & bends", "knots-bends")
        assert upload.quiz.questions.count() == 1

    def test_takes_an_address_of_its_own(self, quiz: Quiz, ines: User) -> None:
        QuizFactory(course=quiz.course, slug="knots")
        upload = staged_anew(quiz, "Knots", bank(asked("Is it?")), user=ines)
        bring(upload, user=ines)
        upload.refresh_from_db()
        assert upload.quiz is not None
        assert upload.quiz.slug == "knots-2"

    @pytest.mark.parametrize("gone", ["a file's, retired", "deleted"])
    def test_that_is_gone_takes_nothing(self, quiz: Quiz, ines: User, gone: str) -> None:
        upload = staged(quiz, bank(asked("Is it?")), user=ines)
        if gone == "deleted":
            quiz.delete()
        else:
            quiz.retired_at, quiz.source_path = NOON, "knots.md"
            quiz.save()
        with pytest.raises(QuizGoneError):
            bring(upload, user=ines)
        upload.refresh_from_db()
        assert upload.status == Import.Status.READY
        assert not Question.objects.exists()


class TestTheSameAgain:
    TEXT = bank(asked("One?"), asked("Two?"))

    def test_unchanged_is_nothing(self, quiz: Quiz, ines: User) -> None:
        brought(quiz, self.TEXT, user=ines)
        again = staged(quiz, self.TEXT, user=ines)
        assert actions(again) == ["same", "same"]
        assert bring(again, user=ines) == Outcome()
        assert [q.versions.count() for q in questions(quiz)] == [1, 1]

    def test_changed_is_a_new_version_and_missing_is_left_alone(
        self, quiz: Quiz, ines: User
    ) -> None:
        brought(quiz, self.TEXT, user=ines)
        one, two = questions(quiz)
        again = staged(quiz, bank(asked("Two?", why="Anew.")), user=ines, publish=True)
        assert actions(again) == ["changed"]
        assert bring(again, user=ines) == Outcome(changed=1)
        one.refresh_from_db()
        two.refresh_from_db()
        assert (one.status, one.versions.count()) == (Status.PUBLISHED, 1)
        assert two.current is not None
        assert (two.current.number, two.current.explanation) == (2, "Anew.")

    def test_as_drafts_new_words_wait_beside_those_that_are_asked(
        self, quiz: Quiz, ines: User
    ) -> None:
        brought(quiz, self.TEXT, user=ines)
        bring(staged(quiz, bank(asked("One?", why="Anew.")), user=ines), user=ines)
        one = questions(quiz)[0]
        assert one.status == Status.PUBLISHED
        assert one.current is not None
        assert one.current.number == 1
        assert one.versions.count() == 2

    def test_what_was_retired_comes_back(self, quiz: Quiz, ines: User) -> None:
        brought(quiz, self.TEXT, user=ines)
        Question.objects.update(status=Status.RETIRED)
        text = bank(asked("One?"), asked("Two?", why="Anew."))
        again = staged(quiz, text, user=ines, publish=True)
        assert actions(again) == ["back", "back"]
        assert bring(again, user=ines) == Outcome(back=2)
        assert [q.status for q in questions(quiz)] == [Status.PUBLISHED] * 2
        assert [q.versions.count() for q in questions(quiz)] == [1, 2]

    def test_an_admins_question_may_change_and_stays_the_admins(
        self, quiz: Quiz, ines: User
    ) -> None:
        own = question(quiz=quiz, stem="One?", origin=Question.Origin.ADMIN, level=3)
        bring(staged(quiz, self.TEXT, user=ines, publish=True), user=ines)
        own.refresh_from_db()
        assert own.current is not None
        assert (own.origin, own.current.number, own.level) == ("admin", 2, 3)

    def test_a_files_question_is_never_touched(self, quiz: Quiz, ines: User) -> None:
        own = question(quiz=quiz, stem="One?", code="one", origin=Question.Origin.MARKDOWN)
        upload = staged(quiz, bank(asked("One?", comment="id: one")), user=ines, publish=True)
        assert actions(upload) == ["owned"]
        # Not even by a forged choice.
        upload.items.update(chosen=True)
        assert bring(upload, user=ines) == Outcome()
        own.refresh_from_db()
        assert own.versions.count() == 1


class TestMeanwhile:
    def test_edited_is_left_alone(self, quiz: Quiz, ines: User) -> None:
        brought(quiz, bank(asked("One?"), asked("Two?")), user=ines)
        text = bank(asked("One?", why="Anew."), asked("Two?", why="Anew."))
        upload = staged(quiz, text, user=ines, publish=True)
        reword(questions(quiz)[0], stem="One?")
        assert bring(upload, user=ines) == Outcome(changed=1, left=1)
        first = questions(quiz)[0]
        assert first.current is not None
        assert first.current.explanation != "Anew."

    def test_written_by_somebody_else_it_does_not_come_twice(self, quiz: Quiz, ines: User) -> None:
        upload = staged(quiz, bank(asked("One?")), user=ines)
        brought(quiz, bank(asked("One?")), user=ines)
        assert bring(upload, user=ines) == Outcome(left=1)
        assert quiz.questions.count() == 1

    def test_retired_is_not_brought_back_unasked(self, quiz: Quiz, ines: User) -> None:
        brought(quiz, bank(asked("One?")), user=ines)
        upload = staged(quiz, bank(asked("One?", why="Anew.")), user=ines, publish=True)
        authoring.withdraw(questions(quiz)[0], Status.RETIRED)
        assert bring(upload, user=ines) == Outcome(left=1)
        assert questions(quiz)[0].status == Status.RETIRED

    def test_done_twice_it_is_refused_the_second_time(self, quiz: Quiz, ines: User) -> None:
        upload = staged(quiz, bank(asked("One?")), user=ines)
        bring(upload, user=ines)
        with pytest.raises(NotReadyError):
            bring(upload, user=ines)
        assert quiz.questions.count() == 1


def test_what_fails_half_way_leaves_nothing(
    quiz: Quiz, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = staged(quiz, bank(asked("One?"), asked("Two?")), user=ines)

    def fail(*args: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(bringing, "point_to_newest", fail)
    with pytest.raises(IntegrityError):
        bring(upload, user=ines)
    upload.refresh_from_db()
    assert upload.status == Import.Status.READY
    assert not Question.objects.exists()
    assert not Brought.objects.exists()


def test_it_takes_few_statements_whatever_the_number(
    quiz: Quiz, ines: User, django_assert_max_num_queries: object
) -> None:
    def made(count: int, round: int) -> Import:
        text = bank(*(asked(f"Is it {round}.{n}?") for n in range(count)))
        return staged(quiz, text, user=ines, publish=True)

    few, many = made(2, 1), made(80, 2)
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        bring(few, user=ines)
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        bring(many, user=ines)
    assert quiz.questions.count() == 82


def test_its_html_is_kept_no_longer_than_it_is_needed(quiz: Quiz, ines: User) -> None:
    upload = brought(quiz, bank(asked("One?")), user=ines)
    assert upload.items.get().html is None
    assert upload.items.get().draft is not None
    assert (upload.status, upload.imported_at) == (Import.Status.IMPORTED, NOON)
