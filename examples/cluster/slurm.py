"""An experiment on a Slurm cluster: jobs are workers, and come and go; the store is a folder that all nodes see.

Run on a login node, or as a small job of its own, in an environment that every node sees:

    pip install '.[hearing,cluster]' 'dask-jobqueue>=0.9'      # in the folder of the repository
    python slurm.py --store /scratch/$USER/region --runs 1000000 --jobs 16

Given again, the same command does only what is missing: after a stop, a time limit, or with more runs.
"""

import argparse
import os

from dask_jobqueue import SLURMCluster

import counterflow

SETTINGS = {
    "cores": 64,  # of a job: a whole node
    "processes": 64,  # one worker for each core, since a run uses one
    "memory": "64GB",  # of a job: 1 GB a worker; a run of the full region needs a third of that
    "walltime": "04:00:00",
    "queue": os.environ.get("SLURM_PARTITION", "normal"),
    "account": os.environ.get("SLURM_ACCOUNT"),
    # A worker stops taking batches before its job's time is up, so that none is cut off.
    "worker_extra_args": ["--lifetime", "230m", "--lifetime-stagger", "4m"],
    # The engine compiles once for each type of processor; all workers of a node read what the first one wrote.
    "job_script_prologue": ['export COUNTERFLOW_CACHE="$HOME/.cache"'],
}


def main() -> None:
    """Start jobs, carry out the experiment, end the jobs."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--store", required=True, help="a folder that all nodes see, or s3://bucket/name")
    options.add_argument("--scenario", default="central_asia_2015")
    options.add_argument("--runs", type=int, default=10_000)
    options.add_argument("--jobs", type=int, default=4, help="as many as this at the same time")
    asked = options.parse_args()
    with SLURMCluster(**SETTINGS) as cluster:
        cluster.adapt(minimum_jobs=1, maximum_jobs=asked.jobs)
        found = counterflow.compare(
            asked.scenario,
            runs=asked.runs,
            scheduler=cluster.scheduler_address,
            workers_write=True,
            out=asked.store,
        )
        print(found.summary().to_string())


if __name__ == "__main__":
    main()
