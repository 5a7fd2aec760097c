"""The hearing room: a web app on which assumptions are changed, run, and seen to change verdicts."""
