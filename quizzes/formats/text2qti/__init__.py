"""text2qti, the plain text that Canvas quizzes are made of."""

from quizzes.formats.format import Format
from quizzes.formats.text2qti.reader import fits, read

TEXT2QTI = Format(
    name="text2qti",
    title="text2qti",
    endings=(".txt", ".text2qti"),
    own=(".text2qti",),
    fits=fits,
    read=read,
)
