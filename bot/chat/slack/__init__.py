"""A Message as Slack shows it: Block Kit within every limit, and text in which nothing of a source is live."""

from bot.chat.slack.packer import Body, pack, picture_id
from bot.chat.slack.text_only import text_only

__all__ = ["Body", "pack", "picture_id", "text_only"]
