"""What the engine refuses."""


class EngineError(RuntimeError):
    """The engine cannot run this world as asked; the message says what is wrong; what would help."""
