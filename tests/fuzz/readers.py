"""Every reader there is, and what must be true of what it gives."""

import re
from collections.abc import Iterator, Sequence

from content.catalogue import Finder
from content.drafts import CourseDraft, Problem, ServiceDraft
from content.sources import Refused, decode
from quizzes.drafts import Kind, QuestionDraft, QuestionReport, Status
from quizzes.files import read_file
from quizzes.formats import known, markdown
from quizzes.formats.format import Read
from quizzes.tagging import catalogue

PATH = "fuzz/bank"
LONGEST_REASON = 1000
CHAPTER = "chapter"
"""Not a format: a Markdown file as a whole, with its lessons and what is said of them."""
SERVICES = (ServiceDraft(slug="rds", name="RDS"), ServiceDraft(slug="s3", name="S3"))
KNOWN = catalogue(CourseDraft("c", "C"), Finder(SERVICES).find, facts=frozenset(["f"]))

_CONTROL = re.compile("[\0-\x1f\x7f\ud800-\udfff]")


def _markdown(data: bytes, *, path: str) -> Sequence[QuestionReport]:
    """As for a file that holds nothing else: its questions are found once."""
    text = decode(data, path=path)
    markdown.says_coming_soon(text)
    return markdown.judge_all(markdown.sight(text).found, path=path)


class Broken(Exception):
    """What a reader gave is not what every reader promises."""


def _chapter(data: bytes, *, path: str) -> Sequence[QuestionReport]:
    """As the file of a course. Raises Broken for a problem that says too little."""
    read = read_file(decode(data, path=path), path=path, known=KNOWN)
    for fault in (fault for problem in read.problems for fault in _of_problem(problem)):
        raise Broken(fault)
    return read.questions


READERS: dict[str, Read] = {
    form.name: form.read or _markdown
    for form in known.FORMATS
    if form.read is not None or form is known.MARKDOWN
} | {CHAPTER: _chapter}


def outcome(read: Read, data: bytes) -> Sequence[QuestionReport] | Problem:
    """What the reader makes of the data. Anything but a refusal that it raises goes through."""
    try:
        return read(data, path=PATH)
    except Refused as refused:
        return refused.problem


def check(read: Read, data: bytes, *, twice: bool = False) -> None:
    """Raises Broken, or whatever the reader raises that it must not. twice: read it again too."""
    found = outcome(read, data)
    faults = _of_problem(found) if isinstance(found, Problem) else _of_reports(found)
    if fault := next(iter(faults), ""):
        raise Broken(fault)
    if twice and outcome(read, data) != found:
        raise Broken("read again, it is something else")


def _of_problem(problem: Problem) -> Iterator[str]:
    if not problem.path.startswith(PATH):
        yield f"the refusal is of {problem.path!r}"
    if problem.line < 0 or not problem.what or not problem.how:
        yield f"the refusal says too little: {problem}"
    yield from _of_words(str(problem))


def _of_reports(reports: Sequence[QuestionReport]) -> Iterator[str]:
    for report in reports:
        if not report.path.startswith(PATH) or report.line < 1:
            yield f"a report is of {report.path!r}, line {report.line}"
        if (report.status is Status.REJECTED) is not (report.draft is None):
            yield f"a report is {report.status} and its draft {report.draft}"
        if report.status is not Status.IMPORTED and not report.reasons:
            yield f"a report is {report.status} for no reason"
        for reason in report.reasons:
            if " – " not in reason:
                yield f"a reason says too little: {reason}"
            yield from _of_words(reason)
        if report.draft is not None:
            yield from _of_draft(report.draft, report)


def _of_words(words: str) -> Iterator[str]:
    if _CONTROL.search(words):
        yield f"a message holds a control character: {words!r}"
    if len(words) > LONGEST_REASON:
        yield f"a message has {len(words)} characters: {words[:80]!r}"


def _of_draft(draft: QuestionDraft, report: QuestionReport) -> Iterator[str]:
    options = draft.options
    if not draft.stem.strip() or not 2 <= len(options) <= 26:
        yield f"a question of {len(options)} options asks {draft.stem!r}"
    if (draft.path, draft.line, draft.key) != (report.path, report.line, report.key):
        yield "a report and its draft differ"
    if len({option.letter for option in options}) < len(options):
        yield f"letters stand twice: {[option.letter for option in options]}"
    if any(not option.letter or len(option.letter) > 8 for option in options):
        yield f"no letters: {[option.letter for option in options]}"
    keys = sum(option.is_key for option in options)
    if draft.kind.is_choice and (keys < 1 or (draft.kind is Kind.SINGLE and keys > 1)):
        yield f"a question of the kind {draft.kind} has {keys} keys"
    if draft.kind.is_choice == any(option.place for option in options):
        yield f"a question of the kind {draft.kind} with places {[o.place for o in options]}"
    tags = (draft.number, draft.tags.code, draft.tags.task, draft.tags.section)
    for text in (*draft.texts, *tags, *draft.tags.services):
        if re.search("[\0\r\ud800-\udfff]", text):
            yield f"a text cannot be stored: {text[:80]!r}"
