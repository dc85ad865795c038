"""How fast it is, as ratios within one run on one machine. `make bench` runs all of it; each module also runs alone."""
