/**
 * Benchmarks. Each proves in its set-up or its tear-down that it measured what it says: counters,
 * tracked connections, translated octets. One that measures nothing fails.
 */
@NullMarked
package dev.dejima.bench;

import org.jspecify.annotations.NullMarked;
