"""Keys by which a platform, or its history, tells whether a message arrived."""

import base64
import hashlib
from datetime import datetime

from db.subscriptions import Subscription

_LENGTH = 24


def key_of(subscription: Subscription, kind: str, slot: datetime, part: int) -> str:
    """The key of a part of what a subscription is sent at a slot: always the same, and that of nothing else.

    It has 25 characters, which is what Discord allows a nonce. It says nothing about the subscription.
    """
    what = (subscription.platform, subscription.id, subscription.created_at.timestamp(), kind, slot.timestamp(), part)
    digest = hashlib.sha256(repr(what).encode()).digest()
    return "s" + base64.b32encode(digest).decode().lower()[:_LENGTH]
