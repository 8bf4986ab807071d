package dev.dejima.tools.shell;

import dev.dejima.tools.SsTool;
import dev.dejima.tools.SysctlTool;
import dev.dejima.tools.Tool;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.bridge.BridgeTool;
import dev.dejima.tools.conntrack.ConntrackTool;
import dev.dejima.tools.filter.Filters;
import dev.dejima.tools.ip.IpTool;
import dev.dejima.tools.nc.NcTool;
import dev.dejima.tools.nft.LineSource;
import dev.dejima.tools.nft.NftTool;
import dev.dejima.tools.osf.OsfTool;
import dev.dejima.tools.ping.PingTool;
import dev.dejima.tools.socat.SocatTool;
import dev.dejima.tools.stun.StunTool;
import dev.dejima.tools.stun.StundTool;
import dev.dejima.tools.tcpdump.TcpdumpTool;
import dev.dejima.tools.tcpreplay.TcpreplayTool;
import java.util.ArrayList;
import java.util.List;

/** All the commands that lines, prompts and labs know. */
public final class StandardTools {
  private StandardTools() {}

  /**
   * A fresh box of them.
   *
   * @param typed where {@code nft -i} reads its lines from
   */
  public static Toolbox all(LineSource typed) {
    return new Toolbox(list(typed, new ShTool()));
  }

  /**
   * What is in such a box, with a shell of its own.
   *
   * @param typed where {@code nft -i} reads its lines from
   * @param shell what {@code sh} and {@code bash} are
   */
  public static List<Tool> list(LineSource typed, ShTool shell) {
    List<Tool> tools = new ArrayList<>(Builtins.all());
    tools.addAll(Filters.all());
    tools.add(new IpTool());
    tools.add(new BridgeTool());
    tools.add(new NftTool(typed));
    tools.add(new NcTool());
    tools.add(new PingTool());
    tools.add(new TcpdumpTool());
    tools.add(new TcpreplayTool());
    tools.add(new SysctlTool());
    tools.add(new ConntrackTool());
    tools.add(new SsTool());
    tools.add(new OsfTool());
    tools.add(new SocatTool());
    tools.add(new StunTool());
    tools.add(new StundTool());
    tools.addAll(List.of(shell, shell.named("bash"), new HelpTool()));
    return tools;
  }
}
