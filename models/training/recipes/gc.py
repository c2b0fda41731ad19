"""Recipe of the `gc` pack: whole pictures from 2, 4 or 8 integers of five values for each 16 x 16 pixels."""

from licorice.generative import GenerativeRecipe

RECIPE = GenerativeRecipe(name="gc", classes=0)
