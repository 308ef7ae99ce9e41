"""From the tables people have to checked columns, with everything that cannot be used set aside."""
