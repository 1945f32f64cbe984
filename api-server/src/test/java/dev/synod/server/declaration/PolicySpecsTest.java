package dev.synod.server.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.kernel.policy.FailurePolicy;
import dev.synod.kernel.policy.PolicyMode;
import dev.synod.kernel.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicySpecsTest {
  @Test
  void shouldReadPolicyWithDefaults() {
    var spec = PolicySpecs.policy(Value.parse("{\"module\":\"deny contains 1\"}"));

    assertThat(spec.mode()).isEqualTo(PolicyMode.ENFORCE);
    assertThat(spec.failurePolicy()).isEqualTo(FailurePolicy.REFUSE);
    assertThat(spec.scope().actions()).isEmpty();
  }

  @Test
  void shouldReadPolicy() {
    var spec =
        PolicySpecs.policy(
            Value.parse(
                """
                {"module":"deny contains 1","mode":"Audit","failurePolicy":"Allow",
                 "scope":{"namespaces":{"matchNames":["b","a"]},"groups":["g"],"actions":["task.*"]},
                 "parameters":{"limit":"1000"},"tests":[],
                 "controls":[{"framework":"ISO-42001","id":"A.6.2.8"}]}"""));

    assertThat(spec.mode()).isEqualTo(PolicyMode.AUDIT);
    assertThat(spec.failurePolicy()).isEqualTo(FailurePolicy.ALLOW);
    assertThat(spec.scope().namespaces()).containsExactly("a", "b");
    assertThat(spec.parameters().json()).isEqualTo("{\"limit\":\"1000\"}");
    assertThat(spec.controls().getFirst().id()).isEqualTo("A.6.2.8");
  }

  @Test
  void shouldSayWhichWordsThereAre() {
    assertThatThrownBy(
            () -> PolicySpecs.policy(Value.parse("{\"module\":\"\",\"mode\":\"Strict\"}")))
        .isInstanceOf(SpecException.class)
        .hasMessage("Expected one of [Enforce, Warn, Audit] in spec.mode, but found 'Strict'.");
    assertThatThrownBy(() -> PolicySpecs.policy(Value.parse("{}")))
        .hasMessageContaining("spec.module");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "package x; package; 1; 1",
        "x := data.tenant; data; 1; 6",
        "# data\\n x := [data]; data; 2; 8",
        "x if http.send({}); http; 1; 6",
        "x if time.now_ns() > 1; now_ns; 1; 11",
        "x if opa . runtime(); opa; 1; 6",
        "import data as other; data; 1; 8",
        "x if \"\\\"\" == rand.intn(\"a\", 2); rand; 1; 14",
        "x := `data\\n`\\ny := net.cidr_expand(1); net; 3; 6",
      })
  void shouldFindWhatAModuleMayNotMention(String module, String word, int row, int column) {
    String text = module.replace("\\n", "\n");

    assertThatThrownBy(() -> ModuleText.check(text))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("without '" + word + "'")
        .hasMessageContaining("row %d, column %d of spec.module".formatted(row, column));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deny contains \"no data over http\" if input.data.net.http == 1 # opa",
        "database := input.package",
        "x := \"\\\"data\"",
        "x := time.parse_rfc3339_ns(input.time)",
        "x := `data`",
        "x := \"never ended",
      })
  void shouldFindNothingInStringsCommentsAndFields(String module) {
    assertThatCode(() -> ModuleText.check(module)).doesNotThrowAnyException();
  }
}
