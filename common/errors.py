"""What a rule says when it refuses. The message is shown to the user as it stands."""


class RuleError(Exception):
    """A rule refused the request; the message is a Chinese sentence for the user.

    `field` names the form field the sentence belongs beside, where there is one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class StaleError(RuleError):
    """Somebody else changed the object first; nothing was written."""


class NotAllowedError(RuleError):
    """The user may not do this; nothing was written."""
