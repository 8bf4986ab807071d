package dev.dejima.nft.syntax;

/**
 * What a listing shows, as nft's options choose it.
 *
 * @param handles handles behind {@code #} ({@code -a})
 * @param stateless no counts and no remaining times ({@code -s})
 * @param terse no elements of named sets ({@code -t})
 * @param numericPriority priorities as numbers ({@code -y})
 * @param numericProtocol protocols as numbers ({@code -p})
 * @param numericTime times as numbers ({@code -T})
 * @param numericSymbols no words for values at all ({@code -n}, which is also all of the numeric
 *     ones above)
 * @param services services by name ({@code -S})
 * @param guid users and groups by name ({@code -u})
 * @param rangesInWords words for the ends of ranges too, which JSON has
 */
public record ListOptions(
    boolean handles,
    boolean stateless,
    boolean terse,
    boolean numericPriority,
    boolean numericProtocol,
    boolean numericTime,
    boolean numericSymbols,
    boolean services,
    boolean guid,
    boolean rangesInWords) {
  /** What {@code nft list} shows without options. */
  public static final ListOptions DEFAULT =
      new ListOptions(false, false, false, false, false, false, false, false, false, false);

  /** Also handles. */
  public ListOptions withHandles() {
    return new ListOptions(
        true,
        stateless,
        terse,
        numericPriority,
        numericProtocol,
        numericTime,
        numericSymbols,
        services,
        guid,
        rangesInWords);
  }

  /** Without handles. */
  public ListOptions withoutHandles() {
    return new ListOptions(
        false,
        stateless,
        terse,
        numericPriority,
        numericProtocol,
        numericTime,
        numericSymbols,
        services,
        guid,
        rangesInWords);
  }

  /** Without counts. */
  public ListOptions withoutState() {
    return new ListOptions(
        handles,
        true,
        terse,
        numericPriority,
        numericProtocol,
        numericTime,
        numericSymbols,
        services,
        guid,
        rangesInWords);
  }

  /** As JSON has it. */
  public ListOptions forJson() {
    return new ListOptions(
        handles,
        stateless,
        terse,
        numericPriority,
        numericProtocol,
        numericTime,
        numericSymbols,
        services,
        guid,
        true);
  }

  /** What the ends of a range are shown with: all that can be a number is one. */
  public ListOptions ofRanges() {
    return new ListOptions(
        handles, stateless, terse, true, true, true, !rangesInWords, false, false, rangesInWords);
  }
}
