package dev.dejima.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Netlink.Group;
import dev.dejima.kernel.Netlink.Subscription;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetGeneration;
import dev.dejima.nft.expr.GetRules;
import dev.dejima.nft.expr.GetSetElements;
import dev.dejima.nft.expr.GetTables;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewGeneration;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.packet.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("linux")
@Timeout(60)
class NfTablesTest {
  private static final Set<NewFlag> CREATE = Set.of(NewFlag.CREATE);

  private static NewTable table(String name) {
    return new NewTable(Family.IP, name, 0, 0, 0, Bytes.EMPTY, CREATE);
  }

  private static NewChain chain() {
    return new NewChain(Family.IP, "t", "c", 0, null, null, null, 0, 0, Bytes.EMPTY, CREATE);
  }

  private static NewRule rule(String comment) {
    Bytes userData = Bytes.of(("\0\4" + comment + "\0").getBytes(StandardCharsets.US_ASCII));
    return new NewRule(
        Family.IP,
        "t",
        "c",
        0,
        0,
        0,
        0,
        List.of(new Counter(0, 0)),
        userData,
        Set.of(NewFlag.CREATE, NewFlag.APPEND));
  }

  /** Of a known size: a hash that still grows while it is dumped can lose elements on the way. */
  private static NewSet set(int size) {
    return new NewSet(
        Family.IP,
        "t",
        "s",
        1,
        0,
        0,
        7,
        4,
        0,
        0,
        size,
        0,
        List.of(),
        0,
        0,
        List.of(),
        Bytes.EMPTY,
        CREATE);
  }

  @Test
  void longListsOfElementsAndRulesArriveWhole() throws Exception {
    try (Kernel kernel = Rights.kernel()) {
      Namespace here = kernel.initial();
      Set<Bytes> keys = new HashSet<>();
      List<SetElement> elements = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        Bytes key = Bytes.bigEndian(0x0a000000 + i, 4);
        keys.add(key);
        elements.add(SetElement.of(key, 0));
      }
      List<NftMessage> batch = new ArrayList<>(List.of(table("t"), chain(), set(20_000)));
      batch.add(new NewSetElements(Family.IP, "t", "s", 1, elements, CREATE));
      for (int i = 0; i < 2_000; i++) {
        batch.add(rule("ab"));
      }
      here.nfTables().commit(batch);
      Set<Bytes> found = new HashSet<>();
      for (NftMessage message : here.nfTables().dump(new GetSetElements(Family.IP, "t", "s"))) {
        ((NewSetElements) message).elements().forEach(element -> found.add(element.key()));
      }
      assertThat(found).isEqualTo(keys);
      assertThat(here.nfTables().dump(new GetRules(Family.IP, "t", "c"))).hasSize(2_000);
    }
  }

  @Test
  void commitsAtTheSameTimeAllSucceed() throws Exception {
    try (Kernel kernel = Rights.kernel()) {
      Namespace here = kernel.initial();
      List<Process> writers = new ArrayList<>();
      for (int w = 0; w < 3; w++) {
        String prefix = "w" + w + "_";
        LinuxNfTables apart = new LinuxNfTables((LinuxNamespace) here); // with a socket of its own
        writers.add(
            kernel.start(
                here,
                prefix,
                StandardStreams.none(),
                self -> {
                  for (int i = 0; i < 20; i++) {
                    apart.commit(List.of(table(prefix + i)));
                  }
                  return 0;
                }));
      }
      for (Process writer : writers) {
        assertThat(writer.await()).isZero();
      }
      assertThat(here.nfTables().dump(new GetTables(Family.IP))).hasSize(60);
      NewGeneration generation =
          (NewGeneration) here.nfTables().dump(new GetGeneration()).getFirst();
      assertThat(generation.id()).isGreaterThan(60);
    }
  }

  @Test
  void eventsTellOfWhatWasCommitted() throws Exception {
    try (Kernel kernel = Rights.kernel()) {
      Namespace here = kernel.initial();
      try (Subscription<NftMessage> events = here.nfTables().subscribe(Set.of(Group.NFTABLES))) {
        here.nfTables().request(table("t"));
        assertThat(((NewTable) events.next()).name()).isEqualTo("t");
        assertThat(events.next()).isInstanceOf(NewGeneration.class);
        here.nfTables().request(new DelTable(Family.IP, "t", 0, false));
        assertThat(((DelTable) events.next()).name()).isEqualTo("t");
      }
      assertThatThrownBy(() -> here.route().subscribe(Set.of(Group.NFTRACE)))
          .isInstanceOfSatisfying(
              NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EOPNOTSUPP));
    }
  }

  @Test
  void aCheckChangesNothingAndFindsWhatIsWrong() throws Exception {
    try (Kernel kernel = Rights.kernel()) {
      Namespace here = kernel.initial();
      here.nfTables().check(List.of(table("t"), chain()));
      assertThatThrownBy(() -> here.nfTables().check(List.of(table("t"), rule("ab"))))
          .isInstanceOfSatisfying(
              NetlinkException.class,
              e -> {
                assertThat(e.errno()).isEqualTo(Errno.ENOENT);
                assertThat(e.refusals().getFirst().index()).isEqualTo(1);
              });
      assertThat(here.nfTables().dump(new GetTables(Family.UNSPEC))).isEmpty();
    }
  }
}
