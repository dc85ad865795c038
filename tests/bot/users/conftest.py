"""A clinic whose owner has an address of their own."""

import pytest

from core.config import Settings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"admin_email": "boss@example.org"})
