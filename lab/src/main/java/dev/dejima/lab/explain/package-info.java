/**
 * Why a probe failed, and what to do about it. An {@link dev.dejima.lab.explain.Explainer} traces
 * the probe and asks each {@link dev.dejima.lab.explain.Diagnosis} in turn, the surest first, until
 * one of them knows the cause: its {@link dev.dejima.lab.explain.Explanation} is in words for
 * people.
 */
@NullMarked
package dev.dejima.lab.explain;

import org.jspecify.annotations.NullMarked;
