"""What every test shares."""

from hypothesis import settings

pytest_plugins = ("tests.judging",)

# No deadline: the first call of a kernel compiles it, and a busy machine is no fault of the code.
settings.register_profile("counterflow", deadline=None)
settings.load_profile("counterflow")
