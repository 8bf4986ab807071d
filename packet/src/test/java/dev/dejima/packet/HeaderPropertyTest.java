package dev.dejima.packet;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class HeaderPropertyTest {
  /** Any octets either are no header, or one that every accessor reads within its bounds. */
  @Property
  void foreignOctetsNeverEscapeAView(
      @ForAll @Size(max = 120) byte[] bytes,
      @ForAll @IntRange(min = -2, max = 60) int offset,
      @ForAll @IntRange(min = -2, max = 122) int end,
      @ForAll @IntRange(max = 255) int first) {
    if (offset >= 0 && offset < bytes.length) {
      bytes[offset] = (byte) first;
    }
    EthernetHeader.parse(bytes, offset, end);
    ArpPacket.parse(bytes, offset, end);
    IcmpHeader.parse(bytes, offset, end);
    UdpHeader.parse(bytes, offset, end);
    Ipv4View v4 = new Ipv4View();
    if (v4.wrap(bytes, offset, end) || v4.wrapQuoted(bytes, offset, end)) {
      assertThat(v4.end()).isBetween(v4.payloadOffset(), end);
      Ipv4Header.of(v4);
      v4.payload();
      v4.hasValidChecksum();
    }
    Ipv6View v6 = new Ipv6View();
    if (v6.wrap(bytes, offset, end) || v6.wrapQuoted(bytes, offset, end)) {
      Ipv6Header.of(v6);
      if (v6.walk()) {
        assertThat(v6.upperOffset()).isBetween(v6.payloadOffset(), v6.end());
        v6.fragmentOffset();
        v6.identification();
      }
    }
    TcpView tcp = new TcpView();
    if (tcp.wrap(bytes, offset, end)) {
      TcpHeader.of(tcp);
      tcp.mss();
      tcp.windowScale();
      tcp.timestampsAt();
      tcp.payload();
    }
  }

  @Property
  void tcpHeadersRoundTrip(@ForAll @Size(min = 20, max = 60) byte[] bytes) {
    bytes[12] = (byte) ((bytes.length / 4) << 4);
    TcpHeader.parse(bytes, 0, bytes.length)
        .ifPresent(
            header -> {
              byte[] again = new byte[60];
              int end = header.emit(again, 0);
              assertThat(TcpHeader.parse(again, 0, end)).contains(header);
            });
  }

  @Property
  void aChecksumIsTheSlowSumOfWords(
      @ForAll @Size(max = 70) byte[] bytes, @ForAll @IntRange(max = 7) int skip) {
    int from = Math.min(skip, bytes.length);
    long slow = 0;
    for (int i = from; i < bytes.length; i++) {
      slow += (long) (bytes[i] & 0xff) << ((i - from) % 2 == 0 ? 8 : 0);
    }
    while (slow >>> 16 != 0) {
      slow = (slow >>> 16) + (slow & 0xffff);
    }
    assertThat(Checksum.fold(Checksum.sum(bytes, from, bytes.length)) % 0xffff)
        .isEqualTo((int) slow % 0xffff);
  }

  @Property
  void aPartAtAnOddOffsetIsSwapped(
      @ForAll @Size(max = 40) byte[] bytes, @ForAll @IntRange(max = 40) int cut) {
    int at = Math.min(cut, bytes.length);
    long first = Checksum.sum(bytes, 0, at);
    long second = Checksum.sum(bytes, at, bytes.length);
    long joined = first + (at % 2 == 0 ? second : Checksum.swap(second));
    assertThat(Checksum.fold(joined) % 0xffff)
        .isEqualTo(Checksum.fold(Checksum.sum(bytes, 0, bytes.length)) % 0xffff);
  }

  @Property
  void anIncrementalUpdateKeepsThePacketValid(
      @ForAll @Size(min = 24, max = 24) byte[] bytes,
      @ForAll int before,
      @ForAll int after,
      @ForAll long wide) {
    NetworkOrder.put32(bytes, 8, before);
    NetworkOrder.put16(bytes, 2, 0);
    NetworkOrder.put16(bytes, 2, Checksum.of(bytes, 0, bytes.length));
    int checksum = Checksum.update32(NetworkOrder.get16(bytes, 2), before, after);
    NetworkOrder.put32(bytes, 8, after);
    checksum = Checksum.update64(checksum, NetworkOrder.get64(bytes, 16), wide);
    NetworkOrder.put64(bytes, 16, wide);
    checksum = Checksum.update16(checksum, NetworkOrder.get16(bytes, 12), before & 0xffff);
    NetworkOrder.put16(bytes, 12, before);
    NetworkOrder.put16(bytes, 2, checksum);
    assertThat(Checksum.fold(Checksum.sum(bytes, 0, bytes.length)) % 0xffff).isZero();
  }

  @Property
  void sequenceNumbersCompareAcrossTheWrap(
      @ForAll int seq, @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int step) {
    assertThat(SeqNumber.less(seq, seq + step)).isTrue();
    assertThat(SeqNumber.greater(seq, seq + step)).isFalse();
    assertThat(SeqNumber.max(seq, seq + step)).isEqualTo(seq + step);
    assertThat(SeqNumber.between(seq, seq, seq + step)).isTrue();
    assertThat(SeqNumber.between(seq - 1, seq, seq + step)).isFalse();
    assertThat(SeqNumber.inWindow(seq + step, seq, step)).isFalse();
  }
}
