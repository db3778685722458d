"""Who may know whom, and what the public sees."""

import ast
import graphlib
import importlib
import os
import re
import subprocess
import sys
import tomllib

import pytest

from xlhedge import worksheet
from xlhedge.worksheet.errors import XlhedgeError

KNOWS = {
    "core": {"core"},
    "worksheet": {"core", "worksheet"},
    "hedge": {"core", "worksheet", "hedge"},
    "udfs": {"xlwings_imports", "worksheet"},
    "xlwings_imports": set(),
    "contracts": set(),
    "ooxml": {"worksheet", "ooxml"},
    "reference": {"worksheet", "ooxml", "templates", "reference"},
    "templates": {"worksheet", "contracts", "ooxml", "templates"},
    "recalc": {
        "extras",
        "worksheet",
        "ooxml",
        "recalc",
        "calc",
    },  # the second engine is Calc with our add-in in it
    "calc": {"worksheet", "ooxml", "calc"},
    "excel": {"extras", "xlwings_imports", "worksheet", "ooxml", "excel"},
    "extras": set(),
    "web": {
        "extras",
        "xlwings_imports",
        "worksheet",
        "udfs",
        "ooxml",
        "web",
    },
}
THIRD_PARTY_OF_CORE = {"numpy", "scipy", "arch", "pandas"}


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _modules(root):
    for path in sorted((root / "xlhedge").rglob("*.py")):
        room = path.relative_to(root / "xlhedge").parts[0].removesuffix(".py")
        yield room, path


def test_each_room_knows_only_its_neighbours(root):
    """An import of another room is one that the house allows; `cli` and the package know all."""
    for room, path in _modules(root):
        for name in _imports(path):
            parts = name.split(".")
            if parts[0] == "xlhedge" and len(parts) > 1 and room in KNOWS:
                allowed = KNOWS[room] | {"__version__"}
                assert parts[1] in allowed, f"{path.relative_to(root)} imports {name}"


