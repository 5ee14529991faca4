"""Whether a channel can be written to, asked of its platform before anything is set up to post there."""

from bot.delivery.transport import DeliveryError, HaltCode, Transport
from bot.subscriptions.errors import BadField


async def require_reachable(transport: Transport | None, workspace: str, channel: str) -> tuple[str, ...]:
    """What is not quite right about a channel, with how to mend it. Raises BadField where nothing could be sent there.

    Where the platform is not connected, or does not answer just now, nothing is said: the doctor will.
    """
    if transport is None:
        return ()
    try:
        problems = await transport.check(workspace, channel)
    except DeliveryError:
        return ()
    for problem in problems:
        if problem.code in tuple(HaltCode):
            raise BadField("channel", f"{problem.text} {problem.mend}")
    return tuple(f"{problem.text} {problem.mend}" for problem in problems)
