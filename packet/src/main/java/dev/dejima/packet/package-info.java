/**
 * Packets and what they are made of: addresses, prefixes, checksums, sequence numbers, and one file
 * per protocol header. A header comes as a <em>view</em> (a reusable window over the bytes of a
 * frame, validated when it is put there, free of allocation) and as a <em>record</em> (a checked
 * value to build and compare).
 */
@NullMarked
package dev.dejima.packet;

import org.jspecify.annotations.NullMarked;
