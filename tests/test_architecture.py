"""The shape of the source: layers, size, state. Read from the code itself, so that no drawing can go stale."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

LAYERS: Final = (
    ("errors", "_version", "months"),
    ("dates",),
    ("models", "sentences"),
    ("page", "draft"),
    ("readers", "measures", "outline"),
    ("front_lines", "notes"),
    ("survey",),
    ("label", "structure", "sources", "metadata"),
    ("assemble",),
    ("pipeline",),
    ("render",),
    ("rows",),
    ("arrow",),
    ("corpus",),
    ("integrations",),
    ("formats", "cli_job"),
    ("cli",),
    ("__main__",),
)
"""Modules from the lowest to the highest. Each imports from layers below its own, never from its own layer's others."""

CORE: Final = frozenset((*(name for layer in LAYERS[:10] for name in layer), "render"))
"""What makes and renders articles: functions of their input, so without files, network, clock, environment, chance."""

OUTSIDE: Final = frozenset({
    "asyncio", "ctypes", "getpass", "glob", "http", "locale", "logging", "multiprocessing", "os", "pathlib",
    "platform", "random", "requests", "secrets", "shutil", "socket", "subprocess", "tempfile", "threading", "time",
    "urllib.request", "uuid",
})  # fmt: skip
"""Modules through which a program sees or changes the world outside its input."""

OUTSIDE_STILL: Final = {"pipeline": frozenset({"threading"})}
"""What a module sees of it after all: the pipeline asks whether there are other threads before it lets the garbage
collector rest; no article depends on that."""

CLOCKS: Final = frozenset(("now", "today", "utcnow"))

LAZY: Final = {
    "models": (
        "render",
        (
            "to_markdown", "to_html", "to_text", "claims_table", "uncited_claims", "to_claims_csv", "to_annotations",
            "to_csl_json",
        ),
    )
}  # fmt: skip
"""Imports that go up, inside these functions only: a method that is a convenience for a function of a higher layer."""

HEAVY: Final = (
    "asyncio", "bs4", "chardet", "charset_normalizer", "concurrent.futures", "fastwarc", "fsspec", "http.client",
    "markdown_it", "mdit_py_plugins", "multiprocessing", "numpy", "pandas", "pyarrow", "pyspark", "sqlite3", "ssl",
    "unittest", "warcio", "zstandard",
)  # fmt: skip
"""Modules that a program pays for at every start, whether it needs them or not."""

MOST_LINES_OF_FILE: Final = 400
MOST_LINES_OF_FUNCTION: Final = 60
MANY_LINES_OF_FUNCTION: Final = 40
FUNCTIONS_OVER_MANY: Final = 0
"""How many functions have more than 40 lines. This number goes down only."""


class Module(NamedTuple):
    """A source file of the library."""

    name: str
    """Dotted name below `articlekit`: "label.rules"; "" for the package's own `__init__`."""
    path: Path
    tree: ast.Module

    @property
    def top(self) -> str:
        return self.name.partition(".")[0]


def _modules() -> tuple[Module, ...]:
    root = Path(__file__).parent.parent / "src" / "articlekit"
    found = []
    for path in sorted(root.rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix("__init__").rstrip(".")
        found.append(Module(name, path, ast.parse(path.read_text(encoding="utf-8"))))
    return tuple(found)


MODULES: Final = _modules()
PARTS: Final = tuple(module for module in MODULES if module.name)
"""All modules but the package's own `__init__`, which shows the public face and may import from anywhere."""

each_module: Final = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name or "__init__")
each_part: Final = pytest.mark.parametrize("module", PARTS, ids=lambda module: module.name)


# ---------------------------------------------------------------- imports


class Import(NamedTuple):
    """An import of something in a module, and the function that it stands in ("" outside of functions)."""

    name: str
    function: str
    line: int


def imports(module: Module) -> Iterator[Import]:
    """Every import of a module, those inside functions and type-checking blocks included."""
    yield from _imports(module, module.tree, "")


