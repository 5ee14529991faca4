"""A Message as Slack shows it: Block Kit within every limit, and text in which nothing of a source is live."""

from bot.chat.slack.packer import Body, pack, picture_id

__all__ = ["Body", "pack", "picture_id"]
