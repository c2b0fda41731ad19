package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.Picture;
import io.licorice.examples.FigureDrawing.Panel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FigureDrawingTest {
  @Test
  void panelsStandSideBySideAtOneToOne() throws IOException {
    Picture red = TestPictures.flat(200, 50, 200, 0, 0);
    Picture green = TestPictures.flat(200, 50, 0, 200, 0);
    BufferedImage image =
        new FigureDrawing(List.of(new Panel("a", red), new Panel("b", green))).draw();
    assertThat(image.getWidth()).isEqualTo(8 + 2 * (200 + 8));
    int y = image.getHeight() - 8;
    assertThat(image.getRGB(8, y - 1)).isEqualTo(0xFFC80000);
    assertThat(image.getRGB(207, y - 50)).isEqualTo(0xFFC80000);
    assertThat(image.getRGB(208, y - 1)).isEqualTo(0xFFFFFFFF);
    assertThat(image.getRGB(216, y - 1)).isEqualTo(0xFF00C800);
    assertThat(image.getRGB(100, y)).isEqualTo(0xFFFFFFFF);
  }

  @Test
  void aNarrowPanelMakesRoomForItsCaption() throws IOException {
    Picture dot = TestPictures.flat(3, 3, 9);
    BufferedImage image = new FigureDrawing(List.of(new Panel("JPEG, 1,234 bytes", dot))).draw();
    assertThat(image.getWidth()).isGreaterThan(80);
  }
}
