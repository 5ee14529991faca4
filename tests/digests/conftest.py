"""A press that publishes to a store on each database."""

import pytest

from bot.digests.composer import Composer
from db.session import Store
from tests.digests.newsroom import Press


@pytest.fixture
def press(store: Store) -> Press:
    """Publishes made-up news to the store."""
    return Press(store)


@pytest.fixture
def composer(store: Store) -> Composer:
    """Composes from the store, and draws nothing."""
    return Composer(store)
