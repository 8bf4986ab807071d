package dev.dejima.lab;

/** An interface of a node, written {@code node:interface}. */
public record Port(String node, String device) {
  @Override
  public String toString() {
    return node + ":" + device;
  }
}
