"""Rules lowered to one loop over the rows of a register, compiled or run by arrays, and what comes out of it."""
