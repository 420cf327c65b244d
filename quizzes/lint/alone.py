"""What can be said of a question without looking at any other."""

import re
from collections.abc import Iterator

from content.drafts import shown
from quizzes.drafts import QuestionDraft
from quizzes.editing import Fault, findings, words_of
from quizzes.formats.words.citations import cited
from quizzes.formats.words.cues import depends_on_order
from quizzes.lint.figures import figures
from quizzes.lint.findings import Found, Rule, Subject, error, warning

_OF_FAULT = {
    Fault.NO_STEM: (Rule.NO_STEM, "the stem is empty", "write what is asked"),
    Fault.NO_OPTIONS: (Rule.TOO_FEW_OPTIONS, "there is no option", "write two or more"),
    Fault.ONE_OPTION: (Rule.TOO_FEW_OPTIONS, "there is only one option", "write two or more"),
    Fault.NO_KEY: (Rule.NO_KEY, "no option is right", "mark the key"),
    Fault.ALL_KEYS: (Rule.ALL_KEYS, "every option is right", "leave at least one wrong"),
}
_PLACES = (
    Fault.NO_PLACE,
    Fault.NO_SUCH_PLACE,
    Fault.PLACE_TWICE,
    Fault.NO_MATCH,
    Fault.NO_SUCH_ANSWER,
    Fault.FEW_ANSWERS,
)
_CITING = {
    Fault.STEM_CITES: "stem",
    Fault.OPTION_CITES: "option",
    Fault.RATIONALE_CITES: "rationale",
    Fault.EXPLANATION_CITES: "explanation",
}
_NEGATIVE = re.compile(
    r"\b(?:NOT|EXCEPT|CANNOT|NEVER)\b"
    r"|(?:\*\*|__)(?:not|except|cannot|never)(?:\*\*|__)"
    r"|\b(?i:which)\b.{0,80}\b(?:is|are|was|does|do|can|will|would|should) not\b"
    r"|\b(?i:which)\b.{0,80}\b(?:isn['’]t|aren['’]t|doesn['’]t|don['’]t|cannot|can['’]t)\b"
    r"|\b(?i:all)\b.{0,60}\bexcept\b",
    re.DOTALL,
)
_SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[^a-z])")
_LINK = re.compile(r"https?://")


def lint(subject: Subject) -> Iterator[Found]:
    """Everything of the one question."""
    yield from _form(subject)
    yield from _wording(subject)
    yield from _reasons(subject)
    yield from _tags(subject)
    yield from _numbers(subject)
    yield from _claims(subject)


def _form(subject: Subject) -> Iterator[Found]:
    """What keeps it from being asked, as the admin's form sees it; and having two options only."""
    draft = subject.draft
    for found in findings(words_of(draft)):
        if found.fault in _OF_FAULT:
            yield error(_OF_FAULT[found.fault][0], subject, *_OF_FAULT[found.fault][1:])
        elif found.fault is Fault.SAME_TEXT:
            what = f"two options are alike: “{_text(draft, found.place)}”"
            yield error(Rule.SAME_OPTION, subject, what, "make them differ")
        elif found.fault in _CITING and depends_on_order(found.cited):
            what = f"“{shown(found.cited)}” depends on an order that is shuffled"
            yield error(
                Rule.ALL_OF_THE_ABOVE, subject, what, "word it otherwise, or do not shuffle"
            )
        elif found.fault in _CITING:
            part = _CITING[found.fault]
            what = f"the {part} cites the letter {found.cited}, but the options are shuffled"
            yield error(Rule.CITES_LETTER, subject, what, "name the option by its words")
        elif found.fault is Fault.SAME_ANSWER:
            yield error(Rule.SAME_OPTION, subject, "two answers are alike", "make them differ")
        elif found.fault in _PLACES:
            what = f"options, places and answers do not fit together: {found.fault}"
            yield error(Rule.MISPLACED, subject, what, "give each option the one where it belongs")
    if draft.kind.is_choice and len(draft.options) == 2 and not _is_true_or_false(draft):
        what, how = "there are only two options", "add one that somebody could believe"
        yield warning(Rule.TOO_FEW_OPTIONS, subject, what, how)


