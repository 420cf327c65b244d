from dataclasses import replace

import pytest

from content.catalogue import Finder
from content.drafts import CourseDraft, DomainDraft, SectionKind, ServiceDraft, TaskDraft
from quizzes.drafts import Kind, OptionDraft, QuestionDraft, QuestionReport, Status, Tags
from quizzes.tagging import Catalogue, SectionTags, Topics, catalogue, checked, topics

COURSE = CourseDraft(
    "sea",
    "Sea",
    domains=[DomainDraft(1, "Craft", 100, [TaskDraft("1.1", "Hulls"), TaskDraft("1.2", "Sails")])],
    services=[
        ServiceDraft("sloop", "Sloop", ["one-masted boat"], task="1.1"),
        ServiceDraft("ketch", "Ketch", task="1.2"),
        ServiceDraft("wind", "Wind"),
    ],
)
KNOWN = catalogue(COURSE, Finder(COURSE.services).find)
NOTHING = Catalogue({}, frozenset(), Finder([]).find)
SECTIONS = [
    SectionTags("overview", SectionKind.OVERVIEW, ("sloop", "ketch")),
    SectionTags("lab-ketch", SectionKind.LAB, ("ketch",)),
    SectionTags("the-sloop", SectionKind.CONCEPT, ("sloop",)),
    SectionTags("the-ketch", SectionKind.CONCEPT, ("wind", "ketch")),
    SectionTags("more-sloop", SectionKind.CONCEPT, ("sloop",)),
]


def draft(
    stem: str = "Which?", *options: str, key: int = 0, tags: Tags | None = None
) -> QuestionDraft:
    given = options or ("this", "that")
    return QuestionDraft(
        path="a.md",
        line=7,
        number="1",
        kind=Kind.SINGLE,
        stem=stem,
        options=tuple(
            OptionDraft("ABCDEF"[place], text, is_key=place == key)
            for place, text in enumerate(given)
        ),
        tags=tags or Tags(),
    )


@pytest.mark.parametrize(
    ("asked", "services"),
    [
        (draft("A Ketch or a Wind?", "the sloop", "a ketch"), ["sloop"]),
        (draft("Where does a Ketch meet the Wind?", "here", "Sloop"), ["ketch", "wind"]),
        (draft("Which has one mast?", "none", "a one-masted boat", "wind"), ["sloop", "wind"]),
        (draft("What else?"), []),
        (draft("A Ketch?", "sloop", tags=Tags(services=("wind", "nobody"))), ["wind"]),
        (draft("A Ketch?", "sloop", tags=Tags(services=("nobody",))), []),
    ],
)
def test_services_are_those_of_the_comment_else_of_key_stem_options(
    asked: QuestionDraft, services: list[str]
) -> None:
    assert topics(asked, KNOWN, []).services == services


@pytest.mark.parametrize(
    ("asked", "section"),
    [
        (draft("A sloop?"), "the-sloop"),
        (draft("A ketch?"), "the-ketch"),
        (draft("The wind?"), "the-ketch"),
        (draft("What else?"), ""),
        (draft("A sloop?", tags=Tags(section="lab-ketch")), "lab-ketch"),
        (draft("A sloop?", tags=Tags(section="nowhere")), ""),
    ],
)
def test_section_is_that_of_the_comment_else_the_concept_that_names_the_service(
    asked: QuestionDraft, section: str
) -> None:
    assert topics(asked, KNOWN, SECTIONS).section == section


def test_question_that_names_nothing_is_about_what_its_section_names() -> None:
    asked = draft("What else?", tags=Tags(section="the-ketch"))
    assert topics(asked, KNOWN, SECTIONS) == Topics(["wind", "ketch"], "1.2", "the-ketch")


@pytest.mark.parametrize(
    ("asked", "task"),
    [
        (draft("A ketch?"), "1.2"),
        (draft("The wind and a ketch?"), "1.2"),
        (draft("The wind?"), ""),
        (draft("A ketch?", tags=Tags(task="1.1")), "1.1"),
        (draft("A ketch?", tags=Tags(task="9.9")), "1.2"),
    ],
)
def test_task_is_that_of_the_comment_else_of_the_first_service_with_one(
    asked: QuestionDraft, task: str
) -> None:
    assert topics(asked, KNOWN, []).task == task


def report(tags: Tags) -> QuestionReport:
    made = draft(tags=tags)
    return QuestionReport("a.md", 7, "1", Status.IMPORTED, "single", 2, ("A",), ("note",), made)


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        (Tags(services=("sloop", "slop")), "unknown service “slop”"),
        (Tags(task="9.9"), "unknown task “9.9”"),
        (Tags(section="nowhere"), "no section “nowhere”"),
    ],
)
def test_tag_that_the_course_does_not_know_is_a_warning(tags: Tags, reason: str) -> None:
    found = checked(report(tags), KNOWN, SECTIONS)
    assert found.status is Status.WARNING
    assert found.reasons[0] == "note"
    assert found.reasons[1].startswith(reason)
    assert found.draft is not None


@pytest.mark.parametrize(
    ("tags", "known"),
    [
        (Tags(), KNOWN),
        (Tags(services=("sloop",), task="1.1", section="the-sloop"), KNOWN),
        (Tags(services=("slop",), task="9.9"), NOTHING),
    ],
)
def test_tag_is_right_where_nothing_speaks_against_it(tags: Tags, known: Catalogue) -> None:
    assert checked(report(tags), known, SECTIONS) == report(tags)


def test_refused_question_is_not_checked() -> None:
    refused = replace(report(Tags(task="9.9")), draft=None, status=Status.REJECTED)
    assert checked(refused, KNOWN, SECTIONS) == refused


REGISTER = replace(KNOWN, facts=frozenset({"masts", "sails"}))


@pytest.mark.parametrize(
    ("tags", "source", "facts", "told"),
    [
        (Tags(source="https://a.example"), "https://a.example", (), []),
        (Tags(source="a book"), "", (), ["the source “a book” is no address of a page"]),
        (Tags(facts=("sails", "masts", "sails")), "", ("sails", "masts"), []),
        (Tags(facts=("masts", "oars")), "", ("masts",), ["unknown fact “oars”"]),
    ],
)
def test_what_it_rests_on_is_held_against_the_register(
    tags: Tags, source: str, facts: tuple[str, ...], told: list[str]
) -> None:
    found = topics(draft(tags=tags), REGISTER, SECTIONS)
    assert (found.source, found.facts) == (source, facts)
    _note, *reasons = checked(report(tags), REGISTER, SECTIONS).reasons
    assert [reason.split(" – ")[0] for reason in reasons] == told


def test_without_a_register_no_fact_is_unknown() -> None:
    tags = Tags(facts=("oars",))
    assert checked(report(tags), KNOWN, SECTIONS) == report(tags)
    assert topics(draft(tags=tags), KNOWN, SECTIONS).facts == ()
