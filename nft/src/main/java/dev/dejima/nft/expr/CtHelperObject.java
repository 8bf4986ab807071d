package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * Gives a flow a helper, which follows the connections that it announces ({@code nft_ct_helper_obj}
 * of {@code nft_ct.c}).
 *
 * @param name the helper's name, {@code ftp} for instance
 * @param family for flows of which family; absent, of the table's
 * @param protocol the number of the transport protocol
 */
public record CtHelperObject(String name, @Nullable Family family, int protocol)
    implements ObjectData {}
