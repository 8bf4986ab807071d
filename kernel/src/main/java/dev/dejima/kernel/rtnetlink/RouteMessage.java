package dev.dejima.kernel.rtnetlink;

/** A message of rtnetlink ({@code RTM_*} of {@code linux/rtnetlink.h}). */
public sealed interface RouteMessage
    permits NewLink,
        DelLink,
        GetLinks,
        SetBridgePort,
        NewAddress,
        DelAddress,
        GetAddresses,
        NewRoute,
        DelRoute,
        GetRoutes,
        GetRoute,
        FoundRoute,
        NewRoutingRule,
        DelRoutingRule,
        GetRoutingRules,
        NewNeighbour,
        DelNeighbour,
        GetNeighbours,
        NewFdbEntry,
        DelFdbEntry,
        GetFdbEntries {}
