package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.netfilter.OsfFingerprint;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Osf;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.TcpView;

/**
 * Loads the name of the system that sent a SYN ({@code nft_osf.c}): {@code unknown} if it is like
 * none of the fingerprints.
 */
record OsfStep(Osf osf, int target) implements Step {
  @Override
  public int run(Evaluation e) {
    Packet packet = e.packet;
    boolean syn =
        packet.etherType == EtherType.IPV4
            && packet.protocol == IpProtocol.TCP
            && !packet.laterFragment
            && packet.transportLength() >= TcpView.LENGTH
            && (packet.bytes[packet.transport + TcpView.FLAGS] & TcpView.SYN) != 0;
    if (!syn) {
      return BREAK;
    }
    OsfFingerprint found = e.environment.fingerprints().find(packet, osf.ttl());
    String name = found == null ? "unknown" : found.genre();
    if (found != null && osf.version()) {
      name += ":" + found.version();
    }
    Registers.setText(e.registers, target, name);
    return NEXT;
  }
}
