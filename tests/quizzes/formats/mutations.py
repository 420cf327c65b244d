"""Files of the corpus, damaged: pieces dropped, doubled, swapped, or put where others belong."""

import re
from collections.abc import Sequence

from hypothesis import strategies as st

_PIECE = re.compile(rb"<[^<>]*>|[^<>]+")
_STRANGE = [
    *[b"<", b">", b"&", b"&lt;b&gt;", b"]]>", b"<![CDATA[", b"<!--", b"\x00", b"\xff", b'"', b"\n"],
    *[b"<text>", b"</text>", b"<x/>", b"-1", b"1e9", b"nan", b"<!DOCTYPE x>", b"&#1;", b"&#xd800;"],
]


@st.composite
def mutated(draw: st.DrawFn, files: Sequence[bytes]) -> bytes:
    pieces = _PIECE.findall(draw(st.sampled_from(files)))
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(pieces) - 1))
        other = draw(st.integers(0, len(pieces) - 1))
        deed = draw(st.sampled_from(["drop", "double", "move", "swap", "put", "cut", "close"]))
        if deed == "drop" and len(pieces) > 1:
            del pieces[at]
        elif deed == "double":
            pieces.insert(at, pieces[at])
        elif deed == "move":
            pieces.insert(other, pieces.pop(at))
        elif deed == "swap":
            pieces[at], pieces[other] = pieces[other], pieces[at]
        elif deed == "put":
            pieces.insert(at, draw(st.sampled_from(_STRANGE)))
        elif deed == "cut":
            pieces[at] = pieces[at][: draw(st.integers(0, 3))]
        elif pieces[at].startswith(b"<"):  # so that what follows is still well-formed
            pieces[at] = b"<!-- -->"
    return b"".join(pieces)
