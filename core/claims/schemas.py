"""What the claims' service takes and returns."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from core.users.schemas import User


class IssuedCode(BaseModel):
    """A code that was just made: this is the only time that anybody sees it."""

    model_config = ConfigDict(frozen=True)

    owner: User
    code: str = Field(repr=False)
    expires_at: datetime


class Claim(BaseModel):
    """What a usable code tells somebody who has yet to say that they are meant."""

    model_config = ConfigDict(frozen=True)

    key: str
    """Names the code without being it."""
    first_name: str


class OpenCode(BaseModel):
    """A code that can be used."""

    model_config = ConfigDict(frozen=True)

    mark: str
    """Tells it from the next one, without being it."""
    made_at: datetime
    expires_at: datetime
