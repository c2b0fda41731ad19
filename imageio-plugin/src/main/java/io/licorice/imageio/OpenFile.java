package io.licorice.imageio;

import io.licorice.codec.LicFile;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;

/**
 * A reader's input once it has been looked at. Used by one thread at a time; whatever is malformed
 * becomes an {@link IIOException} here.
 */
final class OpenFile {
  private final LicFile file;
  private final Consumer<String> warnings;
  private final ParamCodec codec;
  private final ProfileCache profiles = new ProfileCache();
  private OpenPicture last;
  private boolean damageTold;
  private int unknownTold;

  /**
   * Opens a stream at its present position.
   *
   * @param codec decodes the pictures
   * @param warnings hears of faults that keep nobody from the rest
   * @throws IIOException if it is no {@code .lic} file
   */
  OpenFile(ImageInputStream stream, ParamCodec codec, Consumer<String> warnings)
      throws IOException {
    this.codec = codec;
    this.warnings = warnings;
    try {
      this.file = LicFile.open(new StreamSource(stream));
    } catch (IOException e) {
      throw Border.exception(e);
    }
  }

  /** The number of pictures that can be reached; warns if there may have been more. */
  int count() throws IOException {
    try {
      int count = file.count();
      if (!damageTold && count > 0) {
        damageTold = true;
        file.damage().ifPresent(warnings);
      }
      if (count == 0) {
        file.picture(0); // tells why
      }
      return count;
    } catch (IOException e) {
      throw Border.exception(e);
    }
  }

  /**
   * A picture.
   *
   * @throws IndexOutOfBoundsException if the file has none of this number
   * @throws IIOException if it is malformed
   */
  OpenPicture picture(int number) throws IOException {
    if (number < 0) {
      throw new IndexOutOfBoundsException("image " + number);
    }
    if (last == null || last.number() != number) {
      try {
        if (number > 0 && !file.has(number)) {
          throw new IndexOutOfBoundsException("image " + number + " of a file with " + count());
        }
        last = new OpenPicture(file, number, file.info(number), codec, profiles, warnings);
        tellUnknownBoxes();
      } catch (IOException e) {
        throw Border.exception(e);
      }
    }
    return last;
  }

  private void tellUnknownBoxes() {
    List<String> unknown = file.unknownBoxes();
    unknown.subList(unknownTold, unknown.size()).forEach(warnings);
    unknownTold = unknown.size();
  }
}
