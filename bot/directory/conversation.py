"""What staff type about owners: whom to find, and a note."""

from uuid import UUID

from bot.clinic.questions import Question, mention
from bot.conversations.steps import Conversation, Done, Draft, Outcome
from bot.errors import explain
from bot.reply import Draw
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.texts import Html
from core.errors import DomainError
from core.text import one_line
from core.users.errors import InvalidStaffNote, UserNotFound
from core.users.records import NOTE_LIMIT


class FindDraft(Draft):
    """Nothing is kept: the words are the answer."""


class WordsStep(Question[FindDraft]):
    name = "words"
    placeholder = "find-placeholder"

    async def ask(self, scene: Scene, draft: FindDraft) -> Html:
        return scene.t("find-ask", who=mention(scene))

    async def read(self, scene: Scene, draft: FindDraft, text: str) -> Outcome:
        words = one_line(text)
        await scene.services.directory.find(scene.actor, words, size=1)  # asks again when there is nothing to look for
        return Done(Draw(view="found", args={"words": words}))


class Find(Conversation[FindDraft]):
    name = "find"

    def __init__(self) -> None:
        super().__init__(FindDraft, [WordsStep()])


class NoteDraft(Draft):
    owner: UUID


class NoteStep(Question[NoteDraft]):
    name = "text"
    placeholder = "note-placeholder"

    async def ask(self, scene: Scene, draft: NoteDraft) -> Html:
        try:
            owner = await scene.services.users.get(scene.actor, draft.owner)
        except UserNotFound:
            return scene.t("error-user-not-found")
        return scene.t("note-ask", who=mention(scene), owner=formatting.name(owner.full_name), limit=NOTE_LIMIT)

    async def read(self, scene: Scene, draft: NoteDraft, text: str) -> Outcome:
        await scene.services.users.records.write_note(scene.actor, draft.owner, text)
        return Done(Draw(view="owner", args={"id": str(draft.owner)}))

    async def refused(self, scene: Scene, draft: NoteDraft, error: DomainError) -> Outcome | None:
        """A note that is too long is asked for again; an owner who is gone leaves nothing to note."""
        if isinstance(error, InvalidStaffNote):
            return None
        notice = explain(error, scene)
        return Done(Draw(view="notice", args={"notice": notice.model_dump(mode="json")}), notice=notice)


class WriteNote(Conversation[NoteDraft]):
    name = "note"

    def __init__(self) -> None:
        super().__init__(NoteDraft, [NoteStep()])
