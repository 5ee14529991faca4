"""What can be wrong with what somebody asks of subscriptions, sources or settings.

SubscriptionError
    NotAllowed          they are no admin of the workspace
    NoSuchSubscription  none is meant by their words, or several are
    BadField            a value that cannot be used; `field` says which
        BadSchedule     words that are no schedule
        BadZone         words that are no time zone
    BadFile             a file that holds no subscriptions
    Unavailable         what is needed for it is not there, such as a connection to the platform

Each renders as one sentence, or two, for the person: what is wrong, and what to do.
"""

from collections.abc import Sequence


class SubscriptionError(Exception):
    """What was asked cannot be done; `str()` is what the person is told."""


class NotAllowed(SubscriptionError):  # noqa: N818 - each is named after what happened
    """The person is no admin. `permission` is what the platform calls the right that would do.

    `listed` says whether being on the workspace's list of admins would do as well.
    """

    def __init__(self, permission: str | None = None, *, listed: bool = True) -> None:
        super().__init__(permission)
        self.permission = permission
        self.listed = listed

    def __str__(self) -> str:
        right = f"the permission “{self.permission}”" if self.permission else "to be an admin of this workspace"
        if not self.listed:
            return f"You need {right} for that: the list of admins is not for those on it to change."
        return f"You need {right} for that, or to be on the list that an admin keeps in the settings."


class NoSuchSubscription(SubscriptionError):  # noqa: N818
    """The words mean no subscription, or several: then `candidates` names them."""

    def __init__(self, words: str, candidates: Sequence[str] = ()) -> None:
        super().__init__(words, candidates)
        self.words = words
        self.candidates = tuple(candidates)

    def __str__(self) -> str:
        if not self.words.strip():
            return "Say which subscription: give its number or its name, as the list of subscriptions shows it."
        if self.candidates:
            names = "; ".join(self.candidates[:5])
            return f"“{self.words}” could be {len(self.candidates)} subscriptions: {names}. Give the number of one."
        return f"There is no subscription “{self.words}” here. See the list of subscriptions for their numbers."


class BadField(SubscriptionError):  # noqa: N818
    """A value that cannot be used for a field."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class BadSchedule(BadField):
    """Words that are no schedule."""

    def __init__(self, reason: str) -> None:
        super().__init__("schedule", reason)


class BadZone(BadField):
    """Words that are no time zone. `near` are zones that may have been meant."""

    def __init__(self, words: str, near: Sequence[str] = ()) -> None:
        wrong = f"I know no time zone “{words}”: "
        hint = f"did you mean {' or '.join(near)}?" if near else "give a city, or an IANA name such as Asia/Tokyo."
        super().__init__("zone", wrong + hint)
        self.words = words
        self.near = tuple(near)


class BadFile(SubscriptionError):  # noqa: N818
    """A file that cannot be imported; the message says where it goes wrong."""


class Unavailable(SubscriptionError):  # noqa: N818
    """Something that is needed is not there just now; the message says what to do."""
