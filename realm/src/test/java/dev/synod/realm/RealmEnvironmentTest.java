package dev.synod.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealmEnvironmentTest {
  private final Map<String, String> variables = new HashMap<>();
  @TempDir private Path folder;

  @BeforeEach
  void describeARealm() throws IOException {
    variables.put("SYNOD_KEYCLOAK_URL", "https://keycloak.example.org/auth");
    variables.put("SYNOD_KEYCLOAK_ADMIN_CLIENT_ID_FILE", file("id", "installer\n"));
    variables.put("SYNOD_KEYCLOAK_ADMIN_CLIENT_SECRET_FILE", file("secret", "s3cret\n"));
    variables.put("SYNOD_KEYCLOAK_CLIENT_SECRET_FILE", file("operator", "0perator\n"));
  }

  @Test
  void shouldReadSecretsFromFilesWithoutTheEndOfLine() {
    // When
    RealmSettings settings = RealmEnvironment.of(variables).settings();

    // Then
    assertThat(settings.server()).isEqualTo(URI.create("https://keycloak.example.org/auth"));
    assertThat(settings.realm()).isEqualTo("synod");
    assertThat(settings.adminClient().id()).isEqualTo("installer");
    assertThat(settings.adminClient().secret()).isEqualTo("s3cret");
    assertThat(settings.operatorSecret()).contains("0perator");
  }

  @Test
  void shouldCreateNobodyAndExchangeNoPassword() {
    // When
    RealmSettings settings = RealmEnvironment.of(variables).settings();

    // Then
    assertThat(settings.people()).isEmpty();
    assertThat(settings.passwordGrant()).isFalse();
  }

  @Test
  void shouldTellNoSecretWhenSettingsArePrinted() {
    // When
    String printed = RealmEnvironment.of(variables).settings().toString();

    // Then
    assertThat(printed).doesNotContain("s3cret", "0perator").contains("keycloak.example.org");
  }

  @Test
  void shouldNameTheVariableWhenItIsMissing() {
    variables.remove("SYNOD_KEYCLOAK_CLIENT_SECRET_FILE");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RealmEnvironment.of(variables).settings())
        .withMessageContaining("SYNOD_KEYCLOAK_CLIENT_SECRET_FILE")
        .withMessageContaining("is not set");
  }

  @Test
  void shouldNameTheFileWhenItIsEmptyOrMissing() throws IOException {
    variables.put("SYNOD_KEYCLOAK_CLIENT_SECRET_FILE", file("blank", "\n"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RealmEnvironment.of(variables).settings())
        .withMessageContaining("blank is empty");

    variables.put("SYNOD_KEYCLOAK_CLIENT_SECRET_FILE", folder.resolve("gone").toString());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RealmEnvironment.of(variables).settings())
        .withMessageContaining("can't read")
        .withMessageContaining("gone");
  }

  @Test
  void shouldRefuseWhatIsNoUrl() {
    variables.put("SYNOD_KEYCLOAK_URL", "keycloak.example.org");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RealmEnvironment.of(variables).settings())
        .withMessageContaining("Expected an http or https URL in SYNOD_KEYCLOAK_URL");
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }
}
