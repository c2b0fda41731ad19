"""Recipe of the `generative` pack: pictures from 2, 4 or 8 integers of five values for each 16 x 16 pixels, and street
scenes drawn from a label map where nothing is coded."""

from licorice.generative import GenerativeRecipe

RECIPE = GenerativeRecipe(name="generative", classes=11)
