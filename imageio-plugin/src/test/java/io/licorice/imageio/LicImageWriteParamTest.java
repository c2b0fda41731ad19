package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.codec.CodingMode;
import io.licorice.codec.Device;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.EncodeOptions.Rate;
import io.licorice.codec.LabelMap;
import io.licorice.codec.QualityMap;
import io.licorice.codec.Region;
import javax.imageio.ImageWriteParam;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import org.junit.jupiter.api.Test;

class LicImageWriteParamTest {
  private final LicImageWriteParam param = new LicImageWriteParam();

  private EncodeOptions options() {
    return LicImageWriteParam.options(param, 300, 200);
  }

  @Test
  void defaults_areTheCodecs() {
    assertThat(options()).isEqualTo(EncodeOptions.builder().build());
    assertThat(LicImageWriteParam.options(null, 300, 200)).isEqualTo(options());
    assertThat(LicImageWriteParam.options(new ImageWriteParam(null), 300, 200))
        .isEqualTo(options());
    assertThat(param.getDevice()).isEmpty();
    assertThat(param.isBoxed()).isFalse();
    assertThat(param.getModel()).isEqualTo(EncodeOptions.DEFAULT_MODEL);
  }

  @Test
  void compression_isOfThreeTypesOfWhichLossyIsTheDefault() {
    assertThat(param.canWriteCompressed()).isTrue();
    assertThat(param.getCompressionTypes()).containsExactly("Lossy", "Lossless", "Near-lossless");
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    assertThat(param.getCompressionType()).isEqualTo("Lossy");
    assertThat(param.isCompressionLossless()).isFalse();
    assertThat(param.getCompressionQuality()).isEqualTo(0.5f);
    assertThatThrownBy(() -> param.setCompressionType("JPEG"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void losslessTypes_areTheCodecsModesAndHaveNoQuality() {
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionType("Lossless");
    assertThat(param.isCompressionLossless()).isTrue();
    assertThat(param.getCompressionQualityValues()).isNull();
    assertThat(param.getCompressionQualityDescriptions()).isNull();
    assertThat(options().mode()).isEqualTo(CodingMode.LOSSLESS);
    param.setCompressionType("Near-lossless");
    assertThat(param.isCompressionLossless()).isFalse();
    assertThat(param.getCompressionQualityValues()).isNull();
    assertThat(options().mode()).isEqualTo(CodingMode.NEAR_LOSSLESS);
    assertThat(options().maxError()).isEqualTo(1);
    param.setMaxError(5);
    assertThat(options().maxError()).isEqualTo(5);
    param.unsetCompression();
    assertThat(options()).isEqualTo(EncodeOptions.builder().build());
    for (int error : new int[] {0, 65_536}) {
      assertThatThrownBy(() -> param.setMaxError(error))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void questionsBeforeExplicitMode_areRefusedAsByTheJdk() {
    assertThatThrownBy(param::isCompressionLossless).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(param::getCompressionQualityValues)
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(param::getCompressionQualityDescriptions)
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(param::unsetCompression).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void quality_isAHundredTimesTheJdks() {
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    for (float quality : new float[] {0, 0.3f, 0.75f, 1}) {
      param.setCompressionQuality(quality);
      assertThat(options().rate()).isEqualTo(new Rate.Quality(Math.round(quality * 100)));
    }
    param.unsetCompression();
    assertThat(options().rate()).isEqualTo(new Rate.Quality(EncodeOptions.DEFAULT_QUALITY));
  }

  @Test
  void qualityNames_areThoseOfJpeg() {
    JPEGImageWriteParam jpeg = new JPEGImageWriteParam(null);
    jpeg.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    assertThat(param.getCompressionQualityValues()).isEqualTo(jpeg.getCompressionQualityValues());
    assertThat(param.getCompressionQualityDescriptions())
        .isEqualTo(jpeg.getCompressionQualityDescriptions());
  }

  @Test
  void parametersOfAnotherWriter_giveTheirQuality() {
    JPEGImageWriteParam jpeg = new JPEGImageWriteParam(null);
    jpeg.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    jpeg.setCompressionQuality(0.25f);
    assertThat(LicImageWriteParam.options(jpeg, 300, 200).rate()).isEqualTo(new Rate.Quality(25));
  }

  @Test
  void target_goesBeforeQuality() {
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(0.9f);
    param.setTargetBytes(1234);
    assertThat(options().rate()).isEqualTo(new Rate.TargetBytes(1234));
    assertThat(param.getTargetBytes()).hasValue(1234);
    assertThat(param.getTargetBpp()).isEmpty();
    param.setTargetBpp(0.5);
    assertThat(options().rate()).isEqualTo(new Rate.TargetBpp(0.5));
    assertThat(param.getTargetBytes()).isEmpty();
    assertThat(param.getTargetBpp()).hasValue(0.5);
    param.unsetTarget();
    assertThat(options().rate()).isEqualTo(new Rate.Quality(90));
    assertThatThrownBy(() -> param.setTargetBytes(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> param.setTargetBpp(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void modelDeviceAndBox_areKept() {
    param.setModel("other");
    param.setDevice(new Device(true, 1));
    param.setBoxed(true);
    assertThat(options().model()).isEqualTo("other");
    assertThat(options().boxed()).isTrue();
    assertThat(param.getDevice()).hasValue(new Device(true, 1));
    param.setDevice(null);
    assertThat(param.getDevice()).isEmpty();
    assertThatThrownBy(() -> param.setModel(null)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tiles_areSquaresOfAPowerOfTwo() {
    param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
    param.setTiling(256, 256, 0, 0);
    assertThat(options().tileSize()).isEqualTo(256);
    for (int[] size : new int[][] {{64, 64}, {8192, 8192}, {200, 200}, {128, 256}, {0, 0}}) {
      assertThatThrownBy(() -> param.setTiling(size[0], size[1], 0, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> param.setTiling(256, 256, 1, 0))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void withoutTiles_oneTileHoldsThePicture() {
    param.setTilingMode(ImageWriteParam.MODE_DISABLED);
    assertThat(options().tileSize()).isEqualTo(512);
    assertThat(LicImageWriteParam.options(param, 1, 1).tileSize()).isEqualTo(128);
    assertThat(LicImageWriteParam.options(param, 4096, 9).tileSize()).isEqualTo(4096);
    assertThatThrownBy(() -> LicImageWriteParam.options(param, 4097, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4097x9");
  }

  @Test
  void noCompression_isRefused() {
    param.setCompressionMode(ImageWriteParam.MODE_DISABLED);
    assertThatThrownBy(this::options)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("always compressed");
  }

  @Test
  void qualityMap_isPassedOn_andNeedsLossyMode() {
    QualityMap map = QualityMap.over(300, 200, 10).region(new Region(9, 9, 50, 50), 80).build();
    assertThat(param.getQualityMap()).isEmpty();
    param.setQualityMap(map);
    assertThat(param.getQualityMap()).contains(map);
    assertThat(options().qualityMap()).contains(map);
    assertThat(LicImageWriteParam.thumbnailOptions(param).qualityMap()).isEmpty();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionType("Lossless");
    assertThatThrownBy(this::options).hasMessageContaining("a quality map needs lossy mode");
    param.setQualityMap(null);
    assertThat(options().qualityMap()).isEmpty();
  }

  @Test
  void labelsAndGenerator_arePassedOn() {
    LabelMap labels = GenerativePacks.stripes(300, 200, 10);
    assertThat(param.getLabels()).isEmpty();
    assertThat(param.getGenerator()).isEqualTo(EncodeOptions.DEFAULT_GENERATOR);
    assertThat(param.getGeneratedQuality()).isEmpty();
    param.setLabels(labels);
    param.setGenerator("other");
    param.setGeneratedQuality(40.0);
    assertThat(param.getLabels()).contains(labels);
    assertThat(options().labels()).contains(labels);
    assertThat(options().generator()).isEqualTo("other");
    assertThat(options().generatedQuality()).hasValue(40);
    assertThat(LicImageWriteParam.thumbnailOptions(param).labels()).isEmpty();
    param.setLabels(null);
    param.setGeneratedQuality(null);
    assertThat(options().labels()).isEmpty();
    assertThat(options().generatedQuality()).isEmpty();
    assertThatThrownBy(() -> param.setGenerator(null)).isInstanceOf(IllegalArgumentException.class);
    for (double quality : new double[] {-1, 100.1, Double.NaN}) {
      assertThatThrownBy(() -> param.setGeneratedQuality(quality))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("quality 0 to 100 expected");
    }
  }
}
