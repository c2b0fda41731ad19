package io.licorice.imagej;

import io.licorice.codec.CodecListener;
import io.licorice.codec.Picture;
import io.licorice.imageio.PictureImages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A writer of ImageIO, with one of its compression types.
 *
 * @param name for legends and tables
 * @param provider makes the writer
 * @param type the compression type; empty if the writer names none
 * @param image what is coded
 * @param qualities the qualities to try, 0 to 100; NaN alone for the writer's default
 */
record ComparedImageIo(
    String name,
    ImageWriterSpi provider,
    Optional<String> type,
    BufferedImage image,
    List<Double> qualities)
    implements ComparedCodec {
  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public byte[] encode(double quality, CodecListener listener) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = provider.createWriterInstance();
    try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      type.ifPresent(param::setCompressionType);
      if (!Double.isNaN(quality)) {
        param.setCompressionQuality((float) (quality / 100));
      }
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  @Override
  public Supplier<Picture> decode(byte[] bytes, CodecListener listener) throws IOException {
    ImageReader reader = reader();
    try (ImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(input);
      BufferedImage decoded = reader.read(0);
      return () -> PictureImages.toPicture(decoded);
    } finally {
      reader.dispose();
    }
  }

  private ImageReader reader() throws IOException {
    Iterator<ImageReader> readers =
        ImageIO.getImageReadersByFormatName(provider.getFormatNames()[0]);
    if (!readers.hasNext()) {
      throw new IOException("there is no reader for what it writes");
    }
    return readers.next();
  }
}
