package dev.dejima.lab;

/**
 * A setting in the words of {@code ip}.
 *
 * @param word as in {@code promisc}
 * @param value as in {@code on}; empty for a word that stands alone, as {@code onlink}
 */
public record Option(String word, String value) {
  @Override
  public String toString() {
    return value.isEmpty() ? word : word + " " + value;
  }
}
