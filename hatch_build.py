"""Build hook: compiles the modules that pages spend their time in, with mypyc; where that fails, they stay Python.

The source is one: a compiled module does what its Python text says. Editable installs are never compiled, so that an
edit shows at once. `ARTICLEKIT_COMPILE=0 pip install .` compiles nothing; `ARTICLEKIT_COMPILE=1` makes a failure to
compile an error, as releases and CI need it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WISH = os.environ.get("ARTICLEKIT_COMPILE", "")


class CompiledModules(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the compiled modules beside their sources into the wheel."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What compiling needs; numpy for its types."""
        return [] if WISH == "0" else ["mypy[mypyc]>=1.15", "numpy>=1.26", "setuptools>=70"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles the modules that `pyproject.toml` names."""
        if version == "editable" or WISH == "0":
            return
        sources = _sources(Path(self.root) / "src", self.config["modules"])
        folder = Path(tempfile.mkdtemp(prefix="articlekit-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)  # the wheel is written after this method
        try:
            made = _compiled(Path(self.root) / "src", sources, folder)
        except (Exception, SystemExit) as error:  # no compiler, no headers, a type that mypyc cannot tell
            if WISH == "1":
                raise
            self.app.display_warning(f"articlekit is built without compiled modules, and slower: {error!r}")
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        build_data["force_include"] |= {str(file): str(file.relative_to(folder / "lib")) for file in made}


def _sources(src: Path, patterns: list[str]) -> list[str]:
    """The modules' files; `patterns`: paths below `src`, in which `*` stands for any name."""
    found = {pattern: sorted(src.glob(pattern)) for pattern in patterns}
    if unknown := [pattern for pattern, files in found.items() if not files]:
        raise ValueError(f"pyproject.toml names modules to compile that are not there: {', '.join(unknown)}")
    return [str(file) for files in found.values() for file in files]


def _compiled(src: Path, sources: list[str], folder: Path) -> list[Path]:
    """The shared objects that the modules make."""
    from mypyc.build import mypycify
    from setuptools import Distribution

    flags = ["--config-file=", f"--cache-dir={folder / 'types'}", "--ignore-missing-imports", "--follow-imports=silent"]
    before = os.environ.get("MYPYPATH")
    os.environ["MYPYPATH"] = str(src)
    try:
        with redirect_stdout(sys.stderr):  # standard output is the build's own
            extensions = mypycify([*flags, *sources], opt_level="2", multi_file=True, target_dir=str(folder / "c"))
            command = _side_by_side()(Distribution({"name": "articlekit", "ext_modules": extensions}))
            command.build_lib, command.build_temp = str(folder / "lib"), str(folder / "temp")
            command.ensure_finalized()
            command.run()
    finally:
        os.environ.pop("MYPYPATH")
        if before is not None:
            os.environ["MYPYPATH"] = before
    return [path for path in (folder / "lib").rglob("*") if path.suffix in (".so", ".pyd")]


def _side_by_side() -> Any:
    """The command that compiles, with the files of an extension side by side on all cores, not one after the other."""
    from setuptools.command.build_ext import build_ext

    class BuildSideBySide(build_ext):
        def build_extensions(self) -> None:
            compile_all = self.compiler.compile

            def compile_each(sources: list[str], **options: Any) -> list[str]:
                with ThreadPoolExecutor(os.cpu_count()) as pool:
                    made = pool.map(lambda source: compile_all([source], **options), sources)
                    return [file for files in made for file in files]

            self.compiler.compile = compile_each
            super().build_extensions()

    return BuildSideBySide
