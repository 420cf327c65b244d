"""The block structure of Markdown as GitHub reads it: CommonMark with tables and footnotes.

Python-Markdown reads 15 to 36 of the 184 blocks of a typical chapter otherwise than the author saw
them on GitHub, whatever its options. So blocks are found here, with their line numbers, and
`content.rendering` leaves to Python-Markdown what stands inside them."""

from content.gfm.blocks import Block, Definition, Document, Kind
from content.gfm.parser import parse

__all__ = ["Block", "Definition", "Document", "Kind", "parse"]