def _imports(module: Module, tree: ast.AST, function: str) -> Iterator[Import]:
    for child in ast.iter_child_nodes(tree):
        inside = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else function
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, inside, child.lineno)
        elif isinstance(child, ast.ImportFrom):
            for alias in child.names:
                yield Import(f"{_source(module, child)}.{alias.name}", inside, child.lineno)
        else:
            yield from _imports(module, child, inside)


def _source(module: Module, statement: ast.ImportFrom) -> str:
    """The absolute name of what `from … import` imports from."""
    if not statement.level:
        return statement.module or ""
    package = ["articlekit", *module.name.split(".")]
    if module.path.name != "__init__.py":
        package.pop()
    package = package[: len(package) - statement.level + 1]
    return ".".join([*package, *filter(None, [statement.module])])


def layer(top: str) -> int:
    return next(number for number, layer in enumerate(LAYERS) if top in layer)


def test_the_source_was_found() -> None:
    assert {"models", "page", "errors"} <= {module.name for module in MODULES}


@each_part
def test_every_module_has_a_layer(module: Module) -> None:
    assert sum(module.top in layer for layer in LAYERS) == 1, f"say in LAYERS where {module.top!r} stands"


@each_part
def test_imports_go_down(module: Module) -> None:
    """A module imports from lower layers and from its own package. Stages never import each other."""
    for found in imports(module):
        if found.name.split(".")[0] != "articlekit":
            continue
        target = found.name.split(".")[1]
        lazy, functions = LAZY.get(module.top, ("", ()))
        if target == module.top or (target == lazy and found.function in functions):
            continue
        place = f"{module.path}:{found.line}: {module.name} imports {found.name}"
        assert any(target in layer for layer in LAYERS), f"{place}: import from the module that owns it"
        assert layer(target) < layer(module.top), f"{place}, which is no lower layer"


