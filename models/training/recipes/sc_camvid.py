"""Recipe of the `sc-camvid` pack: street scenes, coded where it matters and drawn from a label map elsewhere."""

from licorice.generative import GenerativeRecipe

RECIPE = GenerativeRecipe(name="sc-camvid", classes=11, learning_rate=2e-4)
