"""A Message as Discord shows it: bodies within every limit, and text in which nothing of a source is live."""

from bot.chat.discord.packer import Body, pack

__all__ = ["Body", "pack"]
