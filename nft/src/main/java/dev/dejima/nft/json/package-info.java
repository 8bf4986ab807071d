/**
 * The language of nft(8) as JSON, schema version 1 of libnftables-json(5): listings from a syntax
 * tree, and commands into one.
 */
@NullMarked
package dev.dejima.nft.json;

import org.jspecify.annotations.NullMarked;
