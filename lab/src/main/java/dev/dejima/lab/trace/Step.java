package dev.dejima.lab.trace;

import dev.dejima.kernel.path.PathEvent;
import dev.dejima.lab.run.RuleText;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened: the kernel's event, with what the lab knows beyond it.
 *
 * @param event what happened
 * @param rule the rule that it speaks of, with its text, file and line; null where it speaks of
 *     none, or none is known
 * @param failed the condition that did not hold, in nft's words with both values: {@code tcp dport
 *     54322 ≠ 54321}; null where none failed
 */
public record Step(PathEvent event, @Nullable RuleText rule, @Nullable String failed) {}
