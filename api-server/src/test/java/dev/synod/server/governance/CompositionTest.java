package dev.synod.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Table;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.policy.BreakGlass;
import dev.synod.kernel.policy.FailurePolicy;
import dev.synod.kernel.policy.Policies;
import dev.synod.kernel.policy.Policy;
import dev.synod.kernel.policy.PolicyMode;
import dev.synod.kernel.policy.PolicyRef;
import dev.synod.kernel.policy.PolicyScope;
import dev.synod.kernel.policy.PolicySpec;
import dev.synod.kernel.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CompositionTest {
  private static final SortedMap<String, byte[]> BASE = base();

  private static SortedMap<String, byte[]> base() {
    var base = new TreeMap<String, byte[]>();
    base.put("synod/authz.rego", "package synod.authz".getBytes(StandardCharsets.UTF_8));
    return base;
  }

  private static Policy policy(String namespace, String name, String refusal, String... scope) {
    return new Policy(
        new PolicyRef(namespace, name),
        new Declaration("u", 1, ""),
        new PolicySpec(
            new PolicyScope(new TreeSet<>(List.of(scope)), new TreeSet<>(), new TreeSet<>()),
            PolicyMode.WARN,
            FailurePolicy.ALLOW,
            Value.parse("{\"limit\":2}"),
            "deny contains 1",
            List.of()),
        refusal,
        7);
  }

  private static Composition of(@Nullable BreakGlass emergency, Policy... declared) {
    Table<PolicyRef, Policy> table = Table.empty();
    for (Policy policy : declared) {
      table = table.put(policy.ref(), policy);
    }
    return Composition.of(BASE, new Policies(table, emergency, 9, 3, false), "synod-system");
  }

  @Test
  void shouldPackModulesUnderTheirPackagesAndWhatWasDeclaredAsData() throws IOException {
    Composition composition = of(null, policy("review", "narrow", ""));

    assertThat(composition.changedAt()).isEqualTo(9);
    assertThat(BundleTest.unpack(composition.bundle()))
        .containsKeys("synod/authz.rego")
        .containsEntry(
            "tenant/review/narrow.rego",
            "package tenant[\"review\"][\"narrow\"]\ndeny contains 1\n")
        .containsEntry(
            "synod/declared/data.json",
            "{\"review/narrow\":{\"namespace\":\"review\",\"name\":\"narrow\",\"mode\":\"Warn\","
                + "\"failurePolicy\":\"Allow\",\"namespaces\":[\"review\"],\"groups\":[],"
                + "\"actions\":[],\"looksAt\":[],\"parameters\":{\"limit\":2}}}");
  }

  @Test
  void shouldKeepANamespaceToItselfWhateverItsPolicySays() throws IOException {
    assertThat(BundleTest.unpack(of(null, policy("review", "narrow", "", "bank")).bundle()))
        .extractingByKey("synod/declared/data.json")
        .asString()
        .contains("\"namespaces\":[\"review\"]");
    assertThat(BundleTest.unpack(of(null, policy("synod-system", "narrow", "", "bank")).bundle()))
        .extractingByKey("synod/declared/data.json")
        .asString()
        .contains("\"namespaces\":[\"bank\"]");
  }

  @Test
  void shouldHaveOneRevisionForOneStateInWhateverOrderItWasMade() {
    Policy one = policy("review", "a", "");
    Policy two = policy("review", "b", "");

    assertThat(of(null, one, two).bundle()).isEqualTo(of(null, two, one).bundle());
    assertThat(of(null, one).bundle().revision())
        .isNotEqualTo(of(null, one, two).bundle().revision());
  }

  @Test
  void shouldBeTheBaseAloneWithoutWhatOpaRefusesAndInAnEmergency() {
    Composition base = of(null);

    assertThat(of(null, policy("review", "a", "no")).bundle()).isEqualTo(base.bundle());
    Composition emergency =
        of(new BreakGlass("person:ann", "why", 1, 2), policy("review", "a", ""));
    assertThat(emergency.bundle()).isEqualTo(base.bundle());
    assertThat(emergency.baseOnly()).isTrue();
    assertThat(base.baseOnly()).isFalse();
  }
}
