package dev.dejima.linux;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.NetlinkException.Refusal;
import dev.dejima.kernel.NfTables;
import dev.dejima.linux.netlink.NetlinkMessage;
import dev.dejima.linux.netlink.NetlinkSocket;
import dev.dejima.linux.netlink.NftCodec;
import dev.dejima.nft.expr.GetGeneration;
import dev.dejima.nft.expr.GetObjects;
import dev.dejima.nft.expr.GetRules;
import dev.dejima.nft.expr.GetSetElements;
import dev.dejima.nft.expr.NewGeneration;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.SetElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * nf_tables in one namespace.
 *
 * <p>Changes go in batches ({@code nfnetlink_rcv_batch()}): a begin with the ruleset's generation,
 * the messages, an end. A batch without its end is validated and then undone, which is how {@link
 * #check} works. An error's sequence number says which message is refused; the begin's own is that
 * of the whole batch.
 *
 * <p>Just after many elements came into a set without a size, Linux may leave some out of a dump:
 * {@code nft_rhash_walk()} counts its way through a table that is still being rehashed.
 */
final class LinuxNfTables implements NfTables {
  private final NftCodec codec = new NftCodec();
  private final LinuxNetlink<NftMessage> netlink;

  LinuxNfTables(LinuxNamespace namespace) {
    netlink = new LinuxNetlink<>(namespace, codec);
  }

  @Override
  public void request(NftMessage message) throws NetlinkException {
    commit(List.of(message));
  }

  @Override
  public List<NftMessage> dump(NftMessage message) throws NetlinkException {
    return switch (message) {
      case GetGeneration _ -> List.of(netlink.exchange(this::generation));
      case GetSetElements get when !get.elements().isEmpty() -> each(get);
      case GetRules get when get.handle() != 0 -> one(message);
      case GetObjects get when get.name() != null -> one(message);
      default -> netlink.dump(message);
    };
  }

  /** The kernel answers each element by a message of its own. */
  private List<NftMessage> each(GetSetElements get) throws NetlinkException {
    List<NftMessage> answers = new ArrayList<>();
    for (SetElement element : get.elements()) {
      answers.addAll(
          one(
              new GetSetElements(
                  get.family(), get.table(), get.set(), List.of(element), get.reset())));
    }
    return answers;
  }

  /** Asks for one thing by its name or number, which is no dump. */
  private List<NftMessage> one(NftMessage message) throws NetlinkException {
    return netlink.exchange(
        socket -> {
          NftMessage answer = codec.decode(socket.get(codec.encode(message).getFirst()));
          return answer == null ? List.of() : List.of(answer);
        });
  }

  @Override
  public Subscription<NftMessage> subscribe(Set<Group> groups) throws NetlinkException {
    return netlink.subscribe(groups);
  }

  @Override
  public void commit(List<NftMessage> batch) throws NetlinkException {
    send(batch, true);
  }

  @Override
  public void check(List<NftMessage> batch) throws NetlinkException {
    send(batch, false);
  }

  private void send(List<NftMessage> batch, boolean commit) throws NetlinkException {
    if (batch.isEmpty()) {
      return;
    }
    List<NetlinkMessage> body = new ArrayList<>();
    List<Integer> origins = new ArrayList<>();
    encode(batch, body, origins);
    List<Refusal> refusals = netlink.exchange(socket -> attempt(socket, body, commit));
    while (refusals.stream().anyMatch(LinuxNfTables::outdated)) {
      refusals = netlink.exchange(socket -> attempt(socket, body, commit));
    }
    if (!refusals.isEmpty()) {
      throw new NetlinkException(refusals.stream().map(r -> moved(r, origins)).toList());
    }
  }

  /** Encodes all; remembers of each netlink message which of the batch it came from. */
  private void encode(List<NftMessage> batch, List<NetlinkMessage> body, List<Integer> origins)
      throws NetlinkException {
    for (int i = 0; i < batch.size(); i++) {
      try {
        for (NetlinkMessage message : codec.encode(batch.get(i))) {
          body.add(message);
          origins.add(i);
        }
      } catch (KernelException e) {
        throw new NetlinkException(List.of(new Refusal(i, e.errno(), e.getMessage(), -1)));
      }
    }
  }

  private List<Refusal> attempt(NetlinkSocket socket, List<NetlinkMessage> body, boolean commit)
      throws KernelException {
    List<NetlinkMessage> whole = new ArrayList<>(body.size() + 2);
    whole.add(NftCodec.begin(generation(socket).id()));
    whole.addAll(body);
    if (commit) {
      whole.add(NftCodec.end());
    }
    return socket.batch(whole);
  }

  private NewGeneration generation(NetlinkSocket socket) throws KernelException {
    NetlinkMessage answer = socket.get(codec.encode(new GetGeneration()).getFirst());
    if (codec.decode(answer) instanceof NewGeneration generation) {
      return generation;
    }
    throw new KernelException(Errno.EPROTO, "no generation in " + answer);
  }

  /** Whether the ruleset has changed since the batch's generation was read. */
  private static boolean outdated(Refusal refusal) {
    return refusal.errno() == Errno.ERESTART;
  }

  private static Refusal moved(Refusal refusal, List<Integer> origins) {
    int index = Math.clamp(refusal.index() - 1, 0, origins.size() - 1);
    return new Refusal(origins.get(index), refusal.errno(), refusal.text(), refusal.offset());
  }

  void close() {
    netlink.close();
  }
}
