package dev.dejima.nft.syntax;

/**
 * A field of a header.
 *
 * @param protocol whose
 * @param name as written behind the protocol: {@code dport}, {@code saddr ip}
 * @param offset bits from the start of the protocol's header
 * @param length in bits
 * @param type what its values mean
 */
public record HeaderField(Protocol protocol, String name, int offset, int length, DataType type) {
  /** As written: {@code tcp dport}. */
  @Override
  public String toString() {
    return protocol.word() + " " + name;
  }
}
