package dev.dejima.kernel.conntrack;

import org.jspecify.annotations.Nullable;

/**
 * A connection that is expected ({@code IPCTNL_MSG_EXP_NEW}).
 *
 * @param tuple its first packet
 * @param mask which bits of the tuple count
 * @param master the original direction of the flow that announced it
 * @param timeout seconds it is still waited for; absent in requests that leave it to the helper
 * @param id the kernel's number of it
 * @param helper the name of the helper that announced it
 * @param zone the zone of the flow that announced it
 * @param flags {@link #PERMANENT} and the like ({@code NF_CT_EXPECT_*})
 * @param group which of the helper's kinds of expectations it is ({@code CTA_EXPECT_CLASS})
 * @param function what is done to the flow when it comes, {@code nat-follow-master} for instance
 * @param translation how it is translated when it comes
 * @param mode what the message does
 */
public record NewExpectation(
    ConntrackTuple tuple,
    ConntrackTuple mask,
    ConntrackTuple master,
    @Nullable Long timeout,
    @Nullable Integer id,
    @Nullable String helper,
    int zone,
    int flags,
    int group,
    @Nullable String function,
    @Nullable Translation translation,
    NewConntrack.Mode mode)
    implements ConntrackMessage {
  public static final int PERMANENT = 1;
  public static final int INACTIVE = 2;
  public static final int USERSPACE = 4;

  /**
   * How it is translated ({@code CTA_EXPECT_NAT}).
   *
   * @param direction 0 if it goes the way of the master's first packet, 1 the other
   * @param tuple the address and port before translation, as its source
   */
  public record Translation(int direction, ConntrackTuple tuple) {}
}
