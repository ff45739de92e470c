"""Pages of the register, of procedures and of imports."""
