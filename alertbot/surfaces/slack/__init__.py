"""Slack's conversations: commands, buttons, modals and App Home, brought to the desk and back."""
