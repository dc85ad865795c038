"""What staff are asked to type: by ForceReply, for in a group the bot sees nothing but commands and replies to it."""

import html
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from telegram import ForceReply

from bot.conversations.steps import D, Input, Notice, Outcome, Step, Text
from bot.reply import Draw
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Screen
from bot.ui.texts import Html
from bot.users.conversation import not_understood

LEFT = Notice(key="rules-left", problem=False)
"""On top of the screen that a question was asked from, when somebody leaves it."""


class Question(Step[D], ABC):
    """One typed answer. ForceReply leaves no room for buttons: /cancel is the way back, and the text says so."""

    placeholder: ClassVar[str]
    """The key of what the input field says before anything is typed."""

    @abstractmethod
    async def ask(self, scene: Scene, draft: D) -> Html:
        """The question; it names who is asked (`mention`)."""

    @abstractmethod
    async def read(self, scene: Scene, draft: D, text: str) -> Outcome:
        """What the answer means. A DomainError or `problem` asks again and says what is wrong."""

    async def render(self, scene: Scene, draft: D) -> Screen:
        asking = ForceReply(selective=True, input_field_placeholder=scene.t.plain(self.placeholder))
        return Screen(await self.ask(scene, draft), force_reply=asking)

    async def accept(self, scene: Scene, draft: D, given: Input, prepared: Any) -> Outcome:
        if not isinstance(given, Text):
            return not_understood(given, "text")
        return await self.read(scene, draft, given.text)


def mention(scene: Scene) -> Html:
    """Names the one who is asked: a selective ForceReply opens for them alone."""
    account = scene.account
    name = html.escape(formatting.name(account.display_name), quote=False)
    return Html(f'<a href="tg://user?id={account.telegram_user_id}">{name}</a>')


def said(view: str, notice: Notice | None = None, **args: Any) -> Draw:
    """A view with a word on top of it."""
    more = {"notice": notice.model_dump(mode="json")} if notice else {}
    return Draw(view=view, args={**args, **more})


def noted(scene: Scene, args: dict[str, Any], text: Html) -> Html:
    """The text of such a view."""
    if not args.get("notice"):
        return text
    notice = Notice.model_validate(args["notice"])
    return Html(f"{'⚠️ ' if notice.problem else ''}{scene.t(notice.key, **notice.args)}\n\n{text}")
