/**
 * The lab file: YAML to a {@link dev.dejima.lab.Lab}. {@link dev.dejima.lab.file.LabFile} is the
 * way in; {@link dev.dejima.lab.file.LabReader} knows the words, {@link dev.dejima.lab.file.Yaml}
 * the syntax, and {@link dev.dejima.lab.file.Mistakes} gathers what is wrong.
 */
@NullMarked
package dev.dejima.lab.file;

import org.jspecify.annotations.NullMarked;
