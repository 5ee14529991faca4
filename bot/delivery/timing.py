"""How delivery is timed. Every span stands here once; tests shorten them."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Timing:
    """The spans of planning, composing and sending."""

    lead: timedelta = timedelta(minutes=3)
    """How long before a slot it is planned and composed."""
    learning: timedelta = timedelta(seconds=30)
    """How long what was learnt may take to be stored before a period may end there; longer than any statement may."""
    watching: timedelta = timedelta(seconds=15)
    """The same for a watch, which must tell within a minute."""
    grace: timedelta = timedelta(minutes=15)
    """How long after a slot its digest is late."""

    compose_lease: timedelta = timedelta(minutes=3)
    compose_seconds: float = 120.0
    """That composing one message may take."""
    compose_again: timedelta = timedelta(minutes=1)
    compose_for: timedelta = timedelta(minutes=30)
    """How long after a slot its composition is tried."""

    lease: timedelta = timedelta(seconds=60)
    """How long a process keeps what it sends: longer than looking for it and sending it may take."""
    call_seconds: float = 15.0
    """That a call of a transport may take."""
    ahead: timedelta = timedelta(seconds=1)
    """How long before its time a message is taken, so that it leaves on the second."""
    settle: timedelta = timedelta(seconds=15)
    """How long after an attempt without an answer it is looked for: until then it may still arrive."""
    first_retry: timedelta = timedelta(seconds=5)
    longest_retry: timedelta = timedelta(minutes=10)
    retry_for: timedelta = timedelta(hours=72)
    """How long something is tried that is not taken, and not refused either."""
    look_for: timedelta = timedelta(hours=1)
    """How long something is looked for while the platform does not say whether it is there."""
    halt_retry: timedelta = timedelta(minutes=30, seconds=10)
    halts: int = 3
    halts_for: timedelta = timedelta(hours=1)
    """A channel is paused after so many halting faults in a row over at least so long."""


USUAL = Timing()
