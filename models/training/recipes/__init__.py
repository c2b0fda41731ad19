"""One module per pack: what is trained, for how long, on what."""
