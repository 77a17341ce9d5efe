"""Build hook: compiles the modules that pages spend their time in, with mypyc; where that fails, they stay Python.

The source is one: a compiled module does what its Python text says. Editable installs are never compiled, so that an
edit shows at once. `ARTICLEKIT_PURE=1 pip install .` compiles nothing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledModules(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the compiled modules beside their sources into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles the modules that `pyproject.toml` names."""
        if version == "editable" or os.environ.get("ARTICLEKIT_PURE"):
            return
        self._folder = Path(tempfile.mkdtemp(prefix="articlekit-"))
        try:
            made = _compiled(Path(self.root), list(self.config["modules"]), self._folder)
        except (Exception, SystemExit) as error:  # no compiler, no headers, a type that mypyc cannot tell
            self.app.display_warning(f"articlekit is built without compiled modules, and slower: {error!r}")
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        build_data["force_include"] |= {str(file): str(file.relative_to(self._folder / "lib")) for file in made}

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes what the wheel has taken in."""
        if hasattr(self, "_folder"):
            shutil.rmtree(self._folder, ignore_errors=True)


def _compiled(root: Path, modules: list[str], folder: Path) -> list[Path]:
    """The shared objects that the modules make; `modules`: paths below `src`, in which `*` stands for any name."""
    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    os.environ["MYPYPATH"] = str(root / "src")
    paths = [str(path) for pattern in modules for path in sorted((root / "src").glob(pattern))]
    flags = ["--config-file=", f"--cache-dir={folder / 'types'}", "--ignore-missing-imports", "--follow-imports=silent"]
    extensions = mypycify([*flags, *paths], opt_level="3", target_dir=str(folder / "c"))
    command = build_ext(Distribution({"name": "articlekit", "ext_modules": extensions}))
    command.build_lib, command.build_temp = str(folder / "lib"), str(folder / "temp")
    command.ensure_finalized()
    command.run()
    return [path for path in (folder / "lib").rglob("*") if path.suffix in (".so", ".pyd")]
