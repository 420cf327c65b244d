"""A question that is rejected leaves its neighbours as they are."""

from quizzes.drafts import Status
from quizzes.formats.markdown import read

NO_KEY_BELOW_A_LABEL = """\
Question 5: Multi (Select TWO)
A) a
B) b
C) c
Answers: A and C

6) No key here
A) a
B) b

7) Good key
A) a
B) b
Answer: B
"""


def test_numbered_question_without_key_is_not_part_of_a_labelled_one() -> None:
    five, six, seven = read(NO_KEY_BELOW_A_LABEL, path="bank.md")
    assert (five.number, five.line, five.key) == ("5", 1, ("A", "C"))
    assert five.draft
    assert five.draft.explanation == ""
    assert (six.number, six.line, six.status) == ("6", 7, Status.REJECTED)
    assert six.reasons[0].startswith("no key")
    assert (seven.number, seven.line, seven.key) == ("7", 11, ("B",))
    assert seven.draft
    assert seven.draft.stem == "Good key"
    assert seven.status is Status.IMPORTED
