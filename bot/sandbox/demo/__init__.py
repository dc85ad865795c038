"""`vetbot demo`: the real bot between owners and a clinic, in a browser, until Ctrl-C."""
