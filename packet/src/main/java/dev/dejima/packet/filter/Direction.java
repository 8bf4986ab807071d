package dev.dejima.packet.filter;

/** Which end of a packet an address or port must stand at. */
public enum Direction {
  SRC("src"),
  DST("dst"),
  EITHER("src or dst"),
  BOTH("src and dst");

  private final String text;

  Direction(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
