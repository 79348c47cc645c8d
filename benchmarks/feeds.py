"""Feeds on a local nginx, for benchmarks. Nothing here is anybody's news."""

import os
import random
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ITEMS = 40
WORDS = [
    "alpha",
    "bravo",
    "charlie",
    "delta",
    "echo",
    "foxtrot",
    "golf",
    "hotel",
    "india",
    "juliet",
    "kilo",
    "lima",
    "mike",
    "november",
    "oscar",
    "papa",
    "quebec",
    "romeo",
    "sierra",
    "tango",
    "uniform",
    "victor",
    "whiskey",
    "xray",
    "yankee",
    "zulu",
]

CONF = """
daemon off; error_log {folder}/error.log; pid {folder}/nginx.pid; worker_processes 1;
events {{ worker_connections 4096; }}
http {{
  access_log off; default_type application/rss+xml; types {{ }} keepalive_requests 100000; keepalive_timeout 300;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port};
    location /feeds/ {{ alias {folder}/feeds/; }}
    location /bare/ {{ alias {folder}/feeds/; etag off; if_modified_since off; add_header Last-Modified ""; }}
  }}
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """`count` feeds of 40 items in `folder`, served at `base`."""

    folder: Path
    base: str
    count: int

    def publish(self, *, generation: int, every: int = 1) -> None:
        """Writes every `every`th feed anew; each item of a new generation is a new one.

        With `every` above one, only a tenth of its items is.
        """
        for n in range(0, self.count, every):
            path = self.folder / "feeds" / f"{n}.xml"
            fresh = ITEMS if every == 1 else ITEMS // 10
            path.write_text(feed(n, generation, fresh), encoding="utf-8")

    def urls(self, where: str) -> list[str]:
        return [f"{self.base}/{where}/{n}.xml" for n in range(self.count)]


def feed(n: int, generation: int, fresh: int) -> str:
    items = [item(n, i, generation if i < fresh else generation - 1) for i in range(ITEMS)]
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Feed {n}</title>'
        f"<link>https://{n}.example.com/</link><description>Words</description>\n{''.join(items)}</channel></rss>"
    )


def item(n: int, i: int, generation: int) -> str:
    chance = random.Random(f"{n} {i} {generation}")
    text = " ".join(chance.choices(WORDS, k=60))
    title = " ".join(chance.choices(WORDS, k=9))
    url = f"https://{n}.example.com/{generation}/{i}"
    return (
        f"<item><guid>{url}</guid><title>{title}</title><link>{url}</link><description>&lt;p&gt;{text}&lt;/p&gt;"
        f"</description><pubDate>Thu, 12 Mar 2026 09:{i:02d}:00 GMT</pubDate></item>\n"
    )


@contextmanager
def serve(folder: Path, count: int) -> Iterator[Publisher]:
    """An nginx of our own on a free port; `apt-get install nginx-light` brings the program."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")
    if nginx is None:
        raise SystemExit("this benchmark needs nginx: apt-get install nginx-light")
    (folder / "feeds").mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    conf = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    conf.write_text(user + CONF.format(folder=folder, port=port), encoding="utf-8")
    server = subprocess.Popen([nginx, "-c", str(conf)])
    try:
        yield Publisher(folder=folder, base=f"http://127.0.0.1:{port}", count=count)
    finally:
        server.terminate()
        server.wait()
