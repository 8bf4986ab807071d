package dev.dejima.packet.pcap;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A file that is read from its beginning, counting, in a byte order that its magic tells. */
final class CaptureInput implements Closeable {
  private final InputStream in;
  private ByteOrder order = ByteOrder.BIG_ENDIAN;
  private long offset;

  CaptureInput(InputStream in) {
    this.in = in;
  }

  void order(ByteOrder newOrder) {
    order = newOrder;
  }

  long offset() {
    return offset;
  }

  /** Reads so many octets; none if the file ends here. */
  ByteBuffer readOrEnd(int length, String what) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length > 0 && bytes.length < length) {
      throw ends(what);
    }
    offset += bytes.length;
    return ByteBuffer.wrap(bytes).order(order);
  }

  ByteBuffer read(int length, String what) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw ends(what);
    }
    offset += length;
    return ByteBuffer.wrap(bytes).order(order);
  }

  int readInt(String what) throws IOException {
    return read(Integer.BYTES, what).getInt();
  }

  void skip(long length, String what) throws IOException {
    try {
      in.skipNBytes(length);
    } catch (EOFException _) {
      throw ends(what);
    }
    offset += length;
  }

  private CaptureFormatException ends(String what) {
    return new CaptureFormatException("the file ends within " + what, offset);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
