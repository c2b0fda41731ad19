package io.licorice.imagej;

/** Where generators learn what the pixels show. */
enum LabelSource {
  NONE("None"),
  OVERLAY("Overlay"),
  SEGMENT("Segment");

  private final String text;

  LabelSource(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
