"""Measurements that can be repeated: `make bench`."""
