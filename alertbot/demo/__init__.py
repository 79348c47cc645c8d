"""The whole bot on a bundled sample of two days of news: no network, no tokens."""
