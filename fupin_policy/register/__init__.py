"""Many cases at once: a policy's rules as one compiled loop over the columns of a register."""
