package dev.dejima.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import org.junit.jupiter.api.Test;

/** A training that is broken off would leave the archive without half of what it is for. */
class TrainingTest {
  @Test
  void nftTakesAllThatItIsTrainedWith() {
    assertDoesNotThrow(() -> Training.nft());
  }
}
