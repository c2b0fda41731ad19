package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.ByteSource;
import io.licorice.codec.LicFile;
import io.licorice.codec.PictureMetadata;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageTypeSpecifier;
import org.junit.jupiter.api.Test;

/** ICC profiles: written from the image, applied to what is read. */
class ProfileTest {
  private static final ColorSpace WIDE =
      new ICC_ColorSpace(ICC_Profile.getInstance(TestProfiles.adobeRgb()));

  private static BufferedImage wideImage() {
    BufferedImage image =
        ImageTypeSpecifier.createInterleaved(
                WIDE, new int[] {0, 1, 2}, DataBuffer.TYPE_BYTE, false, false)
            .createBufferedImage(40, 30);
    BufferedImage plain = TestImages.gradient(40, 30, BufferedImage.TYPE_3BYTE_BGR);
    image.getRaster().setRect(plain.getRaster());
    return image;
  }

  /** A picture with a profile that is not sRGB's. */
  static byte[] wideFile() throws IOException {
    return TestImages.write(wideImage(), null);
  }

  /** From Adobe RGB to sRGB by the published matrices and curves, through XYZ under D50. */
  private static double[] srgb(int[] adobe) {
    double[] xyz = new double[3];
    for (int c = 0; c < 3; c++) {
      double linear = Math.pow(adobe[c] / 255.0, TestProfiles.ADOBE_GAMMA);
      for (int k = 0; k < 3; k++) {
        xyz[k] += linear * TestProfiles.ADOBE[c][k];
      }
    }
    double[] linear = solve(TestProfiles.SRGB, xyz);
    return Arrays.stream(linear)
        .map(v -> Math.max(0, Math.min(1, v)))
        .map(v -> v <= 0.0031308 ? 12.92 * v : 1.055 * Math.pow(v, 1 / 2.4) - 0.055)
        .map(v -> 255 * v)
        .toArray();
  }

  /** Cramer's rule for the weights of three columns. */
  private static double[] solve(double[][] columns, double[] sum) {
    double whole = determinant(columns[0], columns[1], columns[2]);
    return new double[] {
      determinant(sum, columns[1], columns[2]) / whole,
      determinant(columns[0], sum, columns[2]) / whole,
      determinant(columns[0], columns[1], sum) / whole
    };
  }

  private static double determinant(double[] a, double[] b, double[] c) {
    return a[0] * (b[1] * c[2] - b[2] * c[1])
        - b[0] * (a[1] * c[2] - a[2] * c[1])
        + c[0] * (a[1] * b[2] - a[2] * b[1]);
  }

  @Test
  void profileOfTheImage_isStoredByteForByteAndAppliedOnReading() throws IOException {
    byte[] file = TestImages.write(wideImage(), null);
    assertThat(LicFile.open(ByteSource.of(file)).metadata(0))
        .isEqualTo(PictureMetadata.NONE.withIcc(((ICC_ColorSpace) WIDE).getProfile().getData()));

    BufferedImage again = ImageIO.read(new ByteArrayInputStream(file));
    assertThat(again.getColorModel().getColorSpace().isCS_sRGB()).isFalse();
    for (int[] at : new int[][] {{3, 4}, {20, 20}, {39, 29}}) {
      int[] samples = again.getRaster().getPixel(at[0], at[1], (int[]) null);
      double[] expected = srgb(samples);
      int rgb = again.getRGB(at[0], at[1]);
      for (int c = 0; c < 3; c++) {
        assertThat((double) (rgb >> (16 - 8 * c) & 0xFF))
            .isBetween(expected[c] - 2, expected[c] + 2);
      }
    }
  }

