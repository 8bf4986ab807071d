package dev.dejima.linux;

import dev.dejima.linux.libc.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a register: a name under {@code /run/netns}, the inode of the file made there, and that
 * of the namespace mounted on it. By these the pin is known from another of that name.
 */
record Pin(String name, long file, long namespace) {
  static List<Pin> read(Path register) {
    List<Pin> pins = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(register)) {
        String[] fields = line.split(" ", 3);
        if (fields.length == 3) {
          pins.add(new Pin(fields[2], Long.parseLong(fields[0]), Long.parseLong(fields[1])));
        }
      }
    } catch (IOException | NumberFormatException e) {
      return pins;
    }
    return pins;
  }

  /**
   * Takes it away.
   *
   * @return whether it was there, and was this one
   */
  boolean remove() {
    Path path = Published.path(name);
    try {
      if (Published.inode(path.toString()) == namespace) {
        Libc.umount2(path.toString(), Libc.MNT_DETACH);
      }
      if (Published.inode(path.toString()) != file) {
        return false;
      }
      return Files.deleteIfExists(path);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return file + " " + namespace + " " + name;
  }
}
