"""Intake: documents are read, and articles with their events go into the store."""

from bot.intake.contract import event_json, stored_json
from bot.intake.intake import Intake, Origin
from bot.intake.storing import new_event

__all__ = ["Intake", "Origin", "event_json", "new_event", "stored_json"]
