package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.TcpView;

/**
 * Loads the name of the system that sent a SYN ({@code nft_osf.c}). Fingerprints are what a program
 * loads into the kernel; this one takes none, so that every sender is unknown, as on Linux before
 * anything was loaded.
 */
record OsfStep(int target) implements Step {
  @Override
  public int run(Evaluation e) {
    Packet packet = e.packet;
    boolean syn =
        packet.etherType == EtherType.IPV4
            && packet.protocol == IpProtocol.TCP
            && packet.transportLength() >= TcpView.LENGTH
            && (packet.bytes[packet.transport + TcpView.FLAGS] & TcpView.SYN) != 0;
    if (!syn) {
      return BREAK;
    }
    Registers.setText(e.registers, target, "unknown");
    return NEXT;
  }
}
