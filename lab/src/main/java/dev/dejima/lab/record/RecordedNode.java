package dev.dejima.lab.record;

import java.util.List;
import java.util.Map;

/**
 * A node as it stood, in the words of the lab file.
 *
 * @param interfaces by name: what stands behind the colon
 * @param routes lines as for {@code ip route add}
 * @param rules lines as for {@code ip rule add}
 * @param neighbours by address
 * @param sysctl by name
 * @param ruleset as nft lists it; may be empty
 * @param late lines of ip for what a lab says only in steps
 * @param missing what no lab can say
 */
record RecordedNode(
    String name,
    Map<String, String> interfaces,
    List<String> routes,
    List<String> rules,
    Map<String, String> neighbours,
    Map<String, String> sysctl,
    String ruleset,
    List<String> late,
    List<String> missing) {}
