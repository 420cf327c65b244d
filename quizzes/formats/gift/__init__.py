"""GIFT, the text format of Moodle's questions."""

from quizzes.formats.format import Format
from quizzes.formats.gift.reader import fits, read
from quizzes.formats.gift.writer import write

GIFT = Format(
    name="gift",
    title="GIFT (Moodle)",
    endings=(".gift", ".txt"),
    own=(".gift",),
    fits=fits,
    read=read,
    write=write,
)
