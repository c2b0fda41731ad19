package io.licorice.examples;

import io.licorice.codec.Picture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Portable graymaps and pixmaps of 8 bits, binary: what codec programs read and write. */
final class Pnm {
  private final byte[] data;
  private int position;

  private Pnm(byte[] data) {
    this.data = data;
  }

  static void write(Picture picture, Path file) throws IOException {
    int channels = picture.channels();
    int pixels = picture.width() * picture.height();
    String kind = channels == 1 ? "P5" : "P6";
    byte[] header =
        (kind + "\n" + picture.width() + " " + picture.height() + "\n255\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] body = new byte[Math.multiplyExact(pixels, channels)];
    for (int c = 0; c < channels; c++) {
      short[] plane = picture.plane(c);
      for (int i = 0; i < pixels; i++) {
        body[i * channels + c] = (byte) plane[i];
      }
    }
    try (var stream = Files.newOutputStream(file)) {
      stream.write(header);
      stream.write(body);
    }
  }

  static Picture read(Path file) throws IOException {
    return new Pnm(Files.readAllBytes(file)).parse();
  }

  private Picture parse() throws IOException {
    if (data.length < 2 || data[0] != 'P' || (data[1] != '5' && data[1] != '6')) {
      throw new IOException("a binary PGM or PPM file expected");
    }
    int channels = data[1] == '5' ? 1 : 3;
    position = 2;
    int width = number();
    int height = number();
    if (number() != 255) {
      throw new IOException("a PGM or PPM file of 8 bits expected");
    }
    position++;
    long pixels = (long) width * height;
    if (data.length - position < pixels * channels) {
      throw new IOException("the PGM or PPM file ends too early");
    }
    Picture picture = Picture.blank(width, height, channels, 8);
    for (int c = 0; c < channels; c++) {
      short[] plane = picture.plane(c);
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (short) (data[position + i * channels + c] & 0xFF);
      }
    }
    return picture;
  }

  /** Reads a number of the header, after white space and comments. */
  private int number() throws IOException {
    while (position < data.length && !isDigit(data[position])) {
      if (data[position] == '#') {
        while (position < data.length && data[position] != '\n') {
          position++;
        }
      }
      position++;
    }
    int value = 0;
    int start = position;
    while (position < data.length && isDigit(data[position]) && position - start < 9) {
      value = value * 10 + data[position++] - '0';
    }
    if (position == start) {
      throw new IOException("the header of a PGM or PPM file is incomplete");
    }
    return value;
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }
}
