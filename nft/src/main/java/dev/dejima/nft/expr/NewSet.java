package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;
import java.util.List;
import java.util.Set;

/**
 * A set or a map ({@code NFT_MSG_NEWSET}).
 *
 * @param family the family of its table
 * @param table the name of its table
 * @param name its name; of an anonymous set in a request a pattern, {@code __set%d} or {@code
 *     __map%d}
 * @param id its number within the batch
 * @param handle the kernel's number of it
 * @param flags {@link #ANONYMOUS} and the like
 * @param keyType nft's number of the key's type
 * @param keyLength octets of a key
 * @param dataType nft's number of the data's type, {@link #VERDICT} for verdicts; 0 for a set
 * @param dataLength octets of the data
 * @param objectType of which type the objects are that an object map holds; {@code UNSPEC} for
 *     others
 * @param size elements at most; 0 for no bound
 * @param policy {@code NFT_SET_POL_*}: 0 performance, 1 memory
 * @param fieldLengths octets of each field of a concatenated key; empty for others
 * @param timeout how long an element stays, ms; 0 for ever
 * @param gcInterval how often the dead are removed, ms; 0 for the kernel's choice
 * @param exprs expressions that every element carries
 * @param userData what nft keeps there ({@link UserData})
 * @param mode what to do if it exists
 * @param count how many elements it has, as a dump tells it; 0 in requests, and where unknown
 */
public record NewSet(
    Family family,
    String table,
    String name,
    int id,
    long handle,
    int flags,
    int keyType,
    int keyLength,
    int dataType,
    int dataLength,
    ObjectType objectType,
    int size,
    int policy,
    List<Integer> fieldLengths,
    long timeout,
    int gcInterval,
    List<Expr> exprs,
    Bytes userData,
    Set<NewFlag> mode,
    int count)
    implements NftMessage {
  public static final int ANONYMOUS = 0x1;
  public static final int CONSTANT = 0x2;
  public static final int INTERVAL = 0x4;
  public static final int MAP = 0x8;
  public static final int TIMEOUT = 0x10;
  public static final int EVAL = 0x20;
  public static final int OBJECT = 0x40;
  public static final int CONCAT = 0x80;

  /** Elements carry several expressions. */
  public static final int EXPR = 0x100;

  /** The type of verdicts, {@code NFT_DATA_VERDICT}. */
  public static final int VERDICT = 0xffffff00;

  /** Keeps copies of the lists. */
  public NewSet {
    fieldLengths = List.copyOf(fieldLengths);
    exprs = List.copyOf(exprs);
  }

  /** The same with one more flag. */
  public NewSet withFlag(int flag) {
    return with(name, flags | flag, count);
  }

  /** The same by another name, with so many elements. */
  public NewSet named(String other, int elements) {
    return with(other, flags, elements);
  }

  private NewSet with(String newName, int newFlags, int newCount) {
    return new NewSet(
        family,
        table,
        newName,
        id,
        handle,
        newFlags,
        keyType,
        keyLength,
        dataType,
        dataLength,
        objectType,
        size,
        policy,
        fieldLengths,
        timeout,
        gcInterval,
        exprs,
        userData,
        mode,
        newCount);
  }

  /** A set, or a map of any kind, whose elements nobody has counted. */
  public NewSet(
      Family family,
      String table,
      String name,
      int id,
      long handle,
      int flags,
      int keyType,
      int keyLength,
      int dataType,
      int dataLength,
      ObjectType objectType,
      int size,
      int policy,
      List<Integer> fieldLengths,
      long timeout,
      int gcInterval,
      List<Expr> exprs,
      Bytes userData,
      Set<NewFlag> mode) {
    this(
        family,
        table,
        name,
        id,
        handle,
        flags,
        keyType,
        keyLength,
        dataType,
        dataLength,
        objectType,
        size,
        policy,
        fieldLengths,
        timeout,
        gcInterval,
        exprs,
        userData,
        mode,
        0);
  }

  /** A set, or a map of values or verdicts. */
  public NewSet(
      Family family,
      String table,
      String name,
      int id,
      long handle,
      int flags,
      int keyType,
      int keyLength,
      int dataType,
      int dataLength,
      int size,
      int policy,
      List<Integer> fieldLengths,
      long timeout,
      int gcInterval,
      List<Expr> exprs,
      Bytes userData,
      Set<NewFlag> mode) {
    this(
        family,
        table,
        name,
        id,
        handle,
        flags,
        keyType,
        keyLength,
        dataType,
        dataLength,
        ObjectType.UNSPEC,
        size,
        policy,
        fieldLengths,
        timeout,
        gcInterval,
        exprs,
        userData,
        mode);
  }
}
