/** The command {@code nft}: reads, checks, carries out and lists. */
@NullMarked
package dev.dejima.tools.nft;

import org.jspecify.annotations.NullMarked;
