package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;
import io.licorice.video.container.EbmlReader.Element;
import java.io.IOException;
import java.util.Optional;

/** Goes through the blocks of a segment without reading what is in them. */
final class MatroskaBlocks {
  private final FileBytes bytes;
  private final EbmlReader reader;
  private final long scale;
  private final long end;
  private long at;
  private long clusterEnd = -1;
  private boolean isSized;
  private long clusterTime;

  /**
   * @param start first byte to look at, on the level of clusters
   * @param end the segment's end
   * @param scale nanoseconds of a tick
   */
  MatroskaBlocks(FileBytes bytes, EbmlReader reader, long start, long end, long scale) {
    this.bytes = bytes;
    this.reader = reader;
    this.at = start;
    this.end = end;
    this.scale = scale;
  }

  /**
   * A block.
   *
   * @param number its track's
   * @param time in nanoseconds, before the track's delay is taken off
   * @param duration in nanoseconds, or -1
   * @param bounds start of the first frame, then each frame's end
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Block(long number, long time, long duration, boolean isKey, long discard, long[] bounds) {}

  Optional<Block> next() throws IOException {
    while (at < end) {
      if (clusterEnd >= 0 && at >= clusterEnd) {
        clusterEnd = -1;
        continue;
      }
      Element element = reader.at(at, clusterEnd >= 0 ? clusterEnd : end);
      if (clusterEnd >= 0 && !isSized && Ebml.isTopLevel(element.id())) {
        clusterEnd = -1;
        continue;
      }
      Optional<Block> block = visit(element);
      if (block.isPresent()) {
        return block;
      }
    }
    return Optional.empty();
  }

  private Optional<Block> visit(Element element) throws IOException {
    at = element.end();
    if (clusterEnd < 0) {
      if (element.id() == Ebml.CLUSTER) {
        at = element.data();
        clusterEnd = element.end();
        isSized = element.hasSize();
        clusterTime = 0;
      }
      return Optional.empty();
    }
    return switch (element.id()) {
      case Ebml.TIMESTAMP -> {
        clusterTime = reader.unsigned(element);
        yield Optional.empty();
      }
      case Ebml.SIMPLE_BLOCK -> Optional.of(block(element, -1, false, false, 0));
      case Ebml.BLOCK_GROUP -> group(element);
      default -> Optional.empty();
    };
  }

  private Optional<Block> group(Element group) throws IOException {
    Element block = null;
    long duration = -1;
    boolean hasReference = false;
    long discard = 0;
    for (long child = group.data(); child < group.end(); ) {
      Element element = reader.at(child, group.end());
      child = element.end();
      switch (element.id()) {
        case Ebml.BLOCK -> block = element;
        case Ebml.BLOCK_DURATION -> duration = nanos(reader.unsigned(element), element.start());
        case Ebml.REFERENCE_BLOCK -> hasReference = true;
        case Ebml.DISCARD_PADDING -> discard = reader.signed(element);
        default -> {
          // of no use here
        }
      }
    }
    return block == null
        ? Optional.empty()
        : Optional.of(block(block, duration, true, !hasReference, discard));
  }

  private Block block(
      Element element, long duration, boolean isGrouped, boolean isKey, long discard)
      throws IOException {
    int first = bytes.u8(element.data(), "Matroska block");
    int numberBytes = Integer.numberOfLeadingZeros(first) - 23;
    if (numberBytes > 8 || element.size() < numberBytes + 3) {
      throw new LicFormatException(element.start(), "Matroska block is cut off");
    }
    long number =
        bytes.number(element.data(), numberBytes, "block's track") & (1L << 7 * numberBytes) - 1;
    long head = element.data() + numberBytes;
    short relative = (short) bytes.number(head, 2, "block's time");
    int flags = bytes.u8(head + 2, "block's flags");
    long ticks = clusterTime + relative;
    long[] bounds = MatroskaLacing.bounds(bytes, flags >> 1 & 3, head + 3, element.end());
    boolean key = isGrouped ? isKey : (flags & 0x80) != 0;
    return new Block(number, nanos(ticks, element.start()), duration, key, discard, bounds);
  }

  private long nanos(long ticks, long offset) throws LicFormatException {
    if (Math.abs(ticks) > (1L << 61) / scale || ticks == Long.MIN_VALUE) {
      throw new LicFormatException(offset, "time of " + ticks + " ticks makes no sense");
    }
    return ticks * scale;
  }
}
