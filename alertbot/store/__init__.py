"""Redis: every key, codec and transaction. Edge."""
