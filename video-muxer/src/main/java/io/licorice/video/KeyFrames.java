package io.licorice.video;

import java.util.List;

/** Where GOPs begin and end among the frames of a video. */
final class KeyFrames {
  private KeyFrames() {}

  /** The key frame that decoding of a frame begins with. */
  static int atOrBefore(List<PacketSource.Entry> entries, int frame) {
    int key = frame;
    while (key > 0 && !entries.get(key).isKey()) {
      key--;
    }
    return key;
  }

  /** The next key frame after a frame, or the number of frames. */
  static int after(List<PacketSource.Entry> entries, int frame) {
    int next = frame + 1;
    while (next < entries.size() && !entries.get(next).isKey()) {
      next++;
    }
    return next;
  }
}
