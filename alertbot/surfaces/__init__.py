"""Where people talk to alertbot: Telegram, Slack, the web. Edge."""
