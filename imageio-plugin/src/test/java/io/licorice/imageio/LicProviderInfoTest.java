package io.licorice.imageio;

import com.twelvemonkeys.imageio.spi.ReaderWriterProviderInfo;
import com.twelvemonkeys.imageio.spi.ReaderWriterProviderInfoTest;

class LicProviderInfoTest extends ReaderWriterProviderInfoTest {
  @Override
  protected ReaderWriterProviderInfo createProviderInfo() {
    return new Info();
  }

  /** What the providers are built from, in the shape that the inherited tests ask for. */
  private static final class Info extends ReaderWriterProviderInfo {
    Info() {
      super(
          Info.class,
          LicProviderInfo.formatNames(),
          LicProviderInfo.suffixes(),
          LicProviderInfo.mimeTypes(),
          LicProviderInfo.READER,
          new String[] {LicProviderInfo.READER_SPI},
          LicProviderInfo.WRITER,
          new String[] {LicProviderInfo.WRITER_SPI},
          false,
          null,
          null,
          null,
          null,
          true,
          LicProviderInfo.METADATA,
          LicProviderInfo.METADATA_FORMAT,
          null,
          null);
    }
  }
}
