"""What machines do to a store: kills, full and failing disks, wrong bits, power cuts, forks, many processes.

`appends` is the naive store that all of it is compared with. HYPOTHESIS_PROFILE=soak runs the long ones.
"""

import os

IS_SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
