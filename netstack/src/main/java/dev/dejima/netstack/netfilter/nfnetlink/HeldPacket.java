package dev.dejima.netstack.netfilter.nfnetlink;

import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import org.jspecify.annotations.Nullable;

/**
 * A packet taken off its way in the middle of a hook, and the rest of that way ({@code
 * nf_queue_entry}). One of the methods that end the wait is called, once.
 */
public interface HeldPacket {
  Packet packet();

  HookNumber hook();

  /** Whose hook it met. */
  Family family();

  @Nullable Device in();

  @Nullable Device out();

  /** It goes on behind what held it. */
  void accept();

  /** What held it sees it again; then it goes on. */
  void repeat();

  /** It goes on behind the hook. */
  void stop();

  /** It waits in another queue, or is dropped if nobody listens to that. */
  void queue(int number);

  /** Its way ends. */
  void drop();
}
