"""Watching over those who may read: the log's chain, and a monthly spot check of reads."""
