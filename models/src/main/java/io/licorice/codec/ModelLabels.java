package io.licorice.codec;

import io.licorice.transform.TileLabels;
import io.licorice.transform.TransformModel;
import java.util.List;
import java.util.Optional;

/**
 * What the pixels of a picture show, in the numbers of a model's classes. Immutable and safe for
 * use by several threads.
 */
final class ModelLabels {
  /** Nothing is known. */
  static final ModelLabels UNKNOWN = new ModelLabels(null, new int[0]);

  private final LabelMap map;
  private final int[] numbers;

  private ModelLabels(LabelMap map, int[] numbers) {
    this.map = map;
    this.numbers = numbers;
  }

  /** Classes go by name; pixels of those that the model does not know show nothing. */
  static ModelLabels of(Optional<LabelMap> map, TransformModel model) {
    if (map.isEmpty() || model.classes().isEmpty()) {
      return UNKNOWN;
    }
    int[] numbers =
        map.get().classes().stream().mapToInt(c -> model.classes().indexOf(c.name())).toArray();
    return new ModelLabels(map.get(), numbers);
  }

  /**
   * The same for those who can still choose the labels.
   *
   * @throws IllegalArgumentException if the model does not know a class, or draws from none
   */
  static ModelLabels known(LabelMap map, TransformModel model, String pack) {
    List<String> unknown =
        map.classes().stream()
            .map(LabelClass::name)
            .filter(name -> !model.classes().contains(name))
            .toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "pack "
              + pack
              + " does not know the class "
              + unknown.get(0)
              + ": it draws "
              + (model.classes().isEmpty() ? "none" : String.join(", ", model.classes())));
    }
    return of(Optional.of(map), model);
  }

  boolean isKnown() {
    return this != UNKNOWN;
  }

  /** The labels of a tile; beyond the picture's edge its last pixels repeat. */
  TileLabels of(Region tile) {
    if (!isKnown()) {
      return TileLabels.UNKNOWN;
    }
    return (x, y) -> {
      int label =
          map.at(Math.min(tile.x() + x, map.width() - 1), Math.min(tile.y() + y, map.height() - 1));
      return label == LabelMap.UNLABELLED ? TileLabels.NONE : numbers[label];
    };
  }
}
