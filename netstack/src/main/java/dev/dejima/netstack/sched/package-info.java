/**
 * Time, chance and turns: the event loop with its virtual clock, the tasks that run one at a time,
 * and what they wait on. Nothing else in netstack knows a clock, a thread or a seed.
 */
@NullMarked
package dev.dejima.netstack.sched;

import org.jspecify.annotations.NullMarked;
