"""Many futures of a case: random numbers, the step, the ensemble."""
