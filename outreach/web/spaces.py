"""Templates without their indentation: it is for whoever reads them, and was a twelfth of a page's weight."""

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_LINE_END = re.compile(r"\s*\n\s*")


class Unindented(Extension):
    """Each run of spaces that holds a line end becomes that line end, which a browser shows alike.

    Only what stands in the templates: values are left as they are. Nothing in the templates may hold
    preformatted text.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens, with the text between tags and expressions tidied."""
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, token.type, _LINE_END.sub("\n", token.value))
            else:
                yield token
