package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a tunnel device how to wrap packets ({@code nft_tunnel_obj} of {@code nft_tunnel.c}).
 *
 * @param id the tunnel's number on the wire
 * @param source the outer source, 4 or 16 octets; empty for none
 * @param destination the outer destination, as long as the source; empty for none
 * @param sourcePort 0 for none
 * @param destinationPort 0 for none
 * @param flags {@code NFT_TUNNEL_F_*}
 * @param tos type of service of the outer header
 * @param ttl time to live of the outer header
 * @param options options of the kind of tunnel; absent for none
 */
public record TunnelObject(
    int id,
    Bytes source,
    Bytes destination,
    int sourcePort,
    int destinationPort,
    int flags,
    int tos,
    int ttl,
    @Nullable Options options)
    implements ObjectData {
  /** Options of one kind of tunnel ({@code NFTA_TUNNEL_KEY_OPTS_*}). */
  public sealed interface Options {}

  /** VXLAN's group policy. */
  public record Vxlan(int groupPolicy) implements Options {}

  /** ERSPAN version 1. */
  public record Erspan1(int index) implements Options {}

  /**
   * ERSPAN version 2.
   *
   * @param egress of what a device sends; otherwise of what it receives
   * @param hardwareId the number of the mirroring engine
   */
  public record Erspan2(boolean egress, int hardwareId) implements Options {}

  /** GENEVE's options. */
  public record Geneve(List<GeneveOption> list) implements Options {
    /** Keeps a copy. */
    public Geneve {
      list = List.copyOf(list);
    }
  }

  /** One option of GENEVE (RFC 8926, section 3.5). */
  public record GeneveOption(int optionClass, int type, Bytes data) {}
}
