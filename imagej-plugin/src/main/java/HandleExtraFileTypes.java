import ij.ImagePlus;
import ij.plugin.PlugIn;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;

/**
 * What plain ImageJ asks for files that it does not know, in a jar of its own: ImageJ has room for
 * one class of this name, and Fiji has its own.
 */
public class HandleExtraFileTypes extends ImagePlus implements PlugIn {
  private static final long serialVersionUID = 1;

  /** For ImageJ, which makes an instance for each file. */
  public HandleExtraFileTypes() {}

  /**
   * Becomes the image in a file. Stays without a size if the file is none of ours.
   *
   * @param path the file
   */
  @Override
  public void run(String path) {
    if (isOurs(new File(path))) {
      try {
        Object filled =
            Class.forName("io.licorice.imagej.launch.FileTypes", true, getClass().getClassLoader())
                .getMethod("open", String.class, ImagePlus.class)
                .invoke(null, path, this);
        if (Boolean.FALSE.equals(filled)) {
          width = -1; // ImageJ takes that for "has been dealt with"
        }
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof RuntimeException) {
          throw (RuntimeException) e.getCause();
        }
        throw new IllegalStateException(e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static boolean isOurs(File file) {
    byte[] start = new byte[12];
    InputStream in = null;
    try {
      in = new FileInputStream(file);
      int count = 0;
      int read = 0;
      while (read >= 0 && count < start.length) {
        read = in.read(start, count, start.length - count);
        count += Math.max(read, 0);
      }
    } catch (IOException e) {
      return false; // ImageJ itself will say that it cannot be read
    } finally {
      close(in);
    }
    boolean bare = start[0] == (byte) 0x8C && start[1] == 'L';
    boolean picture = bare && start[2] == 'I' && start[3] == 'C';
    boolean video = bare && start[2] == 'V' && start[3] == 'C';
    return picture || video || new String(start, 4, 8).equals("ftyplic1");
  }

  private static void close(InputStream in) {
    try {
      if (in != null) {
        in.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
