package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class QualityMapTest {
  private static QualityMap.Builder sharp(int width, int height, double background) {
    return QualityMap.over(width, height, background).feather(false);
  }

  @Test
  void cellTouchedByARegion_hasItsQuality() {
    QualityMap map = sharp(70, 40, 10).region(new Region(31, 16, 2, 1), 80).build();
    assertThat(map.columns()).isEqualTo(5);
    assertThat(map.rows()).isEqualTo(3);
    assertThat(rows(map)).isEqualTo("10 10 10 10 10 / 10 80 80 10 10 / 10 10 10 10 10");
    assertThat(map.qualities()).containsExactly(10.0, 80.0);
  }

  @Test
  void regionBelowTheBackground_holdsWhereItCoversWholeCells() {
    QualityMap map = sharp(70, 40, 60).region(new Region(15, 0, 55, 33), 20).build();
    assertThat(rows(map)).isEqualTo("60 20 20 20 20 / 60 20 20 20 20 / 60 60 60 60 60");
    // The picture ends at 40: the cells of the last row have 8 rows of pixels.
    map = sharp(70, 40, 60).region(new Region(15, 0, 55, 40), 20).build();
    assertThat(rows(map)).isEqualTo("60 20 20 20 20 / 60 20 20 20 20 / 60 20 20 20 20");
  }

  @Test
  void whereRegionsMeet_theBestQualityHolds_whateverTheirOrder() {
    Region left = new Region(0, 0, 20, 16);
    Region right = new Region(18, 0, 20, 16);
    QualityMap map = sharp(48, 16, 5).region(left, 90).region(right, 40).build();
    assertThat(rows(map)).isEqualTo("90 90 40");
    assertThat(sharp(48, 16, 5).region(right, 40).region(left, 90).build()).isEqualTo(map);
  }

  @Test
  void featheredBorder_isTheMeanOfBothSides() {
    QualityMap map = QualityMap.over(80, 48, 10).region(new Region(64, 0, 1, 1), 81).build();
    assertThat(rows(map)).isEqualTo("10 10 10 46 81 / 10 10 10 46 46 / 10 10 10 10 10");
  }

  @Test
  void losslessCells_areAboveAllOthers_andSoftenNone() {
    Region lossless = new Region(64, 0, 1, 1);
    QualityMap map =
        QualityMap.over(80, 48, 10)
            .region(new Region(0, 0, 1, 1), 40)
            .region(lossless, 100)
            .region(lossless, QualityMap.LOSSLESS)
            .build();
    String best = Long.toString(Math.round(QualityMap.LOSSLESS));
    assertThat(rows(map)).isEqualTo("40 25 10 10 " + best + " / 25 25 10 10 10 / 10 10 10 10 10");
    assertThat(map.qualities()).containsExactly(10.0, 25.0, 40.0, QualityMap.LOSSLESS);
    assertThat(map.hasLossless()).isTrue();
    assertThat(map.toString()).endsWith("[10.0, 25.0, 40.0, lossless]");
    assertThat(QualityMap.over(9, 9, 100).build().hasLossless()).isFalse();
  }

  @Test
  void losslessBackground_holdsWhereNoRegionCoversTheCell() {
    QualityMap map =
        QualityMap.over(32, 16, QualityMap.LOSSLESS).region(new Region(8, 0, 24, 16), 5).build();
    assertThat(map.quality(0, 0)).isEqualTo(QualityMap.LOSSLESS);
    assertThat(map.quality(1, 0)).isEqualTo(5);
  }

  @Property(tries = 200)
  void noPixelGetsLessThanWasAsked(
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(min = 0, max = 100) int background,
      @ForAll @IntRange(min = 0, max = 100) int quality,
      @ForAll long seed,
      @ForAll boolean feather) {
    Picture mask = Picture.blank(width, height, 1, 8);
    SplittableRandom random = new SplittableRandom(seed);
    boolean dense = random.nextBoolean();
    for (int i = 0; i < mask.plane(0).length; i++) {
      boolean inside = random.nextInt(100) == 0 ^ dense;
      mask.plane(0)[i] = (short) (inside || i == 0 ? 1 + random.nextInt(255) : 0);
    }
    QualityMap map =
        QualityMap.over(width, height, background).mask(mask, quality).feather(feather).build();
    for (int i = 0; i < mask.plane(0).length; i++) {
      double found = map.quality(i % width / 16, i / width / 16);
      double asked = mask.plane(0)[i] == 0 ? background : quality;
      assertThat(found).isBetween(asked, (double) Math.max(background, quality));
    }
  }

  @Test
  void grayPicture_isAMap() {
    Picture gray = Picture.blank(20, 16, 1, 8);
    gray.plane(0)[3] = 51;
    gray.plane(0)[40] = 102;
    gray.plane(0)[19] = 255;
    assertThat(rows(QualityMap.ofGray(gray))).isEqualTo("40 100");
    Picture bits = Picture.blank(20, 16, 1, 1);
    bits.plane(0)[0] = 1;
    assertThat(rows(QualityMap.ofGray(bits))).isEqualTo("100 0");
  }

  @Test
  void allLevelsOfAGrayPicture_fit() {
    Picture gray = Picture.blank(16 * 256, 1, 1, 8);
    for (int x = 0; x < gray.width(); x++) {
      gray.plane(0)[x] = (short) (x / 16);
    }
    assertThat(QualityMap.ofGray(gray).qualities()).hasSize(256);
  }

  @Test
  void moreThan256Qualities_areRefused() {
    QualityMap.Builder map = sharp(16 * 300, 16, 0);
    for (int i = 0; i < 300; i++) {
      map.region(new Region(16 * i, 0, 16, 16), i / 3.0);
    }
    assertThatThrownBy(map::build).hasMessageContaining("at most 256 qualities, found 300");
  }

  @Test
  void masksThatCannotBeMeant_areRefusedInOneSentence() {
    QualityMap.Builder map = QualityMap.over(20, 30, 10);
    assertRefused(
        map,
        Picture.blank(20, 31, 1, 8),
        "a mask of 20x30 pixels expected as the picture has," + " found 20x31");
    assertRefused(
        map, Picture.blank(20, 30, 1, 8), "the mask is black all over: nothing is inside");
    assertRefused(map, filled(1, 16), "a mask has 1 to 8 bits a sample, this picture has 16");
    Picture colours = filled(3, 8);
    colours.plane(2)[7] = 3;
    assertRefused(map, colours, "a mask is gray, this picture has colours");
    Picture transparent = filled(2, 8);
    transparent.plane(1)[7] = 254;
    assertRefused(map, transparent, "a mask is opaque, this picture has transparent pixels");
    assertThatThrownBy(() -> QualityMap.ofGray(colours))
        .hasMessage("a map is gray, this picture has colours");
  }

  private static void assertRefused(QualityMap.Builder map, Picture mask, String sentence) {
    assertThatThrownBy(() -> map.mask(mask, 50))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  @Test
  void grayMaskSavedInColourOrWithOpaqueAlpha_isAMask() {
    for (int channels = 1; channels <= 4; channels++) {
      QualityMap map = QualityMap.over(20, 30, 10).mask(filled(channels, 8), 50).build();
      assertThat(map.qualities()).containsExactly(50.0);
    }
  }

  private static Picture filled(int channels, int bitDepth) {
    Picture picture = Picture.blank(20, 30, channels, bitDepth);
    for (int c = 0; c < channels; c++) {
      Arrays.fill(picture.plane(c), (short) ((1 << bitDepth) - 1));
    }
    return picture;
  }

  @Test
  void qualitiesAndRegionsOutOfRange_areTheCallersMistake() {
    assertThatThrownBy(() -> QualityMap.over(9, 9, 101)).hasMessageContaining("0 to 100");
    assertThatThrownBy(() -> QualityMap.over(9, 9, Double.NaN)).hasMessageContaining("0 to 100");
    assertThatThrownBy(() -> QualityMap.over(9, 9, Double.NEGATIVE_INFINITY))
        .hasMessage(
            "quality 0 to 100, QualityMap.LOSSLESS or QualityMap.GENERATED expected, found -Infinity");
    assertThatThrownBy(() -> QualityMap.over(0, 9, 1)).hasMessageContaining("0x9");
    QualityMap.Builder map = QualityMap.over(9, 9, 1);
    assertThatThrownBy(() -> map.region(new Region(5, 5, 5, 4), 5)).hasMessageContaining("9x9");
    assertThatThrownBy(() -> map.region(new Region(5, 5, 4, 4), -2)).hasMessageContaining("-2");
  }

  private static String rows(QualityMap map) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < map.rows(); row++) {
      text.append(row == 0 ? "" : " / ");
      for (int column = 0; column < map.columns(); column++) {
        text.append(column == 0 ? "" : " ").append(Math.round(map.quality(column, row)));
      }
    }
    return text.toString();
  }
}
