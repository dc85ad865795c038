"""Delivery of updates by webhook: again and again until taken; those of a chat one after the other, others beside."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import httpx

from bot.sandbox.errors import bad_request
from bot.sandbox.model import Json
from bot.sandbox.params import Params
from bot.sandbox.updates import QueuedUpdate
from bot.sandbox.world import World

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 10.0
REQUEST_TIMEOUT = 60.0


@dataclass(slots=True)
class _Target:
    url: str
    secret_token: str | None
    max_connections: int
    has_certificate: bool
    last_error_date: int | None = None
    last_error_message: str | None = None


class Webhook:
    def __init__(self, world: World) -> None:
        self._world = world
        self._target: _Target | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def is_set(self) -> bool:
        return self._target is not None

    def set(self, params: Params) -> bool:
        url = params.text("url")
        if not url:
            return self.delete(params)
        if not url.startswith(("https://", "http://")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if params.flag("drop_pending_updates"):
            self._world.updates.drop()
        self._world.updates.allow(params.json("allowed_updates"))
        self._world.updates.end_polling("webhook")
        self._stop()
        self._target = _Target(
            url,
            params.optional("secret_token"),
            params.integer("max_connections", 40),
            "certificate" in params,
        )
        self._task = asyncio.create_task(self._deliver(self._target), name="webhook delivery")
        return True

    def delete(self, params: Params) -> bool:
        if params.flag("drop_pending_updates"):
            self._world.updates.drop()
        self._stop()
        self._target = None
        return True

    def info(self) -> Json:
        target = self._target
        body: Json = {
            "url": target.url if target else "",
            "has_custom_certificate": bool(target and target.has_certificate),
            "pending_update_count": self._world.updates.unconfirmed,
        }
        if target is not None:
            body["max_connections"] = target.max_connections
            body["ip_address"] = "127.0.0.1"
            if target.last_error_date:
                body["last_error_date"] = target.last_error_date
                body["last_error_message"] = target.last_error_message
        if self._world.updates.allowed:
            body["allowed_updates"] = sorted(self._world.updates.allowed)
        return body

    async def close(self) -> None:
        task = self._task
        self._stop()
        if task is not None:
            await asyncio.gather(task, return_exceptions=True)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _deliver(self, target: _Target) -> None:
        updates = self._world.updates
        headers = {"Content-Type": "application/json"}
        if target.secret_token:
            headers["X-Telegram-Bot-Api-Secret-Token"] = target.secret_token
        busy: set[tuple[str, int]] = set()

        async def until_taken(update: QueuedUpdate) -> None:
            await self._until_taken(client, target, headers, update)
            updates.settle(update)
            busy.discard(update.line)
            updates.arrived.set()

        async with (
            httpx.AsyncClient(verify=False, timeout=REQUEST_TIMEOUT, trust_env=False) as client,
            asyncio.TaskGroup() as under_way,
        ):
            while True:
                free = (update for update in updates.waiting() if update.line not in busy)
                update = next(free, None) if len(busy) < target.max_connections else None
                if update is None:
                    updates.arrived.clear()
                    await updates.arrived.wait()
                    continue
                busy.add(update.line)
                under_way.create_task(until_taken(update))

    async def _until_taken(
        self, client: httpx.AsyncClient, target: _Target, headers: dict[str, Any], update: QueuedUpdate
    ) -> None:
        pause = FIRST_PAUSE
        while (trouble := await self._post(client, target.url, update.payload, headers)) is not None:
            target.last_error_date = int(time.time() + self._world.clock.offset)
            target.last_error_message = trouble
            self._world.journal.emit("webhook_error", update_id=update.update_id, error=trouble)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _post(self, client: httpx.AsyncClient, url: str, payload: Json, headers: dict[str, Any]) -> str | None:
        """None when the bot took the update, else what went wrong, in Telegram's words."""
        if self._world.faults.network_down:
            return "Connection refused"
        try:
            response = await client.post(url, json=payload, headers=headers)
        except httpx.TimeoutException:
            return "Read timeout expired"
        except httpx.HTTPError:
            return "Connection refused"
        if response.is_success:
            return None
        return f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}"
