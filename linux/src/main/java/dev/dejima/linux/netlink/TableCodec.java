package dev.dejima.linux.netlink;

import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.packet.Bytes;

/** Tables ({@code NFTA_TABLE_*}). */
final class TableCodec {
  private static final int NFTA_TABLE_NAME = 1;
  private static final int NFTA_TABLE_FLAGS = 2;
  private static final int NFTA_TABLE_USE = 3;
  private static final int NFTA_TABLE_HANDLE = 4;
  private static final int NFTA_TABLE_USERDATA = 6;

  private TableCodec() {}

  static AttributeEncoder encode(AttributeEncoder out, NewTable table) {
    out.string(NFTA_TABLE_NAME, table.name());
    out.be64Unless0(NFTA_TABLE_HANDLE, table.handle());
    out.be32(NFTA_TABLE_FLAGS, table.flags());
    out.be32Unless0(NFTA_TABLE_USE, table.use());
    return out.bytesUnlessEmpty(NFTA_TABLE_USERDATA, table.userData());
  }

  static AttributeEncoder encode(AttributeEncoder out, DelTable table) {
    return out.stringIf(NFTA_TABLE_NAME, table.name())
        .be64Unless0(NFTA_TABLE_HANDLE, table.handle());
  }

  static NewTable decode(Family family, int mode, AttributeDecoder in) {
    String name = "";
    int flags = 0;
    int use = 0;
    long handle = 0;
    Bytes userData = Bytes.EMPTY;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_TABLE_NAME -> name = in.string();
        case NFTA_TABLE_FLAGS -> flags = in.be32();
        case NFTA_TABLE_USE -> use = in.be32();
        case NFTA_TABLE_HANDLE -> handle = in.be64();
        case NFTA_TABLE_USERDATA -> userData = in.bytes();
        default -> {}
      }
    }
    return new NewTable(family, name, flags, handle, use, userData, Codec.mode(mode));
  }

  static DelTable decodeDeleted(Family family, AttributeDecoder in, boolean destroy) {
    String name = null;
    long handle = 0;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_TABLE_NAME -> name = in.string();
        case NFTA_TABLE_HANDLE -> handle = in.be64();
        default -> {}
      }
    }
    return new DelTable(family, name, handle, destroy);
  }
}
