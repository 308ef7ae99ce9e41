"""Results summed up: by measure and verdict, by stream, by missing fact, by division."""
