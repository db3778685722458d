"""Nobody outside the room reads a relation, a content type or a formula's text by itself."""

import ast
import re

import pytest

# What a text in the code would hold that takes these apart by itself, or makes them.
PACKAGE = re.compile(r"Relationship\b|Content_Types|PartName|TargetMode|\.rels\b|</?f\b")
FORMULA = re.compile(  # of a regular expression
    r"""\[\^"\]\|""|\[\^'\]\|''|"\[\^"\]\*"  # Excel's quotes
      | (?:\][+*]|[A-Z]{3}|[A-Z]\??)\)?(?:\(\?=|\\s\*)*\\\(  # a name with its bracket
      | [A-Z](?:a-z)?\]\{1,[23]\}  # the letters of a column
      | \\\[\(?\\d\+\)?\\\]  # another book's number""",
    re.VERBOSE,
)
TOKENIZER = "openpyxl.formula"
OWN = {  # who may, and why
    ("calc/driver.py", "formula"): "runs in LibreOffice's Python, on LibreOffice's own formulas",
    ("cli/common.py", "formula"): "an assignment CELL=VALUE, where a sheet's name may hold =",
    ("recalc/compiling/forms.py", "formula"): "moves every reference of every formula: speed",
    ("recalc/links.py", "formula"): "which book and sheet: a reference that was split before",
    ("recalc/engines/formualizer_tree.py", "formula"): "undoes what the engine's parser confuses",
    ("templates/references.py", "formula"): "a description's braces; what is in them is no formula",
    ("templates/own_data/number_marks.py", "formula"): "a price's currency, not a cell",
    ("templates/table_writer.py", "formula"): "a column's letters in a description",
    ("templates/worksheet_class.py", "formula"): "in place of 150 searches of the writer's: speed",
}


def _texts(tree):
    """Yield the texts in a module's code that are no docstrings."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docs:
            if isinstance(node.value, bytes):
                yield node.value.decode("latin-1")
            elif isinstance(node.value, str):
                yield node.value


def _kinds(path):
    """Yield what a module does that the room is for."""
    source = path.read_text(encoding="utf-8")
    if not any(re.search(p, source) for p in (PACKAGE, r"\bre\.", re.escape(TOKENIZER))):
        return
    tree = ast.parse(source)
    for text in _texts(tree):
        if PACKAGE.search(text):
            yield "package"
        if FORMULA.search(text):
            yield "formula"
    imports = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    if any(name.startswith(TOKENIZER) for name in imports):
        yield "formula"


def test_only_the_room_takes_office_files_apart(root):
    """Each module outside is free of it, or listed here with its reason; no more are listed."""
    house = root / "xlhedge"
    found = {
        (str(path.relative_to(house)), kind)
        for path in sorted(house.rglob("*.py"))
        if not path.is_relative_to(house / "ooxml")
        for kind in _kinds(path)
    }
    assert found <= set(OWN), found - set(OWN)
    assert set(OWN) <= found, set(OWN) - found


@pytest.mark.parametrize(
    "code",
    [
        """import re; A = re.compile(r'<Relationship\\b[^>]*>')""",
        """A = b"</f>" """,
        """A = '[Content_Types].xml'""",
        """import re; A = re.compile(r'"(?:[^"]|"")*"')""",
        """import re; A = re.compile(r'"[^"]*"')""",
        """import re; A = re.compile(r"[A-Z_]+\\(")""",
        """import re; A = re.compile(r"(SUM|MAX)\\s*\\(")""",
        """import re; A = re.compile(r"[\\w.]+(?=\\()")""",
        """import re; A = re.compile(r'\\$?[A-Za-z]{1,3}\\d+')""",
        """import re; A = re.compile(r'\\[\\d+\\]')""",
        """def f():\n    from openpyxl.formula.tokenizer import Tokenizer""",
    ],
)
def test_the_test_sees_it(code, tmp_path):
    """Regular expressions, literals and another tokenizer are noticed."""
    path = tmp_path / "module.py"
    path.write_text(code)
    assert list(_kinds(path))