def _is_true_or_false(draft: QuestionDraft) -> bool:
    words = {option.text.strip(" .*_").casefold() for option in draft.options}
    return words in ({"true", "false"}, {"yes", "no"}, {"right", "wrong"})


def _text(draft: QuestionDraft, place: int | None) -> str:
    return shown(draft.options[place].text) if place is not None else ""


def _wording(subject: Subject) -> Iterator[Found]:
    """What reads badly though it may be asked."""
    draft = subject.draft
    if _NEGATIVE.search(_SENTENCE.split(_without_cue(draft.stem))[-1]):
        what = "the stem asks for what is not so"
        yield warning(Rule.NEGATIVE_STEM, subject, what, "ask for what is so, if you can")
    if draft.shuffle or not draft.kind.is_choice:
        return
    if above := next((o.text for o in draft.options if depends_on_order(o.text)), ""):
        what = f"“{shown(above)}” rewards those who know half"
        yield warning(Rule.ALL_OF_THE_ABOVE, subject, what, "make it a question with several keys")
    letters = [option.letter for option in draft.options]
    if letter := next(filter(None, (cited(text, letters) for text in draft.texts)), ""):
        what = f"the words cite the letter {letter}, so the options keep their order"
        yield warning(Rule.CITES_LETTER, subject, what, "name the option by its words")


def _without_cue(stem: str) -> str:
    """The stem less a last “(Select TWO)”, which is no sentence of it."""
    return re.sub(r"\s*[(\[][^()\[\]]{0,60}[)\]][.*_\s]*$", "", stem.strip())


def _reasons(subject: Subject) -> Iterator[Found]:
    draft = subject.draft
    without = [option.letter for option in draft.options if not option.rationale.strip()]
    if not draft.explanation.strip():
        what = "there is no explanation"
        yield warning(Rule.NO_EXPLANATION, subject, what, "say in short why the key is right")
    if without and draft.kind.is_choice:
        every = len(without) == len(draft.options)
        which = "any option" if every else f"option {', '.join(without)}"
        what = f"there is no reason for {which}"
        yield warning(Rule.NO_RATIONALE, subject, what, "say of each why it is right or wrong")


def _tags(subject: Subject) -> Iterator[Found]:
    for service in subject.services:
        if not service.known:
            what = f"the service “{service.slug}” is in the catalogue no more"
            yield warning(Rule.UNKNOWN_SERVICE, subject, what, "name one of course.toml")
        elif not service.in_scope:
            what = f"the service “{service.slug}” is out of the exam's scope"
            how = "ask about one that is in scope, or correct course.toml"
            yield warning(Rule.OUT_OF_SCOPE, subject, what, how)
    if not subject.has_catalogue:
        return
    if not subject.services:
        what = "no service is known of it, so progress does not count it by service"
        yield warning(Rule.NO_SERVICE, subject, what, "name the services that it is about")
    if not subject.has_domain:
        what = "no task statement or domain is known of it"
        yield warning(Rule.NO_DOMAIN, subject, what, "name the task statement that it falls under")


def _numbers(subject: Subject) -> Iterator[Found]:
    """Figures that the answer's reasons state and nothing gives a source for.

    Those of the stem are the story's; what the reasons repeat of them is no claim."""
    draft = subject.draft
    if subject.has_source:
        return
    reasons = [draft.explanation, *(option.rationale for option in draft.options)]
    if any(_LINK.search(text) for text in reasons):
        return
    stated = {figure: None for text in reasons for figure in figures(text)}
    for figure in stated.keys() - set(figures(draft.stem)) - set(subject.sourced):
        what = f"“{figure}” has no source"
        how = "state it with its source in the section that teaches it, or link to the source"
        yield warning(Rule.UNSOURCED_NUMBER, subject, what, how)


def _claims(subject: Subject) -> Iterator[Found]:
    for claim in subject.claims:
        if claim.changed:
            what = f"the fact “{claim.slug}” that it rests on says something else than before"
            how = "see whether it still holds, then confirm the fact in the admin"
            yield warning(Rule.CHANGED_FACT, subject, what, how)
        if claim.stale:
            what = f"the fact “{claim.slug}” that it rests on was checked too long ago"
            how = "check the fact; until then no scored exam asks the question"
            yield warning(Rule.STALE_FACT, subject, what, how)
