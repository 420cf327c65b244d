"""Bad files in the text formats."""

from tests.quizzes.formats.bad_files import Row, bad

NO_TEXT: list[Row] = [
    (b"", 0, "the file is empty"),
    (b" \n\n\t", 0, "the file is empty"),
    (b"Which\xff?\nA) x\n", 1, "byte 6 (0xFF) is not UTF-8"),
    (b"Which?\nA) \xe4\n", 2, "byte 11 (0xE4) is not UTF-8"),
    (b"\xff\xfeW\x00h\xd8", 1, "is not UTF-16-LE"),
    (b"Which?\nA) x\x00\n", 2, "a NUL character"),
    (b"x" * (2 * 1024 * 1024 + 1), 0, "are more than"),
]

AIKEN: list[Row] = [
    ("Which?\nA) x\nANSWER: A", 1, "1 option – write two or more"),
    ("Which?\nANSWER: A", 1, "the answer stands before the options"),
    ("Which?\nANSWER: A\nA) x\nB) y", 1, "the answer stands before the options"),
    ("Which?\nA) x\nB) y", 1, "no answer – write “ANSWER: B”"),
    ("Which?\nA) x\nB) y\nANSWER: C", 1, "the answer “C” names no option – write one of A, B"),
    ("Which?\nA) x\nB) y\nANSWER:", 1, "the answer is empty – write one of A, B"),
    ("Which?\nA) x\nB) y\nANSWER: the sun", 1, "“the sun” names no option"),
    ("Which?\nA) x\nB) y\nANSWER: A good one", 1, "“A good one” names no option"),
    ("Which?\nA) x\nB) y\nANSWER: A, D", 1, "“A, D” names no option"),
    ("Which?\nA)x\nB)y\nANSWER: A", 1, "line 2 has no space behind the letter – write “A) x”"),
    ("Which?\nA) x\nB)y\nANSWER: A", 1, "line 3 has no space behind the letter – write “B) y”"),
    ("Which?\nA. x\nB.yes\nANSWER: A", 1, "line 3 has no space behind the letter"),
    ("A) x\nB) y\nANSWER: A", 1, "the stem is empty"),
    ("Which?\nA) x\nA) y\nANSWER: A", 1, "2 options bear the letter A"),
    ("Which?\nA) x\nB) y\nANSWER: A\nANSWER: B", 1, "line 5 gives a second answer"),
    ("\n\nWhich?\n\nA) x\n\nB) y\n\n", 3, "no answer"),
    ("What is asked here?\n", 1, "no answer"),
]

BAD_TEXTS = [
    *bad("aiken", ".aiken", AIKEN, sound="Sound?\nA) so\nB) no\nANSWER: B\n\n"),
    *bad("aiken", ".aiken", [("ANSWER: A", 1, "an answer without a question")]),
    *bad("aiken", ".aiken", NO_TEXT, refused=True),
]
