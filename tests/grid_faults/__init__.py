"""What machines and users do to a run: kills, stops, full disks, Ctrl-C, forks, tasks that end their worker.

Real processes and real signals. HYPOTHESIS_PROFILE=soak runs the long ones.
"""
