"""Vietnamese is the source of every string and English is complete: no word of a page is in neither."""

import ast
import functools
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import jinja2
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from jinja2 import nodes

from outreach.sheets import layouts
from outreach.sheets.columns import key_of
from tests import spoken

pytestmark = pytest.mark.house

ROOT = Path(__file__).parent.parent
PO = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PYTHON = sorted((ROOT / "outreach").rglob("*.py"))
ASKING = {"_", "_l", "gettext", "ngettext", "pgettext", "lazy_gettext", "lazy_pgettext"}
FEWEST, FEWEST_FILES = 1000, 100
# Modules that know Vietnamese without saying it to readers of pages: what files and lists may contain,
# letters for sorting and measuring, what stands between names, the fictional board, what commands print,
# and the name of a browser.
KNOWING = (
    "sheets/", "campaigns/rules/", "text.py", "charts/svg.py", "demo/", "cli/", "accounts/rules.py",
    "catalogue/rules/", "catalogue/queries/found.py", "tutorials/rules/files.py",
    "answers/rules/redacting.py", "desks/rules/clashes.py", "leaflets/rules/fitting.py",
    "desks/queries/rehearsal.py", "helpdesk/rules/masking.py", "helpdesk/rules/promising.py",
    "zalo/rules/pasted_names.py", "rates/rules/titles.py", "zalo/rules/pasted_times.py", "documents/rules.py",
    "dossiers/importing/choosing.py",
)  # fmt: skip


def key(message: Message) -> tuple[str | None, str]:
    """A message's context and (first) source string."""
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def forms(text: str | Iterable[str]) -> tuple[str, ...]:
    """The singular and plural of a message, or its only form."""
    return (text,) if isinstance(text, str) else tuple(text)


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The catalogue as it is committed."""
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The strings of the source as it stands, found as `make messages` finds them."""
    found = tmp_path_factory.mktemp("messages") / "messages.pot"
    how = re.search(r"pybabel -q extract (.+?) -o ", (ROOT / "Makefile").read_text())
    assert how is not None
    command = [str(Path(sys.executable).parent / "pybabel"), "-q", "extract", *shlex.split(how.group(1))]
    subprocess.run([*command, "-o", str(found), "."], cwd=ROOT, check=True)
    with found.open("rb") as file:
        return read_po(file)


class TestCatalogue:
    def test_it_has_every_string_and_no_other(self, english: Catalog, extracted: Catalog) -> None:
        asked = {key(message) for message in extracted if message.id}
        answered = {key(message) for message in english if message.id}
        assert answered == asked, "run `make messages` and translate what is new"
        assert len(asked) > FEWEST, "the extraction finds too little"

    def test_every_string_is_translated(self, english: Catalog) -> None:
        for message in english:
            if message.id:
                assert all(forms(message.string)), key(message)
                assert not message.fuzzy, key(message)
                wanted = 2 if message.pluralizable else 1
                assert len(forms(message.string)) == wanted, key(message)

    def test_what_is_filled_in_stays(self, english: Catalog) -> None:
        named = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
        for message in english:
            if message.id:
                wanted = set(named.findall(forms(message.id)[0]))
                for form in forms(message.string):
                    assert set(named.findall(form)) == wanted, key(message)

    def test_blanks_and_ends_stay(self, english: Catalog) -> None:
        for message in english:
            source = forms(message.id)[0]
            for form in forms(message.string) if source else ():
                assert form[:1].isspace() == source[:1].isspace(), source
                assert form[-1:].isspace() == source[-1:].isspace(), source
                assert form.endswith(":") == source.endswith(":"), source
                assert (form[-1] in ".!?") == (source[-1] in ".!?"), source

    def test_english_is_english(self, english: Catalog) -> None:
        for message in english:
            for form in forms(message.string) if message.id else ():
                assert not spoken.VIETNAMESE.search(form.replace(spoken.QUOTED, "")), form

    def test_a_heading_that_is_asked_for_is_understood(self, english: Catalog) -> None:
        """Who reads “The file has no column “Dossier code”” may write just that above the column."""
        translations = {key(message): message.string for message in english}
        for layout in (layouts.DOSSIERS, layouts.BUSINESSES, layouts.PROCEDURES, layouts.INTERVENTIONS):
            needed = {meaning for group in layout.needs for meaning in group}
            for field in layout.fields:
                if field.meaning in needed:
                    label = translations[None, str(field.label)]
                    assert key_of(str(label)) in {key_of(name) for name in field.synonyms}


