package io.licorice.transform;

import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.ModelPack;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The codec families of this version by their numbers in headers and manifests. */
public final class Families {
  private static final int GENERATIVE = 3;

  private static final Map<Integer, Family> BY_NUMBER =
      Map.of(
          1,
          new Family("mean-scale hyperprior", HyperpriorModel::new),
          GENERATIVE,
          new Family("generative", GenerativeModel::new));

  private Families() {}

  private interface Opener {
    TransformModel open(ModelPack pack, ExecutionSettings settings) throws IOException;
  }

  private record Family(String name, Opener opener) {}

  /**
   * Whether this version has a family of pictures.
   *
   * @param number its number
   * @return true if {@link #open} can open its packs
   */
  public static boolean isKnown(int number) {
    return BY_NUMBER.containsKey(number);
  }

  /**
   * Whether pictures of a family are synthesised.
   *
   * @param number its number
   * @return true if what its packs decode to is made up
   */
  public static boolean isGenerative(int number) {
    return number == GENERATIVE;
  }

  /**
   * Whether packs of a family code predicted frames of video, and no pictures.
   *
   * @param number its number
   * @return true if {@link #openVideo} can open its packs
   */
  public static boolean isVideo(int number) {
    return VideoFamily.of(number).isPresent();
  }

  /**
   * A family's name.
   *
   * @param number its number
   * @return the name, or "family N" for an unknown one
   */
  public static String name(int number) {
    Family family = BY_NUMBER.get(number);
    return family == null ? "family " + number : family.name;
  }

  /**
   * Loads a pack.
   *
   * @param pack the pack
   * @param settings device and threads
   * @return the model, the caller's to close
   * @throws IOException if its family is unknown or one of video, a file is broken or the device is
   *     not to be had
   */
  public static TransformModel open(ModelPack pack, ExecutionSettings settings) throws IOException {
    if (isVideo(pack.manifest().family())) {
      throw new IOException(
          "pack "
              + pack.manifest().id()
              + " codes frames of video that are predicted from others, not pictures");
    }
    Family family = BY_NUMBER.get(pack.manifest().family());
    if (family == null) {
      throw unknown(pack);
    }
    return family.opener.open(pack, settings);
  }

  /**
   * Loads a pack of video.
   *
   * @param pack the pack
   * @param settings device and threads
   * @return the model, the caller's to close
   * @throws IOException if its family is unknown or one of pictures, a file is broken or the device
   *     is not to be had
   */
  public static VideoModel openVideo(ModelPack pack, ExecutionSettings settings)
      throws IOException {
    int number = pack.manifest().family();
    Optional<VideoFamily> family = VideoFamily.of(number);
    if (family.isPresent()) {
      return new VideoModel(pack, settings, family.get());
    }
    if (!isKnown(number)) {
      throw unknown(pack);
    }
    throw new IOException(
        "pack " + pack.manifest().id() + " codes pictures, not predicted frames of video");
  }

  private static IOException unknown(ModelPack pack) {
    return new IOException(
        "pack "
            + pack.manifest().id()
            + " is of codec family "
            + pack.manifest().family()
            + ", which this version does not have");
  }
}
