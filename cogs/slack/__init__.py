"""Sealane on Slack: commands, messages and buttons that acknowledge, ask the desk and show what it says."""