@each_part
def test_the_core_sees_its_input_only(module: Module) -> None:
    """No file, no network, no clock, no environment and no chance in what makes and renders articles."""
    if module.top not in CORE:
        return
    for found in imports(module):
        parts = found.name.split(".")
        names = {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
        assert not names & (OUTSIDE - OUTSIDE_STILL.get(module.top, frozenset())), (
            f"{module.path}:{found.line}: imports {found.name}"
        )
    for call in ast.walk(module.tree):
        if isinstance(call, ast.Call):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            opens = isinstance(call.func, ast.Name) and name in {"open", "input"}
            outside = opens or name in CLOCKS
            assert not outside, f"{module.path}:{call.lineno}: calls {name}()"


def test_the_package_starts_light() -> None:
    """`import articlekit` loads no module that only some pages need."""
    program = f"import sys, articlekit; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


# ---------------------------------------------------------------- state


MUTABLE: Final = frozenset({
    "list", "dict", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict", "ChainMap", "array",
})  # fmt: skip
MUTATORS: Final = frozenset({
    "add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "reverse",
    "setdefault", "sort", "update", "move_to_end", "__setitem__",
})  # fmt: skip
CACHES: Final = frozenset(("cache", "lru_cache", "cached_property"))


def is_mutable(value: ast.expr | None) -> bool:
    """Whether an expression makes a list, a dict, a set or the like."""
    if isinstance(value, ast.Call):
        name = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
        return name in MUTABLE
    return isinstance(
        value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp | ast.GeneratorExp
    )


def assignments(body: list[ast.stmt]) -> Iterator[tuple[ast.expr, ast.expr | None, ast.expr | None, int]]:
    """(target, value, annotation, line) of the assignments in a body, branches included."""
    for statement in body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                yield target, statement.value, None, statement.lineno
        elif isinstance(statement, ast.AnnAssign):
            yield statement.target, statement.value, statement.annotation, statement.lineno
        elif isinstance(statement, ast.If | ast.Try | ast.With | ast.For):
            yield from assignments(
                [inner for inner in ast.walk(statement) if isinstance(inner, ast.Assign | ast.AnnAssign)]
            )


@each_module
def test_no_mutable_state_in_modules(module: Module) -> None:
    """What a module holds cannot change: tuples, frozensets, mapping proxies, or Final dicts in CAPITALS."""
    for target, value, annotation, line in assignments(module.tree.body):
        name = getattr(target, "id", "?")
        if not is_mutable(value) or name == "__all__":
            continue
        constant = annotation is not None and ast.unparse(annotation).startswith("Final") and name == name.upper()
        wrong = f"{module.path}:{line}: {name} can change"
        assert isinstance(value, ast.Dict | ast.DictComp), f"{wrong}: use a tuple or a frozenset"
        assert constant, f"{wrong}: annotate it as Final and write it in CAPITALS, or wrap it in MappingProxyType"


@each_module
def test_no_mutable_state_in_classes(module: Module) -> None:
    """No class holds a list, dict or set that its objects share."""
    for owner in ast.walk(module.tree):
        if isinstance(owner, ast.ClassDef):
            for target, value, _, line in assignments(owner.body):
                assert not is_mutable(value), f"{module.path}:{line}: {ast.unparse(target)} is shared by all objects"


@each_module
def test_constants_stay_what_they_are(module: Module) -> None:
    """Nothing changes a name in CAPITALS, rebinds a global, or remembers calls."""
    for part in ast.walk(module.tree):
        assert not isinstance(part, ast.Global), f"{module.path}:{part.lineno}: global {part.names}"
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr in MUTATORS:
            assert not is_constant(part.func.value), f"{module.path}:{part.lineno}: {ast.unparse(part)}"
        if isinstance(part, ast.Subscript) and isinstance(part.ctx, ast.Store | ast.Del):
            assert not is_constant(part.value), f"{module.path}:{part.lineno}: {ast.unparse(part)}"
        if isinstance(part, ast.FunctionDef):
            remembers = {
                word for mark in part.decorator_list for word in ast.unparse(mark).replace("(", ".").split(".")
            }
            cached = bool(remembers & CACHES) and bool(part.args.args)
            assert not cached, (
                f"{module.path}:{part.lineno}: {part.name} remembers its calls, without end or with chance"
            )


def is_constant(expression: ast.expr) -> bool:
    name = expression.attr if isinstance(expression, ast.Attribute) else getattr(expression, "id", "")
    return bool(name) and name == name.upper() and any(letter.isalpha() for letter in name)


@each_part
def test_nothing_is_printed(module: Module) -> None:
    """Only the command line writes to the terminal."""
    if module.top == "cli":
        return
    for part in ast.walk(module.tree):
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name):
            assert part.func.id != "print", f"{module.path}:{part.lineno}: prints"
        if isinstance(part, ast.Attribute) and ast.unparse(part) in {"sys.stdout", "sys.stderr"}:
            pytest.fail(f"{module.path}:{part.lineno}: uses {ast.unparse(part)}")


# ---------------------------------------------------------------- size


def docstring_lines(tree: ast.AST) -> int:
    """Lines of docstrings in a piece of code, those under fields included."""
    return sum(
        part.end_lineno - part.lineno + 1
        for part in ast.walk(tree)
        if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant) and isinstance(part.value.value, str)
        if part.end_lineno is not None
    )


@each_module
def test_files_are_short(module: Module) -> None:
    """No file has more than 400 lines; what grows past that is two things."""
    assert len(module.path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES_OF_FILE


def long_functions(limit: int) -> list[str]:
    """The functions of the library with more lines than the limit, docstrings not counted."""
    found = []
    for module in MODULES:
        for part in ast.walk(module.tree):
            if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and part.end_lineno is not None:
                lines = part.end_lineno - part.lineno + 1 - docstring_lines(part)
                if lines > limit:
                    found.append(f"{module.name}.{part.name}: {lines} lines")
    return found


def test_no_function_is_very_long() -> None:
    """No function has more than 60 lines."""
    assert long_functions(MOST_LINES_OF_FUNCTION) == []


def test_long_functions_get_fewer() -> None:
    """Functions of more than 40 lines are an alarm; their number goes down only."""
    found = long_functions(MANY_LINES_OF_FUNCTION)
    assert len(found) <= FUNCTIONS_OVER_MANY, f"split one of these: {found}"
    assert len(found) == FUNCTIONS_OVER_MANY, f"well done; now lower FUNCTIONS_OVER_MANY to {len(found)}"
