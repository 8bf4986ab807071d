package dev.dejima.netstack.tcp;

import dev.dejima.netstack.Device;
import dev.dejima.packet.MacAddress;

/** A device that is only named. */
enum TestDevice implements Device {
  INSTANCE;

  @Override
  public int index() {
    return 1;
  }

  @Override
  public int group() {
    return 0;
  }

  @Override
  public int hardwareType() {
    return 1;
  }

  @Override
  public int mtu() {
    return 1500;
  }

  @Override
  public MacAddress address() {
    return MacAddress.parse("02:00:00:00:00:01");
  }

  @Override
  public boolean isUp() {
    return true;
  }

  @Override
  public boolean isLoopback() {
    return false;
  }

  @Override
  public String kind() {
    return "veth";
  }
}