  @Test
  void usualDestinationType_getsConvertedColours() throws IOException {
    byte[] file = TestImages.write(wideImage(), null);
    BufferedImage own = TestImages.read(file);
    ImageReadParam param = new ImageReadParam();
    param.setDestinationType(
        ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_INT_RGB));
    BufferedImage converted = TestImages.read(file, param);
    assertThat(converted.getType()).isEqualTo(BufferedImage.TYPE_INT_RGB);
    int differing = 0;
    for (int y = 0; y < 30; y++) {
      for (int x = 0; x < 40; x++) {
        int[] is = converted.getRaster().getPixel(x, y, (int[]) null);
        double[] expected = srgb(own.getRaster().getPixel(x, y, (int[]) null));
        for (int c = 0; c < 3; c++) {
          assertThat((double) is[c]).isBetween(expected[c] - 2, expected[c] + 2);
          differing += is[c] == own.getRaster().getSample(x, y, c) ? 0 : 1;
        }
      }
    }
    assertThat(differing).isGreaterThan(1000);
  }

  @Test
  void typesOfAPictureWithAProfile_stayEqualFromCallToCall() throws IOException {
    LicImageReader reader = TestImages.reader(TestImages.write(wideImage(), null));
    ImageTypeSpecifier type = reader.getRawImageType(0);
    assertThat(reader.getImageTypes(0)).toIterable().hasSize(4).first().isEqualTo(type);
    ImageReadParam param = reader.getDefaultReadParam();
    param.setDestinationType(type);
    assertThat(reader.read(0, param).getColorModel()).isEqualTo(type.getColorModel());
  }

  @Test
  void grayProfile_isAppliedToo() throws IOException {
    ICC_ColorSpace space = new ICC_ColorSpace(ICC_Profile.getInstance(TestProfiles.gray()));
    BufferedImage image =
        ImageTypeSpecifier.createInterleaved(
                space, new int[] {0}, DataBuffer.TYPE_BYTE, false, false)
            .createBufferedImage(9, 9);
    image.getRaster().setSample(4, 4, 0, 128);
    BufferedImage again = TestImages.read(TestImages.write(image, null));
    ColorSpace found = again.getColorModel().getColorSpace();
    assertThat(found.getType()).isEqualTo(ColorSpace.TYPE_GRAY);
    assertThat(found.toRGB(new float[] {0.5f})).isEqualTo(space.toRGB(new float[] {0.5f}));
    assertThat(found.toRGB(new float[] {0.5f})).isNotEqualTo(gray(0.5f));
  }

  private static float[] gray(float value) {
    return ColorSpace.getInstance(ColorSpace.CS_GRAY).toRGB(new float[] {value});
  }

  @Test
  void usualSpaces_needNoProfile() throws IOException {
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_BYTE_INDEXED
        }) {
      byte[] file = TestImages.write(new BufferedImage(8, 8, type), null);
      assertThat(LicFile.open(ByteSource.of(file)).info(0).boxed()).isFalse();
    }
  }

  @Test
  void srgbProfile_isKeptAndReadAsTheUsualType() throws IOException {
    byte[] srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    byte[] file = Blocks.write(PictureMetadata.NONE.withIcc(srgb));
    assertThat(TestImages.read(file).getType()).isEqualTo(BufferedImage.TYPE_3BYTE_BGR);
    assertThat(Blocks.read(file).icc()).hasValue(srgb);
  }

  @Test
  void malformedProfiles_areWarnedOfAndKept() throws IOException {
    byte[] cut = Arrays.copyOf(TestProfiles.adobeRgb(), 200);
    byte[] noise = TestProfiles.adobeRgb();
    Arrays.fill(noise, 132, noise.length, (byte) 0x7F);
    for (byte[] profile : List.of(cut, noise, new byte[] {1}, TestProfiles.gray())) {
      byte[] file = Blocks.write(PictureMetadata.NONE.withIcc(profile));
      LicImageReader reader = TestImages.reader(file);
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      assertThat(reader.read(0).getType()).isEqualTo(BufferedImage.TYPE_3BYTE_BGR);
      assertThat(warnings).hasSize(1).first().asString().contains("ICC profile", "sRGB");
      assertThat(Blocks.read(file).icc()).hasValue(profile);
    }
  }
}
