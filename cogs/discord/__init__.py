"""Sealane on Discord: commands and buttons that acknowledge, ask the desk and show what it says."""
