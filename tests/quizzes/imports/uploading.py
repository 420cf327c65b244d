"""Banks as somebody would upload them, and an import of them up to where a test wants it."""

from quizzes.imports import bringing, staging
from quizzes.imports.bringing import Outcome
from quizzes.imports.planning import planned
from quizzes.models import Import, Quiz
from quizzes.uploads import Upload
from studyapp.accounts.models import User
from tests.factories import NOON


def asked(
    stem: str,
    *,
    key: str = "A",
    options: tuple[str, ...] = ("one", "two", "three"),
    why: str = "So it is.",
    comment: str = "",
) -> str:
    """A question of a Markdown bank."""
    lettered = [f"{letter}) {text}" for letter, text in zip("ABCDEF", options, strict=False)]
    answer = f"**Correct Answer: {', '.join(key)}**" if key else ""
    noted = f"<!-- {comment} -->\n" if comment else ""
    explained = f"**Explanation:** {why}" if why else ""
    return "\n\n".join([f"{noted}{stem}", "\n".join(lettered), answer, explained])


def bank(*questions: str) -> bytes:
    """A Markdown bank of these questions, numbered."""
    heads = (f"### Question {number}\n{text}" for number, text in enumerate(questions, 1))
    return "\n\n".join(["# A bank", *heads]).encode()


def at_once() -> bool:
    """Never enough: go on to the end."""
    return False


def staged(quiz: Quiz, data: bytes, *, user: User, publish: bool = False) -> Import:
    """An import of this one file into the quiz, ready to be looked through."""
    return staged_files(quiz, {"bank.md": data}, user=user, publish=publish)


def staged_files(
    quiz: Quiz, files: dict[str, bytes], *, user: User, publish: bool = False
) -> Import:
    upload = staging.begin(
        quiz.course,
        [Upload(path, data) for path, data in files.items()],
        quiz=quiz,
        quiz_title="",
        publish=publish,
        user_id=user.pk,
        now=NOON,
    )
    return staging.go_on(upload, enough=at_once)


def staged_anew(quiz: Quiz, title: str, data: bytes, *, user: User) -> Import:
    """The same into a new quiz of that title, in the course of quiz."""
    upload = staging.begin(
        quiz.course,
        [Upload("bank.md", data)],
        quiz=None,
        quiz_title=title,
        publish=True,
        user_id=user.pk,
        now=NOON,
    )
    return staging.go_on(upload, enough=at_once)


def bring(upload: Import, *, user: User) -> Outcome:
    return bringing.bring(planned(upload), user_id=user.pk, now=NOON)


def brought(quiz: Quiz, data: bytes, *, user: User, publish: bool = True) -> Import:
    """The file imported into the quiz."""
    upload = staged(quiz, data, user=user, publish=publish)
    bring(upload, user=user)
    upload.refresh_from_db()
    return upload


def actions(upload: Import) -> list[str]:
    """What importing each question comes to, in order."""
    return list(upload.items.order_by("position").values_list("action", flat=True))