def test_the_map_names_each_room_and_what_it_knows(root):
    """The table of rooms in the house's README is the one that holds here."""
    text = (root / "xlhedge" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w.]+?)(?:/|\.py)` \|.*\| ([^|]*) \|$", text, re.MULTILINE)
    told = {room: set(re.findall(r"`(\w+)`", knows)) for room, knows in rows}
    assert told.pop("cli") == set()  # knows all
    assert told == {room: knows - {room} for room, knows in KNOWS.items()}
    assert KNOWS.keys() | {"cli", "__init__", "__main__"} == {room for room, _ in _modules(root)}


def _running_imports(node, modules):
    """Yield which of our modules are imported below a node when it runs, now or when called."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and getattr(child.test, "id", "") == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names if alias.name in modules)
        elif isinstance(child, ast.ImportFrom) and child.module in modules:
            for alias in child.names:  # a module of a package, or what its `__init__` holds
                inner = f"{child.module}.{alias.name}"
                yield inner if inner in modules else child.module
        yield from _running_imports(child, modules)


def test_no_imports_go_in_a_circle(root):
    """No module needs itself by way of others, neither to be loaded nor when it is used."""
    paths = {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path
        for _, path in _modules(root)
    }
    needs = {
        name: set(_running_imports(ast.parse(path.read_text("utf-8")), paths))
        for name, path in paths.items()
    }
    assert sum(map(len, needs.values())) > 500
    graphlib.TopologicalSorter(needs).prepare()  # names the circle


def test_core_imports_only_numerical_libraries(root):
    """Core needs the standard library and numerical packages, nothing that knows a spreadsheet."""
    for room, path in _modules(root):
        if room == "core":
            outside = {name.split(".")[0] for name in _imports(path)}
            outside -= set(sys.stdlib_module_names) | THIRD_PARTY_OF_CORE | {"xlhedge"}
            assert not outside, f"{path.relative_to(root)} imports {outside}"


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        (
            "xlhedge.worksheet",
            ["numpy", "xlwings", "pandas", "scipy", "formualizer", "statsmodels", "arch"],
        ),
        ("xlhedge.hedge", ["numpy", "pandas", "matplotlib", "polars", "scipy", "typer"]),
        ("xlhedge.udfs", ["scipy", "formualizer", "statsmodels", "arch", "typer", "rich"]),
        ("xlhedge.cli", ["xlwings", "pandas", "scipy", "formualizer", "numpy", "xlsxwriter"]),
    ],
)
def test_heavy_libraries_load_only_when_used(module, heavy):
    """Importing a face of the package leaves the libraries of its functions alone."""
    code = f"import sys, {module}; print([m for m in {heavy!r} if m in sys.modules])"
    # xlwings_server, once imported in a test's process, marks it and its children as a server
    plain = {name: value for name, value in os.environ.items() if not name.startswith("XLWINGS")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=plain
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_public_names():
    """`worksheet` offers the catalogue's functions, the catalogue and the error value: no more."""
    functions = sorted(name for name in worksheet.__all__ if name.isupper() and name != "CATALOGUE")
    assert functions == sorted(worksheet.CATALOGUE)
    assert sorted(worksheet.__all__) == sorted([*functions, "CATALOGUE", "ExcelError"])


def test_what_carries_an_exit_code_has_the_one_base(root):
    """The command line catches XlhedgeError alone, so each class with an exit code is one."""
    carriers = [
        (".".join(path.relative_to(root).with_suffix("").parts), node.name)
        for _, path in _modules(root)
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
        and any(
            isinstance(line, ast.Assign) and getattr(line.targets[0], "id", "") == "exit_code"
            for line in node.body
        )
    ]
    assert len(carriers) > 3
    for module, name in carriers:
        assert issubclass(getattr(importlib.import_module(module), name), XlhedgeError), name


def _held_by(root):
    """Return the rows of held_by.toml, each with the modules that its pattern names."""
    rows = tomllib.loads((root / "tests" / "held_by.toml").read_text(encoding="utf-8"))["module"]
    for row in rows:
        start, brace, rest = row["pattern"].partition("{")
        names, _, end = rest.partition("}")
        patterns = [f"{start}{name}{end}" for name in names.split(",")] if brace else [start]
        found = (path for pattern in patterns for path in (root / "xlhedge").glob(pattern))
        yield row, {path for path in found if path.stem != "__init__"}


def test_every_module_is_held_by_a_test(root):
    """A module has a test of its name, or stands in held_by.toml with the test that holds it."""
    named = {path.stem.removeprefix("test_") for path in (root / "tests").rglob("test_*.py")}
    rows = list(_held_by(root))
    held = set().union(*(modules for _, modules in rows))
    for _, path in _modules(root):
        by_name = path.stem in named or path.stem.startswith("__")
        assert by_name or path in held, f"{path.relative_to(root)}: no test holds it"
    for row, modules in rows:
        assert (root / "tests" / row["test"]).is_file(), row["test"]
        assert {path.stem for path in modules} - named, f"{row['pattern']}: the row is not needed"


NO_NAMES = {
    "given",
    "found",
    "wanted",
    "laid",
    "tell",
    "told",
    "trouble",
    "said",
    "here_alone",
    "mend",
}


def test_a_class_has_its_name_for_itself(root):
    """No two public classes have one name, nor two private ones of one room."""
    homes = {}
    for room, path in _modules(root):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                scope = room if node.name.startswith("_") else ""
                homes.setdefault((scope, node.name), []).append(str(path.relative_to(root)))
    assert not {name: paths for (_, name), paths in homes.items() if len(paths) > 1}


def test_things_are_called_what_they_are(root):
    """No variable, argument, class or function is called by what happened to it, not in part."""
    for _, path in _modules(root):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names = [node.id]
            elif isinstance(node, ast.arg):
                names = [node.arg]
            elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ExceptHandler):
                names = [node.name or ""]
            for name in names:
                if (path.name, name) == ("keywords.py", "GIVEN"):
                    continue  # the word that a cell holds
                words = {word.lower() for word in re.findall("[A-Z]*[a-z0-9]+|[A-Z]+", name)}
                assert not {name.strip("_").lower(), *words} & NO_NAMES, f"{path.name}: {name}"
