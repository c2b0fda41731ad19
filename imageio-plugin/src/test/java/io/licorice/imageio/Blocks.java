package io.licorice.imageio;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodingMode;
import io.licorice.codec.LicFile;
import io.licorice.codec.PictureMetadata;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Files with metadata, made by the writer. */
final class Blocks {
  private Blocks() {}

  /** A small picture with blocks. */
  static byte[] write(PictureMetadata blocks) throws IOException {
    BufferedImage image = TestImages.gradient(16, 12, BufferedImage.TYPE_3BYTE_BGR);
    return write(image, List.of(), new LicMetadata(3, 8, CodingMode.LOSSY, blocks), null);
  }

  static byte[] write(
      RenderedImage image,
      List<BufferedImage> thumbnails,
      IIOMetadata metadata,
      ImageWriteParam param)
      throws IOException {
    LicImageWriter writer = new LicImageWriter(new LicImageWriterSpi());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, thumbnails, metadata), param);
    }
    return bytes.toByteArray();
  }

  static PictureMetadata read(byte[] file) throws IOException {
    return LicFile.open(ByteSource.of(file)).metadata(0);
  }
}
