package dev.dejima.nft.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.NftParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sets without a name remember, as the real nft writes it. */
class TypeofTest {
  private static final String TABLE = "add table inet t\nadd chain inet t c\nadd rule inet t c ";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "meta length { 33, 55 } ; 000401000000030e0004090000000106000400000000",
        "meta l4proto { 33-55, 66-88 } ; 000402000000020401000000030e0004090000000106000410000000",
        "tcp dport { 22, 80 } ; 0004020000000314000407000000010c000408000000010402000000",
        "tcp flags & (fin | syn) == { fin, syn } ; 000402000000",
        "srh flags { 0, 4-127 } ;"
            + " 0004020000000204010000000314000408000000010c010402000000000405000000",
        "ip dscp { cs1, cs2 } ; 000402000000",
        "tcp dport vmap { 22 : accept, 23 : drop } ; "
            + "0004020000000104000000000308000404000000010004080004010000000100060400000000",
        "meta mark set ip saddr map { 10.2.3.2 : 42 } ; "
            + "0004020000000104010000000308000404000000010004080004040000000100060400000000",
        "ip saddr . @ih,32,32 { 1.1.1.1 . 0x14 } ; "
            + "000400000000034600040d000000013e0014000407000000010c00040c00000001040b0000000126000407"
            + "000000011e000400000000010400000000020404000000030420000000040420000000",
        "meta mark . tcp dport { 1-2 . 80-90 } ; 000400000000030800040d0000000100",
      })
  void userData(String rule, String octets) {
    Compiled compiled =
        Compiler.compile(
            NftParser.parse("t", TABLE + rule + "\n", IncludeReader.NONE).commands(),
            Snapshot.EMPTY,
            Environment.PLAIN);
    assertThat(compiled.messages())
        .filteredOn(NewSet.class::isInstance)
        .singleElement()
        .satisfies(set -> assertThat(((NewSet) set).userData().toHex()).isEqualTo(octets));
  }
}
