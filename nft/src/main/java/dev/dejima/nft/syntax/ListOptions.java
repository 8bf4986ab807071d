package dev.dejima.nft.syntax;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a listing shows, as nft's options choose it. */
public final class ListOptions {
  /** One choice. */
  public enum Choice {
    /** Handles behind {@code #} ({@code -a}). */
    HANDLES,
    /** No counts and no remaining times ({@code -s}). */
    STATELESS,
    /** No elements of named sets ({@code -t}). */
    TERSE,
    /** Priorities as numbers ({@code -y}). */
    NUMERIC_PRIORITY,
    /** Protocols as numbers ({@code -p}). */
    NUMERIC_PROTOCOL,
    /** Times as numbers ({@code -T}). */
    NUMERIC_TIME,
    /** No words for values at all ({@code -n}, which is also all of the numeric ones above). */
    NUMERIC_SYMBOLS,
    /** Services by name ({@code -S}). */
    SERVICES,
    /** Users and groups by name ({@code -u}). */
    GUID,
    /** Addresses by the names of their hosts ({@code -N}). */
    HOSTS,
    /** Words for the ends of ranges too, which JSON has. */
    RANGES_IN_WORDS
  }

  /** What {@code nft list} shows without options. */
  public static final ListOptions DEFAULT = new ListOptions(List.of());

  private final Set<Choice> choices;

  private ListOptions(Collection<Choice> choices) {
    this.choices = EnumSet.noneOf(Choice.class);
    this.choices.addAll(choices);
  }

  /** Some choices. */
  public static ListOptions of(Choice... choices) {
    return new ListOptions(Arrays.asList(choices));
  }

  /** Some choices. */
  public static ListOptions of(Collection<Choice> choices) {
    return new ListOptions(choices);
  }

  /** Whether something was chosen. */
  public boolean has(Choice choice) {
    return choices.contains(choice);
  }

  /** Also this. */
  public ListOptions with(Choice choice) {
    ListOptions more = new ListOptions(choices);
    more.choices.add(choice);
    return more;
  }

  private ListOptions without(Choice choice) {
    ListOptions less = new ListOptions(choices);
    less.choices.remove(choice);
    return less;
  }

  /** Whether handles are shown. */
  public boolean handles() {
    return has(Choice.HANDLES);
  }

  /** Whether counts and remaining times are left out. */
  public boolean stateless() {
    return has(Choice.STATELESS);
  }

  /** Whether elements of named sets are left out. */
  public boolean terse() {
    return has(Choice.TERSE);
  }

  /** Whether priorities are numbers. */
  public boolean numericPriority() {
    return has(Choice.NUMERIC_PRIORITY);
  }

  /** Whether protocols are numbers. */
  public boolean numericProtocol() {
    return has(Choice.NUMERIC_PROTOCOL);
  }

  /** Whether times are numbers. */
  public boolean numericTime() {
    return has(Choice.NUMERIC_TIME);
  }

  /** Whether no values have words. */
  public boolean numericSymbols() {
    return has(Choice.NUMERIC_SYMBOLS);
  }

  /** Whether services are shown by name. */
  public boolean services() {
    return has(Choice.SERVICES);
  }

  /** Whether users and groups are shown by name. */
  public boolean guid() {
    return has(Choice.GUID);
  }

  /** Whether addresses are shown by the names of their hosts. */
  public boolean hosts() {
    return has(Choice.HOSTS);
  }

  /** Also handles. */
  public ListOptions withHandles() {
    return with(Choice.HANDLES);
  }

  /** Without handles. */
  public ListOptions withoutHandles() {
    return without(Choice.HANDLES);
  }

  /** Without counts. */
  public ListOptions withoutState() {
    return with(Choice.STATELESS);
  }

  /** As JSON has it. */
  public ListOptions forJson() {
    return with(Choice.RANGES_IN_WORDS);
  }

  /** Without words for values. */
  public ListOptions numeric() {
    return without(Choice.RANGES_IN_WORDS).with(Choice.NUMERIC_SYMBOLS);
  }

  /** What the ends of a range are shown with: all that can be a number is one. */
  public ListOptions ofRanges() {
    boolean words = has(Choice.RANGES_IN_WORDS);
    ListOptions ends = new ListOptions(choices);
    ends.choices.removeAll(EnumSet.of(Choice.SERVICES, Choice.GUID));
    ends.choices.addAll(
        EnumSet.of(Choice.NUMERIC_PRIORITY, Choice.NUMERIC_PROTOCOL, Choice.NUMERIC_TIME));
    if (words) {
      ends.choices.remove(Choice.NUMERIC_SYMBOLS);
    } else {
      ends.choices.add(Choice.NUMERIC_SYMBOLS);
      ends.choices.remove(Choice.HOSTS);
    }
    return ends;
  }
}