class TestSource:
    """What a reader of the source can see before any page is made."""

    def test_every_string_asked_for_in_python_is_found(self, english: Catalog) -> None:
        """An f-string hides calls from the extraction, and a variable has no translation."""
        known = {key(message)[1] for message in english if message.id}
        lost = []
        for path in PYTHON:
            if path.name in ("i18n.py", "field_words.py", "sentences.py"):
                continue  # they are asked, and pass on what they were asked
            for call in asking(tree_of(path)):
                asked = call.args[1 if name_of(call).endswith("pgettext") else 0]
                if not isinstance(asked, ast.Constant) or asked.value not in known:
                    lost.append((relative(path), call.lineno, ast.unparse(call)))
        assert not lost
        assert len(PYTHON) > FEWEST_FILES

    def test_what_has_a_plural_is_asked_for_with_a_number(self, english: Catalog) -> None:
        """Without one it stays Vietnamese: only newer Pythons than Debian 12's find it in the catalogue."""
        counted = {forms(message.id)[0] for message in english if message.pluralizable}
        single = re.compile(r"""(?<!\w)(?:_l?|(?:lazy_)?gettext)\(\s*(["'])(.*?)\1""")
        lost = [
            (relative(path), words)
            for path in (*PYTHON, *TEMPLATES)
            for _quote, words in single.findall(path.read_text())
            if words in counted
        ]
        assert not lost

    def test_python_says_nothing_untranslated(self) -> None:
        own = []
        for path in PYTHON:
            if relative(path).removeprefix("outreach/").startswith(KNOWING):
                continue
            tree = tree_of(path)
            asked = {id(argument) for call in asking(tree) for argument in call.args}
            explained = {id(node.body[0].value) for node in ast.walk(tree) if is_explained(node)}  # type: ignore[attr-defined]
            silent = asked | explained
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    said = node.value if id(node) not in silent else ""
                    if said not in spoken.NAMES and spoken.VIETNAMESE.search(said):
                        own.append((relative(path), node.lineno, said))
        assert not own

    def test_templates_say_nothing_untranslated(self) -> None:
        reader = jinja2.Environment(extensions=["jinja2.ext.i18n"])
        own = []
        for path in TEMPLATES:
            source = path.read_text()
            classes = re.sub(r"{% block frame %}.*?{% endblock %}", "", source)  # a block of class names
            own += [
                (relative(path), line, words)
                for line, words in spoken.own_words(classes)
                if words.strip(" ·×,") not in spoken.NAMES
            ]
            tree = reader.parse(source)
            asked = {
                id(argument)
                for call in tree.find_all(nodes.Call)
                if isinstance(call.node, nodes.Name) and call.node.name in ASKING
                for argument in call.args
            }
            for constant in tree.find_all(nodes.Const):
                said = constant.value if id(constant) not in asked else ""
                if isinstance(said, str) and spoken.VIETNAMESE.search(said):
                    own.append((relative(path), constant.lineno, said))
        assert not own
        assert len(TEMPLATES) > FEWEST_FILES

    def test_scripts_say_nothing(self) -> None:
        """They show what the page gives them."""
        for path in (ROOT / "static" / "js").glob("*.js"):
            said = re.sub(r"//.*|/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
            assert not re.search(r"[\"'`][^\"'`\n]*[à-ỹ]{2}", said), path.name


@functools.cache
def tree_of(path: Path) -> ast.Module:
    """What a file of ours says to Python."""
    return ast.parse(path.read_text())


@functools.cache
def asking(tree: ast.AST) -> list[ast.Call]:
    """The calls that ask for a translation."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and name_of(node) in ASKING]


def name_of(call: ast.Call) -> str:
    """What is called, when it has a plain name."""
    return call.func.id if isinstance(call.func, ast.Name) else ""


def is_explained(node: ast.AST) -> bool:
    """Whether it begins with a docstring, which nobody translates."""
    return isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and bool(ast.get_docstring(node))
