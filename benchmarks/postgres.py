"""A PostgreSQL server of its own for one benchmark run: queries in a table, one story against them."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alertbot.watches.document import Document

USER = "postgres"


def postgres_means(queries: list[str], stories: dict[int, list[Document]]) -> dict[int, float] | str:
    """Milliseconds a story for each size, the making of the tsvector included; else why there are none.

    The queries' time is the server's processor time, as for the other peers.
    """
    if not all(shutil.which(binary) for binary in ("initdb", "pg_ctl", "psql")):
        return "PostgreSQL: no server binary here (initdb, pg_ctl, psql), so it is not measured"
    with _server() as socket:
        _load(socket, queries)
        return {size: _mean(socket, some[:5]) for size, some in stories.items()}


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


def _mean(socket: str, stories: list[Document]) -> float:
    """Milliseconds of processor time a story takes the server, over four rounds."""
    look = "\\! cat /proc/$PID/stat"
    lines = [
        "SELECT pg_backend_pid() AS pid \\gset",
        "\\setenv PID :pid",
        "\\o /dev/null",
        *_matching(stories),
        look,
    ]
    said = _psql(socket, "\n".join([*lines, *_matching(stories) * 4, look]))
    ticks = [
        sum(map(int, line.split()[13:15])) for line in said.splitlines() if line.split()[1:2] == ["(postgres)"]
    ]
    return (ticks[1] - ticks[0]) * 1000 / os.sysconf("SC_CLK_TCK") / (4 * len(stories))


def _matching(stories: list[Document]) -> list[str]:
    return [
        f"SELECT id FROM w, (SELECT to_tsvector('english', '{story.title} {story.text}') AS v) s WHERE w.q @@ s.v;"
        for story in stories
    ]


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
