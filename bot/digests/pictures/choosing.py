"""Which picture a digest goes with."""

from collections.abc import Sequence

from bot.digests.candidate import Candidate
from bot.digests.digest import Digest
from bot.digests.pictures.drawing import Drawing


def picture_for(digest: Digest, candidates: Sequence[Candidate]) -> Drawing | None:
    """The picture that tells most of a digest; None where there is too little to draw."""
    return None
