from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from quizzes.differences import MOST_WORDS, Change, Fate, Part, Piece, differences, pieces
from quizzes.drafts import Kind
from quizzes.editing import Answer, Row, Words

OLD = Words(
    "Which store is relational?",
    (Row(0, "RDS", True, "It is."), Row(1, "S3"), Row(2, "EBS", False, "Blocks.")),
    "RDS is.",
)


def changes(new: Words) -> list[Change]:
    return differences(OLD.draft(), new.draft())


def test_the_same_words_do_not_differ() -> None:
    assert changes(OLD) == []


def test_words_of_the_stem() -> None:
    (change,) = changes(replace(OLD, stem="Which service is relational?"))
    assert change.part is Part.STEM
    assert change.pieces == [
        Piece(Fate.SAME, "Which "),
        Piece(Fate.REMOVED, "store"),
        Piece(Fate.ADDED, "service"),
        Piece(Fate.SAME, " is relational?"),
    ]


def test_a_key_moved() -> None:
    rows = (Row(0, "RDS", False, "It is."), Row(1, "S3", True), OLD.rows[2])
    found = changes(replace(OLD, rows=rows))
    assert [(c.part, c.letter, c.before, c.after) for c in found] == [
        (Part.KEY, "A", True, False),
        (Part.KEY, "B", False, True),
    ]


def test_an_option_added_changed_and_taken_out() -> None:
    added = changes(replace(OLD, rows=(*OLD.rows, Row(3, "EFS"))))
    assert [(c.part, c.letter) for c in added] == [(Part.OPTION, "D")]
    assert added[0].pieces == [Piece(Fate.ADDED, "EFS")]
    reworded = changes(replace(OLD, rows=(OLD.rows[0], Row(1, "S4"), OLD.rows[2])))
    assert [(c.part, c.letter) for c in reworded] == [(Part.OPTION, "B")]
    gone = changes(replace(OLD, rows=OLD.rows[:2]))
    assert [(c.part, c.letter) for c in gone] == [(Part.OPTION, "C"), (Part.RATIONALE, "C")]
    assert gone[0].pieces == [Piece(Fate.REMOVED, "EBS")]


def test_a_new_order_is_said_once() -> None:
    (change,) = changes(replace(OLD, rows=(OLD.rows[1], OLD.rows[0], OLD.rows[2])))
    assert (change.part, change.before, change.after) == (Part.ORDER, "A B C", "B A C")


def matching(*belongs: int, answers: str = "files blocks rows") -> Words:
    texts = enumerate(answers.split(), 1)
    return Words(
        OLD.stem,
        tuple(Row(i, "ABC"[i], belongs=place) for i, place in enumerate(belongs)),
        kind=Kind.MATCHING,
        answers=tuple(Answer(number, text) for number, text in texts),
    )


def ordering(*belongs: int) -> Words:
    return Words(OLD.stem, matching(*belongs).rows, kind=Kind.ORDERING)


def test_another_right_place() -> None:
    found = differences(ordering(1, 2, 3).draft(), ordering(1, 3, 2).draft())
    assert [(c.part, c.letter, c.before, c.after) for c in found] == [
        (Part.PLACE, "B", "2", "3"),
        (Part.PLACE, "C", "3", "2"),
    ]


def test_another_right_answer_by_its_words() -> None:
    (change,) = differences(matching(1, 2).draft(), matching(1, 3).draft())
    assert change == Change(Part.PLACE, "B", before="blocks", after="rows")


def test_answers_reworded_added_and_taken_out() -> None:
    old = matching(1, 1).draft()
    (reworded,) = differences(old, matching(1, 1, answers="files disks rows").draft())
    assert (reworded.part, reworded.letter) == (Part.ANSWER, "2")
    assert reworded.pieces == [Piece(Fate.REMOVED, "blocks"), Piece(Fate.ADDED, "disks")]
    (added,) = differences(old, matching(1, 1, answers="files blocks rows keys").draft())
    assert (added.letter, added.pieces) == ("4", [Piece(Fate.ADDED, "keys")])
    (gone,) = differences(old, matching(1, 1, answers="files blocks").draft())
    assert (gone.letter, gone.pieces) == ("3", [Piece(Fate.REMOVED, "rows")])


def test_another_kind() -> None:
    found = differences(ordering(1, 2).draft(), matching(1, 2).draft())
    assert found[0] == Change(Part.KIND, before="ordering", after="matching")
    assert [c.part for c in found[1:]] == [Part.PLACE] * 2 + [Part.ANSWER] * 3
    assert differences(matching(1, 2).draft(), matching(1, 2).draft()) == []


def test_reason_explanation_and_shuffling() -> None:
    rows = (replace(OLD.rows[0], rationale="It is so."), *OLD.rows[1:])
    found = changes(replace(OLD, rows=rows, explanation="", shuffle=False))
    assert [c.part for c in found] == [Part.RATIONALE, Part.EXPLANATION, Part.SHUFFLE]


def test_long_texts_are_compared_by_lines() -> None:
    lines = [f"{n} one two three\n" for n in range(MOST_WORDS)]
    found = pieces("".join(lines), "".join([*lines[:5], "5 one two four\n", *lines[6:]]))
    assert [p.fate for p in found] == [Fate.SAME, Fate.REMOVED, Fate.ADDED, Fate.SAME]
    assert found[1].text == "5 one two three\n"


@given(old=st.text(max_size=60), new=st.text(max_size=60))
def test_both_texts_can_be_read_off_the_pieces(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(p.text for p in found if p.fate is not Fate.ADDED) == old
    assert "".join(p.text for p in found if p.fate is not Fate.REMOVED) == new
