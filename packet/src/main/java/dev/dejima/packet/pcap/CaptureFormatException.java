package dev.dejima.packet.pcap;

import java.io.IOException;

/** A capture file is damaged, or of a kind that is not supported. */
public final class CaptureFormatException extends IOException {
  private static final long serialVersionUID = 1;

  private final long offset;

  CaptureFormatException(String message, long offset) {
    super(message + " at offset " + offset);
    this.offset = offset;
  }

  /** Where in the file, in octets from its beginning. */
  public long offset() {
    return offset;
  }
}
