package dev.dejima.nft.compile;

/** Numbers that the messages of one batch know each other by. */
final class BatchIds {
  private int lastSet;
  private int lastChain;
  private int lastRule;

  int nextSet() {
    return ++lastSet;
  }

  int nextChain() {
    return ++lastChain;
  }

  int nextRule() {
    return ++lastRule;
  }
}
