package dev.dejima.linux.netlink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Messages that real tools and a real kernel exchanged: a type, flags and payload on each line. */
final class Golden {
  private static final Path DIRECTORY = Path.of("src/test/resources/golden");

  private Golden() {}

  static List<NetlinkMessage> messages(String name) throws IOException {
    List<NetlinkMessage> messages = new ArrayList<>();
    for (String line : Files.readAllLines(DIRECTORY.resolve(name + ".hex"))) {
      String[] fields = line.split(" ", -1);
      messages.add(
          new NetlinkMessage(
              Integer.parseInt(fields[0], 16),
              Integer.parseInt(fields[1], 16),
              HexFormat.of().parseHex(fields[2])));
    }
    return messages;
  }

  /** The text that is expected; {@code -Dgolden.rewrite=true} makes it what there is. */
  static String text(String name, String actual) throws IOException {
    Path file = DIRECTORY.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(file, actual);
    }
    return Files.readString(file);
  }

  /** Attributes as a tree, sorted, so that those of two messages compare whatever their order. */
  static String tree(byte[] payload, int from) {
    ByteBuffer buffer = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
    List<String> attributes = new ArrayList<>();
    int at = from;
    while (payload.length - at >= 4) {
      int size = buffer.getShort(at) & 0xffff;
      int type = buffer.getShort(at + 2) & 0xffff;
      if (size < 4 || at + size > payload.length) {
        return HexFormat.of().formatHex(payload, from, payload.length);
      }
      byte[] value = new byte[size - 4];
      buffer.get(at + 4, value);
      boolean nested = (type & 0x8000) != 0;
      String text = nested ? tree(value, 0) : HexFormat.of().formatHex(value);
      attributes.add((type & 0x3fff) + "=" + text);
      at += size + 3 & ~3;
    }
    return attributes.stream().sorted().toList().toString();
  }
}
