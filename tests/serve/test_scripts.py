"""The scripts and shapes that are shipped are what `web/` makes, to the byte."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEB, SHIPPED = ROOT / "web", Path("src/dragoman/serve/static")


def test_what_is_shipped_is_what_the_sources_make(tmp_path: Path) -> None:
    npm, modules = shutil.which("npm"), WEB / "node_modules"
    if npm is None or not modules.is_dir():
        pytest.skip("the scripts are not built anew: `npm ci` in web/ gets what that takes")
    shutil.copytree(WEB, tmp_path / "web", ignore=shutil.ignore_patterns("node_modules"))
    (tmp_path / "web" / "node_modules").symlink_to(modules)
    (tmp_path / SHIPPED).mkdir(parents=True)
    subprocess.run([npm, "run", "-s", "build"], cwd=tmp_path / "web", check=True, capture_output=True)
    made = sorted(path.name for path in (tmp_path / SHIPPED).iterdir())
    assert made == sorted(path.name for path in (ROOT / SHIPPED).iterdir() if path.suffix in (".js", ".json"))
    for name in made:
        assert (tmp_path / SHIPPED / name).read_bytes() == (ROOT / SHIPPED / name).read_bytes(), name
