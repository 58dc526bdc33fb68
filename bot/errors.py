"""What can go wrong at the edge: settings and Telegram. Each message names the command or edit that mends it."""

from corpus.errors import MinistersvarError


class BotError(MinistersvarError):
    """Something about the settings or Telegram."""


class SettingWrong(BotError):
    """A setting has a value that cannot be used."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        super().__init__(f"{name}: {reason}; correct it in the environment or in .env")


class TokenMissing(BotError):
    """No bot token is set."""

    def __init__(self) -> None:
        super().__init__(
            "there is no bot token; get one from @BotFather in Telegram and set MINISTERSVAR_TELEGRAM_TOKEN "
            "in the environment or in .env"
        )


class TokenRefused(BotError):
    """Telegram does not know the token, or it cannot be one."""

    def __init__(self) -> None:
        super().__init__(
            "the bot token is refused; copy it again from @BotFather into MINISTERSVAR_TELEGRAM_TOKEN "
            "(it looks like 123456:ABC-def)"
        )


class OtherPoller(BotError):
    """Another program answers as this bot."""

    def __init__(self) -> None:
        super().__init__("another program is running this bot; stop it, then run `ministersvar bot` again")
