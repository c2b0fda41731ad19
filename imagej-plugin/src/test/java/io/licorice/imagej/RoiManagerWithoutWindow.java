package io.licorice.imagej;

import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/** A ROI Manager where no window can be made, which its constructors do. */
final class RoiManagerWithoutWindow implements AutoCloseable {
  private final List<Roi> rois;

  RoiManagerWithoutWindow(Roi... rois) throws ReflectiveOperationException {
    this.rois = new ArrayList<>(List.of(rois));
    Class<?> type = Class.forName("sun.misc.Unsafe");
    Field unsafe = type.getDeclaredField("theUnsafe");
    unsafe.setAccessible(true);
    Object manager =
        type.getMethod("allocateInstance", Class.class).invoke(unsafe.get(null), RoiManager.class);
    field("rois").set(manager, this.rois);
    field("instance").set(null, manager);
  }

  private static Field field(String name) throws ReflectiveOperationException {
    Field field = RoiManager.class.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  List<Roi> rois() {
    return rois;
  }

  @Override
  public void close() throws ReflectiveOperationException {
    field("instance").set(null, null);
  }
}
