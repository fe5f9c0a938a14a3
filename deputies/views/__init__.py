"""Pages of this room: the register, the groups and how they are formed, rosters in and out."""
