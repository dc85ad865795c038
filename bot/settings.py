"""What a running bot wants of the settings, beyond what `core.config` checks."""

from bot.ui.texts import languages
from core.config import Settings, SettingsError


def required(settings: Settings) -> tuple[str, int]:
    """The token and the clinic's chat. SettingsError when one is missing, or nobody knows the default language."""
    if settings.default_language not in languages():
        raise SettingsError(
            f"DEFAULT_LANGUAGE is wrong: there is no {settings.default_language}; "
            f"set it to one of {', '.join(languages())}"
        )
    return settings.require_telegram()
