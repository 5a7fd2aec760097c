"""What every test shares."""

import signal

from hypothesis import settings

pytest_plugins = ("tests.judging",)

# No deadline: the first call of a kernel compiles it, and a busy machine is no fault of the code.
settings.register_profile("counterflow", deadline=None)
settings.load_profile("counterflow")

# Started in the background, a shell lets pytest and all it starts ignore Ctrl-C; some tests send one.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
