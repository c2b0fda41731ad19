package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;
import java.util.HexFormat;

/**
 * What vectors and modes of predicted frames are usually like, as {@link StartingBits} of three
 * bytes a context: counted in clips that were not measured with ({@code MotionStatistics} among the
 * tests prints it). Part of the format, see {@code models/doc/predicted-frames.md}.
 */
final class MotionStart {
  /** Of contexts that depend on the frame before: for what is known of it, beside nothing. */
  private static final int VARIANTS = 2;

  /** Answers that the first contexts' probabilities count for in these. */
  private static final int WORTH = 4;

  static final StartingBits VECTORS =
      parse(
          VectorCoder.CONTEXTS,
          VectorCoder.VARIED,
          "04e6102ae610521a1057d510788f1081c9105c551065e8109a5810a35610b6a810ded710"
              + "a37110787c107e13108d551086f8106d9b1002aa1011a802800000800000800000800000"
              + "8000008377108a731067af106682107dee105ee5100943100a7304800000800000800000"
              + "80000080000055f310d5ca10c1af10ae7b108da3106924100a8510021910800000800000"
              + "800000800000800000b72b10758e108245108e38108c2610369110026c10249201800000"
              + "80000080000080000080000094bc1080631065a2106d08106fbd10354f100bbc1011a802"
              + "800000800000800000800000800000751310cff110bcb510a9bd108d11103eb3100b2310"
              + "03af0d80000080000080000080000080000071f61085ed109e781068b2108b64105b5410"
              + "60ac10407210606b1058f2105ffc1057db1040d7101a1710800000800000800000800000"
              + "8000008000005ea21059051065011058bc101221102f1510800000800000800000800000"
              + "800000800000");

  static final StartingBits MODES =
      parse(
          LevelMap.CONTEXTS,
          LevelMap.VARIED,
          "d52310e0e310e5b110f0bf10c5da10c3a910c9e710d2ac10d85410d6a810dab010e35c10"
              + "874610b86010b60f10c2b110ad3410d30310aeb710c1dc10603e107bc5104b161060b510"
              + "8000109b58107ee01094501065fc10995c105be1107f6e1095dc107e80109b2810986110"
              + "6a58105d40108cc3108ab010479610532d106d84107b8e1080001093cb1083931096db10"
              + "5b55105178107bd1106c37104b37105d3810765a10850a10800000800000800000800000"
              + "800000c56110d16410e8e510779410ee6410e45110b1ef10ed7910ee1a10bfcf10c9a110"
              + "d45010a6bf108000005165105bd610800000800000800000800000800000800000800000");

  private MotionStart() {}

  private static StartingBits parse(int contexts, int varied, String hex) {
    try {
      StartingBits usual = StartingBits.parse(HexFormat.of().parseHex(hex), contexts);
      return usual.withVariants(varied, VARIANTS, WORTH);
    } catch (LicFormatException e) {
      throw new IllegalStateException(e);
    }
  }
}
