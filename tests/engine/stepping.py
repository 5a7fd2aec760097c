"""The run of `engine.run.simulate`, with tables as small and steps as short as a test wants."""

from itertools import cycle

from counterflow.engine import codes, groups, loop, run, streams, targets
from counterflow.engine.run import History
from counterflow.people.luck import draw_luck
from counterflow.people.packed import pack
from counterflow.world import Arm, World


def simulate_in_steps(
    world: World, arm: Arm, seed: int, steps: tuple[int, ...], *, room: int | None = None
) -> tuple[History, set[int]]:
    """(history, which tables were full at some time): a call handles as many events as the next of `steps` says, in turn."""
    packed, packed_arm = pack(world), pack(arm)
    luck = draw_luck(packed, run.run_key(seed, 0))
    processes = streams.new_streams(world)
    streams.fill_streams(packed, packed_arm, luck, pack(processes))
    many = 100_000 if room is None else room + codes.HEADROOM
    state = run.first_state(world, arm, processes, room=many, touched=4 * many)
    assert targets.open_streams(packed, luck, pack(processes), pack(state)) == targets.FINE
    groups.open_groups(packed, luck, pack(state))
    grown: set[int] = set()
    for events in cycle(steps):
        status = loop.advance(packed, packed_arm, luck, pack(processes), pack(state), events)
        if status == loop.FINISHED:
            break
        if status != loop.PAUSED:
            state = run._grown(state, status)
            grown.add(status)
    return run.history_of(world, arm, state), grown
