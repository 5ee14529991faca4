"""The tables of the store.

Ids are BIGINT. Times are UTC. Event ids sort by day (`day << 24 | sequence`), so newest-first is `id DESC` and a range
of days is a range of ids: both are answered from the primary key. The full-text table `documents` differs between the
databases and is made and used by `db.search` alone.
"""

from db.models.base import NAMING, Base, Identifier, Moment, Sorted
from db.models.chat import Conversation, Judgement, Mark, Reply
from db.models.events import Actor, Alias, Article, Event, EventChange, Participant, Predicate, Report
from db.models.slack import HandledEvent, SlackInstallation, SlackLogin
from db.models.sources import FeedItem, ItemKey, Shingle, Source
from db.models.subscriptions import AuditEntry, Delivery, Subscription, Throttle, Told, WorkspaceSetting

__all__ = [
    "NAMING",
    "Actor",
    "Alias",
    "Article",
    "AuditEntry",
    "Base",
    "Conversation",
    "Delivery",
    "Event",
    "EventChange",
    "FeedItem",
    "HandledEvent",
    "Identifier",
    "ItemKey",
    "Judgement",
    "Mark",
    "Moment",
    "Participant",
    "Predicate",
    "Reply",
    "Report",
    "Shingle",
    "SlackInstallation",
    "SlackLogin",
    "Sorted",
    "Source",
    "Subscription",
    "Throttle",
    "Told",
    "WorkspaceSetting",
]
