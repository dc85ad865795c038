"""`python -m bot.sandbox`: the local Telegram on its own."""

import argparse
import asyncio
import signal

from bot.sandbox.server import DEFAULT_TOKEN, SandboxServer


async def _serve(port: int, token: str) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with SandboxServer(port=port, token=token) as sandbox:
        print(f"TELEGRAM_API_URL={sandbox.base_url}", flush=True)
        print(f"BOT_TOKEN={sandbox.token}", flush=True)
        await stop.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--token", default=DEFAULT_TOKEN, help="the token of the one bot it knows")
    arguments = parser.parse_args()
    asyncio.run(_serve(arguments.port, arguments.token))


if __name__ == "__main__":
    main()
