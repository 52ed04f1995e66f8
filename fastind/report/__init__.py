"""What people look at: faults of data, the reason of a cell, and pictures, which need `fastind[plot]`."""
