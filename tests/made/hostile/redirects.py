"""Redirects: in circles, without end, and inward in every notation."""

from tests.made.hostile.rows import FEED, REFUSED, ROWS, RSS_ONLY, Expected, Row, row
from tests.made.server import Visit


def redirects(name: str, expected: Expected, location: str, status: str = "302 Found") -> None:
    """`{port}` in the location is the server's own."""

    async def redirect(visit: Visit) -> None:
        port = visit.writer.get_extra_info("sockname")[1]
        await visit.answer(b"", f"Location: {location.format(port=port)}", status=status)

    ROWS[name] = Row(behaviour=redirect, expected=expected)


@row("redirects")
async def redirect_circle(visit: Visit) -> None:
    path, _, n = visit.path.partition("?")
    await visit.answer(b"", f"Location: {path}?{(int(n or 0) + 1) % 3}", status="302 Found")


@row("redirects")
async def redirect_without_end(visit: Visit) -> None:
    await visit.answer(b"", f"Location: {visit.path}/x", status="301 Moved")


@row(1)
async def redirect_chain(visit: Visit) -> None:
    if visit.path.endswith("/x/x/x/x/x"):
        await visit.answer(FEED)
    else:
        await visit.answer(b"<a>moved</a>", f"Location: {visit.path}/x", status="307 Moved")


@row("redirects")
async def cookie_wall(visit: Visit) -> None:
    if "cookie" in visit.headers:
        await visit.answer(FEED)
    else:
        await visit.answer(b"", f"Location: {visit.path}", "Set-Cookie: in=1; Path=/", status="302 Found")


redirects("redirect-to-itself", "redirects", "?")
redirects("redirect-nowhere", "status", "")
ROWS["redirect-nowhere"] = Row(behaviour=lambda visit: visit.answer(b"", status="302 Found"), expected="status")
for scheme in (
    "file:///etc/passwd",
    "ftp://127.0.0.1/",
    "javascript:alert(1)",
    "data:text/xml,%3Crss/%3E",
    "gopher://x",
):
    redirects(f"redirect-to-{scheme.partition(':')[0]}", "refused", scheme)
redirects("redirect-to-no-address", frozenset({"bad-address", "refused"}), "http://[")
redirects("redirect-to-no-port", frozenset({"bad-address", "refused"}), "http://127.0.0.1:99999/")
redirects("redirect-to-bytes", frozenset({"bad-address", "status"}), "http://\udcff\udcfe/")
INWARD = {
    "loopback": "127.0.0.2",
    "short": "127.2",
    "decimal": "2130706434",
    "hex": "0x7f000002",
    "hex-parts": "0x7f.0.0.2",
    "octal": "0177.0.0.2",
    "any": "0.0.0.0",
    "ipv6-loopback": "[::1]",
    "ipv6-any": "[::]",
    "v4-mapped": "[::ffff:127.0.0.2]",
    "v4-mapped-hex": "[::ffff:7f00:2]",
    "v4-compatible": "[::127.0.0.2]",
    "nat64": "[64:ff9b::7f00:2]",
    "six-to-four": "[2002:7f00:2::1]",
    "wide-dots": "127。0。0。2",
    "wide-digits": "①②⑦.0.0.2",
    "private-10": "10.0.0.1",
    "private-172": "172.16.0.1",
    "private-192": "192.168.0.1",
    "shared": "100.64.0.1",
    "metadata": "169.254.169.254",
    "metadata-ipv6": "[fd00:ec2::254]",
    "metadata-azure": "168.63.129.16",
    "link-local": "[fe80::1]",
    "unique-local": "[fc00::1]",
    "multicast": "224.0.0.1",
    "broadcast": "255.255.255.255",
    "trailing-dot": "127.0.0.2.",
    "octal-whole": "017700000002",
    "hex-capitals": "0X7F.0.0.2",
    "hex-padded": "0x000000007f.0.0.2",
    "percent-encoded": "127%2E0%2E0%2E2",
    "ipv6-loopback-long": "[0:0:0:0:0:0:0:1]",
    "ipv6-with-a-zone": "[fe80::1%25lo]",
    "v4-translated": "[::ffff:0:127.0.0.2]",
    "teredo": "[2001:0:7f00:2::1]",
    "isatap": "[fe80::5efe:7f00:2]",
    "localhost-dot": "localhost.localdomain.",
    "soft-hyphen": "127.0.0.\u00ad2",
}
for name, host in INWARD.items():
    redirects(f"redirect-inward-{name}", REFUSED, f"http://{host}:{{port}}/secret")
redirects("redirect-inward-with-credentials", "refused", "http://news.example.com@127.0.0.2:{port}/secret")
redirects("redirect-inward-without-a-scheme", "refused", "//127.0.0.2:{port}/secret")
redirects("redirect-inward-before-a-fragment", "refused", "http://127.0.0.2:{port}#@news.example.com/secret")
redirects("redirect-with-backslashes", "not-found", r"http:\\127.0.0.2:{port}\x")
redirects("redirect-with-three-slashes", "not-found", "http:///127.0.0.2:{port}/x")


@row(1)
async def redirect_with_credentials(visit: Visit) -> None:
    port = visit.writer.get_extra_info("sockname")[1]
    if "authorization" in visit.headers:
        await visit.answer(FEED)
    else:
        where = f"Location: http://somebody:hunter2@127.0.0.1:{port}{visit.path}"
        await visit.answer(b"", where, status="301 Moved")


redirects("redirect-of-a-megabyte", "bad-http", "http://127.0.0.1:{port}/" + "x" * 1_000_000)
RSS_ONLY.add("redirect-with-backslashes")  # it leads beside itself
