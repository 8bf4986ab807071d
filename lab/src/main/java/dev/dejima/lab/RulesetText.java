package dev.dejima.lab;

/**
 * A node's ruleset as it was written.
 *
 * @param file the file it stands in, as messages name it; may be the lab file itself
 * @param text what that file says, the ruleset at its own lines and columns and nothing else
 * @param label what reports call it: the name of the file as the lab file has it
 */
public record RulesetText(String file, String text, String label, Place place) {}
