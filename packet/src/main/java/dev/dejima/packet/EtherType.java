package dev.dejima.packet;

/** Numbers of the protocols that Ethernet frames carry (IEEE 802, {@code linux/if_ether.h}). */
public final class EtherType {
  public static final int IPV4 = 0x0800;
  public static final int ARP = 0x0806;

  /** An IEEE 802.1Q tag follows. */
  public static final int VLAN = 0x8100;

  public static final int IPV6 = 0x86dd;
  public static final int MPLS = 0x8847;
  public static final int PPPOE_DISCOVERY = 0x8863;
  public static final int PPPOE_SESSION = 0x8864;

  /** An IEEE 802.1ad service tag follows. */
  public static final int QINQ = 0x88a8;

  public static final int LOOPBACK = 0x9000;

  /** Lower values of the field are the length of an IEEE 802.3 frame. */
  public static final int LEAST = 0x0600;

  private EtherType() {}
}
