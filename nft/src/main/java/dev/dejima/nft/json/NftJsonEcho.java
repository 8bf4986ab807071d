package dev.dejima.nft.json;

import dev.dejima.nft.json.JsonValue.Members;
import java.util.Iterator;
import java.util.List;

/** Commands as they were given, with the handles of what they have made: {@code nft -j -e -f}. */
public final class NftJsonEcho {
  private static final String HANDLE = "handle";

  private NftJsonEcho() {}

  /**
   * The text on one line, without a newline behind it.
   *
   * @param text what {@link NftJsonReader#read} has read
   * @param handles of what its commands have made, in their order; 0 for nothing that has one
   */
  public static String of(String text, List<Long> handles) {
    JsonValue root = JsonText.read(text);
    Iterator<Long> next = handles.iterator();
    for (JsonValue item : JsonFields.items(JsonFields.members(root).get("nftables"))) {
      Members command = JsonFields.members(item);
      if (command.get("metainfo") == null && next.hasNext()) {
        mark(command, next.next());
      }
    }
    return JsonText.write(root);
  }

  /** A handle that was given names no rule that the new one is; an inserted rule's is its place. */
  private static void mark(Members command, long handle) {
    boolean insert = command.get("insert") instanceof Members;
    Members object = within(command, insert ? "insert" : "add");
    if (handle != 0 && first(object) instanceof Members made) {
      if (!insert) {
        made.map().remove(HANDLE);
      }
      made.with(HANDLE, handle);
    }
  }

  private static Members within(Members command, String verb) {
    return command.get(verb) instanceof Members members ? members : command;
  }

  private static JsonValue first(Members members) {
    return members.map().values().stream().findFirst().orElse(JsonValue.nothing());
  }
}
