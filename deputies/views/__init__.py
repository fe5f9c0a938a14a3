"""Pages of this room: the register, the groups and how they are formed."""
