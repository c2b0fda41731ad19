package io.licorice.video;

import io.licorice.codec.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * Where key frames come, as far as can be seen before frames are coded. For use by one thread at a
 * time.
 */
final class GopPlan {
  private final int interval;
  private final boolean scenes;
  private final List<Boolean> cuts = new ArrayList<>();
  private SceneCuts.Small before;

  GopPlan(int interval, boolean scenes) {
    this.interval = interval;
    this.scenes = scenes;
  }

  /** Looks at the next frame. */
  void add(Picture frame) {
    if (scenes) {
      SceneCuts.Small now = SceneCuts.Small.of(frame);
      cuts.add(before != null && SceneCuts.isCut(before, now));
      before = now;
    }
  }

  /** Whether a frame that was looked at is a key frame, given the last one before it. */
  boolean isKey(int frame, int lastKey) {
    return frame - lastKey >= interval || scenes && cuts.get(frame);
  }
}
