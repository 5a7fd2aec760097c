#!/usr/bin/env bash
# A Dask cluster of two workers on this machine, and an experiment on it. One thread for each worker: a run uses one core.
set -euo pipefail
STORE=${1:?usage: local.sh FOLDER [RUNS]}
RUNS=${2:-200}

dask scheduler --host 127.0.0.1 --port 8786 --no-dashboard &
SCHEDULER=$!
dask worker tcp://127.0.0.1:8786 --nworkers 2 --nthreads 1 --no-dashboard &
WORKERS=$!
trap 'kill "$WORKERS" "$SCHEDULER" 2>/dev/null || true; wait' EXIT

counterflow compare central_asia_2015 --runs "$RUNS" --scheduler tcp://127.0.0.1:8786 --out "$STORE"
counterflow results "$STORE"
