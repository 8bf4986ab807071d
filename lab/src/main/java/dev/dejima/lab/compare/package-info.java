/**
 * The same on two kernels. A {@link dev.dejima.lab.compare.Subject} runs on a kernel while a {@link
 * dev.dejima.lab.compare.Witness} captures every interface of every namespace; what was seen is an
 * {@link dev.dejima.lab.compare.Observation}. Two of them make a {@link
 * dev.dejima.lab.compare.Comparison}, once the {@link dev.dejima.lab.compare.Rule}s have set aside
 * what is chance and time.
 */
@NullMarked
package dev.dejima.lab.compare;

import org.jspecify.annotations.NullMarked;
