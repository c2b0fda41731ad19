package io.licorice.imageio;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.when;

import io.licorice.bitstream.LicFormatException;
import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.CodingMode;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.DecodedPicture;
import io.licorice.codec.Device;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureInfo;
import io.licorice.codec.Region;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import javax.imageio.stream.ImageInputStream;
import org.mockito.MockedStatic;

/**
 * A codec without networks, for what the plug-in does around it: it holds one picture, and does
 * what a test asks for. In force until closed, in the thread that made it.
 */
final class FakeCodec implements AutoCloseable {
  private final Picture picture;
  private final int tileSize;
  private final MockedStatic<LicCodec> statics = mockStatic(LicCodec.class);

  /** What was decoded, in this order. */
  final List<Region> decoded = new ArrayList<>();

  /** Given with every decoding, to the listener and in the result. */
  String warning;

  /** Decoding of a region that touches this one fails. */
  Region damaged;

  FakeCodec(Picture picture, int tileSize) throws IOException {
    this.picture = picture;
    this.tileSize = tileSize;
    LicCodec codec = mock(LicCodec.class);
    statics.when(LicCodec::shared).thenReturn(codec);
    statics.when(() -> LicCodec.info(any())).thenReturn(info());
    when(codec.decode(any(ByteSource.class), any(), any()))
        .thenAnswer(call -> decode(call.getArgument(1), call.getArgument(2)));
  }

  /** What passes for a file: a bare codestream as far as boxes go. */
  static ImageInputStream stream() {
    byte[] bytes = new byte[64];
    bytes[0] = (byte) 0x8C;
    System.arraycopy("LIC".getBytes(StandardCharsets.US_ASCII), 0, bytes, 1, 3);
    return TestImages.stream(bytes);
  }

  private PictureInfo info() {
    int across = (picture.width() - 1) / tileSize + 1;
    int down = (picture.height() - 1) / tileSize + 1;
    return new PictureInfo(
        1,
        false,
        picture.width(),
        picture.height(),
        picture.channels(),
        8,
        CodingMode.LOSSY,
        0,
        "fake",
        "fake",
        "00000000",
        50,
        List.of(),
        false,
        tileSize,
        across * down,
        20);
  }

  private DecodedPicture decode(DecodeOptions options, CodecListener listener)
      throws LicFormatException {
    Region region = options.region().orElseThrow();
    decoded.add(region);
    for (double fraction : new double[] {0, 0.25, 0.25, 0.5, 1}) {
      if (listener.isCancelled()) {
        throw new CancellationException();
      }
      listener.progress(fraction);
    }
    if (damaged != null && damaged.intersects(region)) {
      throw new LicFormatException(20, "no tile is intact");
    }
    if (warning != null) {
      listener.warning(warning);
    }
    List<String> warnings = warning == null ? List.of() : List.of(warning);
    return new DecodedPicture(picture.read(region), warnings, Device.CPU);
  }

  @Override
  public void close() {
    statics.close();
  }
}
