"""The Telegram bot: what is said and pressed there goes to the counter, replies go back. Edge."""
