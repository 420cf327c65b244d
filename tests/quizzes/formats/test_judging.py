import pytest

from quizzes.drafts import Kind, OptionDraft, Status
from quizzes.formats.judging import Found, judged, letter


def choice(*keys: str, texts: str = "ABCD", **rest: object) -> Found:
    options = [OptionDraft(letter(i), f"text {c}", c in keys, "why") for i, c in enumerate(texts)]
    return Found("bank", 7, number="3", stem="Which?", options=options, **rest)  # type: ignore[arg-type]


def placed(kind: Kind, *places: int | None, answers: int = 0) -> Found:
    options = [OptionDraft(letter(i), f"t{i}", False, "why", p) for i, p in enumerate(places)]
    words = [f"answer {i}" for i in range(answers)]
    return Found("bank", 1, kind=kind, stem="Arrange.", options=options, answers=words)


def test_a_sound_question_is_imported_as_it_is() -> None:
    report = judged(choice("B"))
    assert (report.status, report.key, report.options) == (Status.IMPORTED, ("B",), 4)
    assert (report.path, report.line, report.number) == ("bank", 7, "3")
    assert report.draft is not None
    assert (report.draft.kind, report.draft.shuffle, report.draft.publish) == ("single", True, True)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (choice(), "no key"),
        (choice("A", "B", kind=Kind.SINGLE), "several keys where one is wanted"),
        (choice("A", texts="A"), "1 option – write two or more"),
        (choice("A", texts=""), "no options"),
        (Found("b", 1, stem=" ", options=choice("A").options), "the stem is empty"),
        (placed(Kind.ORDERING, 1, 1, 2), "names one twice"),
        (placed(Kind.ORDERING, 1, None, 2), "leaves an option out"),
        (placed(Kind.MATCHING, 1, 2, answers=1), "fewer than two answers"),
        (placed(Kind.MATCHING, 1, 3, answers=2), "an option has no answer"),
        (placed(Kind.MATCHING, 1, None, answers=2), "an option has no answer"),
        (choice("A", errors=["of a kind unknown here – leave it out"]), "of a kind unknown"),
    ],
)
def test_what_cannot_be_asked_is_rejected_with_a_reason(found: Found, reason: str) -> None:
    report = judged(found)
    assert report.status is Status.REJECTED
    assert report.draft is None
    assert reason in " | ".join(report.reasons)
    assert " – " in report.reasons[0]


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (choice("A", "B", "C", "D", kind=Kind.MULTIPLE), "all options are right"),
        (choice("A", "B"), "does not say so"),
        (choice("A", texts="AA"), "two options have the same text"),
    ],
)
def test_what_a_person_should_look_at_stays_a_draft(found: Found, reason: str) -> None:
    report = judged(found)
    assert report.status is Status.WARNING
    assert report.draft is not None
    assert not report.draft.publish
    assert reason in " | ".join(report.reasons)


def test_a_cue_that_disagrees_with_the_key_is_doubted() -> None:
    found = choice("A", "B", kind=Kind.MULTIPLE)
    found.stem = "Which hold? (Select THREE)"
    report = judged(found)
    assert report.reasons[0] == "the stem asks for 3 but the key has 2 – make them agree"


def test_empty_and_equal_answers_of_a_matching_question_are_doubted() -> None:
    found = placed(Kind.MATCHING, 1, 2)
    found.answers = ["", "x", "X"]
    report = judged(found)
    assert "an answer is empty – write its text" in report.reasons
    assert "two answers have the same text – make them differ" in report.reasons


def test_words_that_cite_a_letter_keep_the_order() -> None:
    found = choice("A")
    found.explanation = "Option B is wrong."
    report = judged(found)
    assert report.status is Status.WARNING
    assert report.draft is not None
    assert report.draft.publish
    assert not report.draft.shuffle


def test_missing_reasons_are_told_without_a_warning() -> None:
    options = [OptionDraft("A", "x", True), OptionDraft("B", "y", False)]
    report = judged(Found("bank", 1, stem="Which?", options=options))
    assert (report.status, report.reasons) == (
        Status.IMPORTED,
        ("no explanation – say why the key is right",),
    )


def test_the_key_of_a_placed_question_names_places() -> None:
    assert judged(placed(Kind.ORDERING, 2, 3, 1)).key == ("C", "A", "B")
    assert judged(placed(Kind.MATCHING, 2, 1, 2, answers=3)).key == ("A-2", "B-1", "C-2")


def test_places_and_answers_count_in_the_fingerprint() -> None:
    drafts = [
        judged(placed(Kind.MATCHING, *places, answers=n)).draft
        for places, n in [((1, 2), 2), ((2, 1), 2), ((1, 2), 3)]
    ]
    assert len({draft.fingerprint for draft in drafts if draft}) == 3


def test_letters_go_on_past_z() -> None:
    assert [letter(i) for i in (0, 25, 26, 27, 52, 702)] == [*["A", "Z", "AA", "AB", "BA", "AAA"]]
