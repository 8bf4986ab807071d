package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.netfilter.JenkinsHash;
import dev.dejima.nft.expr.Hash;
import dev.dejima.nft.expr.Register;

/** Hashes registers ({@code nft_jhash_eval}). */
final class HashStep implements Step {
  private final Hash hash;
  private final int source;
  private final int target;
  private boolean seeded;
  private int seed;

  HashStep(Hash hash) {
    this.hash = hash;
    this.source = Register.offset(hash.sreg());
    this.target = Register.offset(hash.dreg());
    this.seeded = hash.seed() != null;
    this.seed = hash.seed() == null ? 0 : hash.seed();
  }

  @Override
  public int run(Evaluation e) {
    if (!seeded) {
      seeded = true;
      seed = e.environment.random().nextInt();
    }
    int number = JenkinsHash.hash(e.registers, source, hash.length(), seed);
    Registers.setHostInt(
        e.registers, target, JenkinsHash.scale(number, hash.modulus()) + hash.offset());
    return NEXT;
  }
}
