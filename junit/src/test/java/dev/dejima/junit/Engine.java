package dev.dejima.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** JUnit inside of JUnit. */
record Engine(Map<String, String> parameters) {
  /** An engine whose captures go to a directory. */
  static Engine capturing(Path directory) {
    return new Engine(Map.of("dejima.captures.directory", directory.toString()));
  }

  Engine with(String key, String value) {
    Map<String, String> more = new HashMap<>(parameters);
    more.put(key, value);
    return new Engine(more);
  }

  EngineExecutionResults run(Class<?> fixture) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(fixture))
        .configurationParameter(Fixture.PARAMETER, "inside")
        .configurationParameters(parameters)
        .execute();
  }

  /** Why the one test that failed did. */
  String failure(Class<?> fixture) {
    return run(fixture)
        .testEvents()
        .failed()
        .map(Engine::message)
        .reduce((a, b) -> a + "\n====\n" + b)
        .orElse("nothing failed");
  }

  private static String message(Event event) {
    return event
        .getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
        .getThrowable()
        .map(Throwable::getMessage)
        .orElse("no message");
  }
}
