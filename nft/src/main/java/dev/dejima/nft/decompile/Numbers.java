package dev.dejima.nft.decompile;

import dev.dejima.nft.compile.Symbols;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression.Symbol;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The numbers of symbols that a listing shows. */
final class Numbers {
  private Numbers() {}

  /** The number of a symbol of a type; absent if it has none. */
  static @Nullable Long of(Symbol symbol, DataType type) {
    OptionalLong value = Symbols.value(type, symbol.text());
    if (value.isPresent()) {
      return value.getAsLong();
    }
    try {
      return Long.decode(symbol.text());
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
