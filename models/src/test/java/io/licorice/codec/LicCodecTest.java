package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LicCodecTest {
  @Test
  void dbg() throws IOException {
    Picture p = TestPictures.photoLike(768, 512, 3, 1);
    for (double q : new double[] {0, 50, 100}) {
      for (int k = 0; k < 4; k++) {
        long t0 = System.nanoTime();
        EncodedPicture e =
            LicCodec.shared().encode(p, EncodeOptions.ofQuality(q), CodecListener.SILENT);
        long t1 = System.nanoTime();
        DecodedPicture d =
            LicCodec.shared()
                .decode(ByteSource.of(e.bytes()), DecodeOptions.DEFAULT, CodecListener.SILENT);
        long t2 = System.nanoTime();
        double s = 0;
        for (int c = 0; c < 3; c++) {
          for (int i = 0; i < 768 * 512; i++) {
            double x = p.plane(c)[i] - d.picture().plane(c)[i];
            s += x * x;
          }
        }
        System.out.println(
            q
                + " bytes "
                + e.bytes().length
                + " psnr "
                + 10 * Math.log10(255 * 255 / (s / (3 * 768 * 512)))
                + " enc "
                + (t1 - t0) / 1e6
                + " dec "
                + (t2 - t1) / 1e6
                + " "
                + d.warnings());
      }
    }
    assertThat(p).isNotNull();
  }
}
