"""A PostgreSQL server of its own for one benchmark run: queries in a table, one story against them."""

import os
import re
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alertbot.watches.document import Document

USER = "postgres"


def postgres_medians(queries: list[str], stories: dict[int, list[Document]]) -> dict[int, float] | str:
    """Milliseconds a story for each size, the making of the tsvector included; else why there are none."""
    if not all(shutil.which(binary) for binary in ("initdb", "pg_ctl", "psql")):
        return "PostgreSQL: no server binary here (initdb, pg_ctl, psql), so it is not measured"
    with _server() as socket:
        _load(socket, queries)
        return {size: _median(socket, some[:5]) for size, some in stories.items()}


@contextmanager
def _server() -> Iterator[str]:
    """A server on a socket in a folder of its own; it does not run as root, so neither does the folder."""
    folder = tempfile.mkdtemp(prefix="pg")
    user = USER if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    run = {"check": True, "stdout": subprocess.DEVNULL, "user": user, "cwd": folder}
    subprocess.run(["initdb", "-D", f"{folder}/d", "-A", "trust", "-U", USER, "--no-sync"], **run)
    options = f"-k {folder} -c listen_addresses= -c fsync=off -c max_parallel_workers_per_gather=0 -c jit=off"
    try:
        subprocess.run(["pg_ctl", "-D", f"{folder}/d", "-w", "-l", f"{folder}/log", "-o", options, "start"], **run)
        yield folder
    finally:
        subprocess.run(["pg_ctl", "-D", f"{folder}/d", "-m", "immediate", "stop"], **run)
        shutil.rmtree(folder, ignore_errors=True)


def _load(socket: str, queries: list[str]) -> None:
    rows = "\n".join(f"{number}\t{_tsquery(query)}" for number, query in enumerate(queries))
    _psql(socket, "CREATE TABLE w (id int, q tsquery); CREATE TABLE raw (id int, t text);")
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", delete=False) as file:
        file.write(rows)
    _psql(socket, f"\\copy raw FROM '{file.name}'")
    Path(file.name).unlink()
    _psql(socket, "INSERT INTO w SELECT id, to_tsquery('english', t) FROM raw; ANALYZE w;")


def _median(socket: str, stories: list[Document]) -> float:
    lines = ["\\timing on", "\\o /dev/null"]
    for story in stories:
        text = f"{story.title}\n{story.text}".replace("'", "''")
        lines += [f"SELECT id FROM w, (SELECT to_tsvector('english', '{text}') AS v) s WHERE w.q @@ s.v;"] * 4
    said = _psql(socket, "\n".join(lines))
    return statistics.median(float(ms) for ms in re.findall(r"Time: ([\d.]+) ms", said))


def _psql(socket: str, commands: str) -> str:
    done = subprocess.run(
        ["psql", "-h", socket, "-U", USER, "-q", "-X", "-v", "ON_ERROR_STOP=1"],
        input=commands,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def _tsquery(query: str) -> str:
    query = re.sub(r'"(\w+) (\w+)"', r"(\1 <-> \2)", query)
    query = re.sub(r"(\w+) NEAR/5 (\w+)", r"(\1 & \2)", query)
    query = query.replace("title:", "").replace(" source:times", "").replace(" AND ", " & ").replace(" OR ", " | ")
    return query.replace(" -", " & !").replace("*", ":*")
