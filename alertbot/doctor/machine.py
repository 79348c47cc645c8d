"""Is this machine fit to run the bot: its disk, the modes of its files. Edge."""

import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from alertbot.doctor.finding import Finding, fault, fine, warning
from alertbot.settings.environment import VARIABLES

DATA = fault(
    "data-folder",
    "the embedded server's folder cannot be made or written",
    "let this user write it, or name another one in ALERTBOT_DATA_DIR",
)
FULL = fault(
    "disk-full",
    "less than 50 MB are free where the embedded server keeps its data",
    "free space there, or move ALERTBOT_DATA_DIR",
)
NARROW = warning(
    "disk-nearly-full",
    "less than 500 MB are free where the embedded server keeps its data",
    "free space there, or move ALERTBOT_DATA_DIR",
)
READABLE = warning(
    "secret-readable", "other users of this machine can read a file with secrets", "chmod 600 the file"
)
FAULTS = (DATA, FULL, NARROW, READABLE)

FULL_BYTES = 50 * 2**20
NARROW_BYTES = 500 * 2**20
MOUNTED = Path("/run/secrets")
"""Containers mount secrets there, readable inside the container for everybody by design."""


class Space(NamedTuple):
    """Bytes of a file system, as shutil tells them."""

    total: int
    used: int
    free: int


def disk_space(folder: Path) -> Space:
    return Space(*shutil.disk_usage(folder))


def look_at_disk(data_dir: Path, space: Callable[[Path], Space] = disk_space) -> list[Finding]:
    """Findings about the embedded server's folder; `space` reads a file system."""
    there = next(each for each in (data_dir, *data_dir.absolute().parents) if each.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return [DATA.at("data folder", f"{there} is not a folder that this user may write")]
    free = space(there).free
    if free < NARROW_BYTES:
        kind = FULL if free < FULL_BYTES else NARROW
        return [kind.at("data folder", f"only {free // 2**20} MB are free for {data_dir}")]
    return [fine("data folder", f"{data_dir}, {free / 2**30:.1f} GB free")]


def look_at_files(environ: Mapping[str, str], config: Path | None, config_is_secret: bool) -> list[Finding]:
    """A finding for each file with secrets that everybody on this machine can read."""
    named = [(f"{name}_FILE", Path(path)) for name in VARIABLES if (path := environ.get(f"{name}_FILE"))]
    kept = [(about, path) for about, path in named if MOUNTED not in path.parents]
    if config is not None and config_is_secret:
        kept.append(("configuration", config))
    return list(_readable(kept))


def _readable(files: Iterable[tuple[str, Path]]) -> Iterator[Finding]:
    for about, path in files:
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except OSError:
            continue  # whoever reads it says so
        if mode & (stat.S_IROTH | stat.S_IWOTH):
            yield READABLE.at(about, f"every user of this machine can read {path} (mode {mode:03o})")
