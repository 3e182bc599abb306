#!/bin/bash
# One grid over many machines with Slurm: an array of shards, then one job that puts them together.
#
#   SHARDS=32 GRID=paper-001 STORES=$PWD/stores
#   job=$(sbatch --parsable --array=0-$((SHARDS - 1)) --export=ALL,SHARDS=$SHARDS,GRID=$GRID,STORES=$STORES docs/cluster/slurm-array.sh)
#   sbatch --dependency=afterany:$job --wrap "pruninglab grid merge $STORES/shard-* --into $STORES-whole && pruninglab grid report --store $STORES-whole --out report"
#
# Data files are looked for in the data folder of whoever submits (pruninglab data list names it); add --data FOLDER for another one.
# A shard that was ended before its time goes on where it stopped when the same array is submitted again.
#SBATCH --job-name=pruninglab
#SBATCH --cpus-per-task=4
#SBATCH --mem=4G
#SBATCH --time=12:00:00
#SBATCH --requeue
#SBATCH --output=pruninglab-%A-%a.log
set -euo pipefail

# Each shard has its own store, so that the shared file system needs no locks; code 1 says that some trainings failed.
pruninglab grid run "$GRID" --store "$STORES/shard-$((SLURM_ARRAY_TASK_ID + 1))" --shard "$((SLURM_ARRAY_TASK_ID + 1))/$SHARDS" --workers "${SLURM_CPUS_PER_TASK:-1}"
