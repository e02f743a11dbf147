"""`make bench`: ratios measured in one run, with the bare database work as the limit and a peer beside us."""
