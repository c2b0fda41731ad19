"""Training recipes of Licorice's learned codecs: data, networks, trainer, exporter, evaluator."""
