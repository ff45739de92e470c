"""Templates without their indentation: it is for whoever reads them, and was a twelfth of a page's weight."""

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_LINE_END = re.compile(r"\s*\n\s*")
# Where a block or a part of a table begins or ends, a line end before it shows nowhere.
_BLOCK = (
    "article|aside|blockquote|body|caption|col|colgroup|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|"
    "footer|form|h[1-6]|head|header|html|li|link|main|meta|nav|ol|optgroup|option|p|script|section|summary|table|"
    "tbody|td|template|tfoot|th|thead|title|tr|ul"
)
_BEFORE_BLOCK = re.compile(rf"\s*\n\s*(?=</?(?:{_BLOCK})[\s>])")


class Unindented(Extension):
    """Each run of spaces that holds a line end becomes that line end, or nothing before a block.

    Only what stands in the templates: values are left as they are. Nothing in the templates may hold
    preformatted text.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens, with the text between tags and expressions tidied."""
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, token.type, _LINE_END.sub("\n", _BEFORE_BLOCK.sub("", token.value)))
            else:
                yield token
