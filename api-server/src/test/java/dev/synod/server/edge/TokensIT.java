package dev.synod.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.v1.GetDocumentRequest;
import dev.synod.api.v1.GroupRef;
import dev.synod.api.v1.Rejection;
import dev.synod.server.Review;
import dev.synod.server.Rpc;
import dev.synod.server.SharedInstallation;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.Issuers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens that must not be accepted, over REST and gRPC alike. */
class TokensIT {
  @RegisterExtension static final SharedInstallation SYNOD = new SharedInstallation();

  private static Issuers issuers;
  private static Rpc rpc;

  @BeforeAll
  static void connect() throws Exception {
    issuers = SYNOD.issuers();
    rpc = new Rpc(SYNOD.server());
  }

  @AfterAll
  static void close() throws InterruptedException {
    rpc.close();
  }

  @Test
  void shouldRefuseTokenOfAnotherAudience() throws Exception {
    refused(person(claims -> claims.setAudience("account")), "Expected", "audience 'synod-api'");
    refused(person(claims -> claims.unsetClaim("aud")), "Expected", "audience 'synod-api'");
  }

  @Test
  void shouldRefuseTokenOutsideOfItsTime() throws Exception {
    refused(person(claims -> claims.setExpirationTime(in(Duration.ofMinutes(-2)))), "expired");
    refused(person(claims -> claims.unsetClaim("exp")), "Expected a token that expires");
    refused(person(claims -> claims.setNotBefore(in(Duration.ofMinutes(5)))), "not valid yet");
  }

  @Test
  void shouldRefuseTokenOfAnUnknownIssuer() throws Exception {
    refused(
        person(claims -> claims.setIssuer("https://elsewhere.test/realms/synod")),
        "Expected a token of a trusted issuer");
    refused(person(claims -> claims.unsetClaim("iss")), "Expected a token of a trusted issuer");
  }

  @Test
  void shouldRefuseTokenThatAnotherKeySigned() throws Exception {
    try (var others = new Issuers()) {
      refused(others.sign(issuers.personClaims("ada", "admin")), "signature does not match");
    }
    String token = issuers.person("ada", "admin");
    String forged = token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";
    refused(forged, "signature does not match");
  }

  @Test
  void shouldRefuseTokenThatNobodySigned() throws Exception {
    String claims = issuers.personClaims("ada", "admin").toJson();

    refused(encoded("{\"alg\":\"none\"}") + "." + encoded(claims) + ".", "");
    refused(encoded("{\"alg\":\"NONE\",\"kid\":\"k1\"}") + "." + encoded(claims) + ".", "");
  }

  @Test
  void shouldRefuseTokenOfAnAlgorithmThatTakesTheKeyForASecret() throws Exception {
    String claims = issuers.personClaims("ada", "admin").toJson();
    String head = encoded("{\"alg\":\"HS256\",\"kid\":\"k1\"}") + "." + encoded(claims);

    refused(head + "." + encoded("x".repeat(32)), "can't be verified");
  }

  @Test
  void shouldRefuseWhatIsNoToken() throws Exception {
    for (String token : List.of("a", "a.b.c", "....", "{}", "x".repeat(9_000))) {
      refused(token, "Expected");
    }
    refused("x".repeat(17_000), "Expected a token of at most 16384 characters, but found 17000");
    refused(encoded("{}") + "." + encoded("[]") + "." + encoded("x"), "Expected");
  }

  @Test
  void shouldRefuseSignedTokenWithClaimsOfAnotherKind() throws Exception {
    for (Map<String, Object> odd :
        List.<Map<String, Object>>of(
            Map.of("azp", 7),
            Map.of("preferred_username", List.of("ada")),
            Map.of("sub", 7),
            Map.of("iss", List.of(issuers.realm())),
            Map.of("aud", Map.of("a", "b")),
            Map.of("exp", "tomorrow"))) {
      refused(person(claims -> odd.forEach(claims::setClaim)), "");
    }
  }

  @Test
  void shouldRefuseClientsAndAccountsThatAreNotKnown() throws Exception {
    refused(issuers.agent("review", "undeclared"), "Expected", "'agent-review.undeclared'");
    refused(issuers.account("default", "synod-operator"), "Expected", "'default:synod-operator'");
    refused(
        person(
            claims -> {
              claims.setClaim("azp", "some-client");
              claims.setClaim("preferred_username", "service-account-some-client");
            }),
        "'some-client' belongs to no Agent");
  }

  @Test
  void shouldKnowAnAgentByEachGenerationOfItsClients() throws Exception {
    for (String client : List.of("lead", "lead_2", "lead_17")) {
      Answer answer = SYNOD.server().get(issuers.agent("review", client), Review.GROUP + "/state");
      assertThat(answer.status()).as(client + answer.body()).isEqualTo(200);
    }
    for (String client : List.of("lead_", "lead_0", "lead_x", "lead_2_3", "lead_-2", "_2")) {
      refused(issuers.agent("review", client), "Expected", "agent-review." + client);
    }
  }

  @Test
  void shouldAllowNothingByRolesThatAreNoneOrOddOrOfAnotherNamespace() throws Exception {
    for (Object access :
        List.of(
            Map.of(),
            "admin",
            List.of("admin"),
            Map.of("roles", "admin"),
            Map.of("roles", List.of("admin:elsewhere", "Admin", "admin ", "admin:", "declarer")))) {
      String token = person(claims -> claims.setClaim("realm_access", access));

      Answer answer = SYNOD.server().get(token, Review.GROUP + "/state");

      assertThat(answer.status()).as(answer.body()).isEqualTo(403);
      assertThat(answer.text("detail"))
          .contains("person:ada may not do state.read", "expected one of the roles", "found");
      assertThat(answer.text("reasons", 0, "rule")).isEqualTo("person_by_role");
      assertThat(call(token).getCode()).isEqualTo("permission-denied");
    }
  }

  @Test
  void shouldSayWhatIsMissingWhenTheHeaderIs() throws Exception {
    Answer without = SYNOD.server().get("", "/v1/cluster");
    assertThat(without.status()).isEqualTo(401);
    assertThat(without.text("detail")).contains("Expected the header 'Authorization");
    assertThat(without.response().headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"synod\"");
    for (String header : List.of("Basic YTpi", "Bearer", "Bearer ", "bearer", "Token x")) {
      Answer answer =
          SYNOD
              .server()
              .send(
                  SYNOD
                      .server()
                      .request("", "/v1/cluster")
                      .header("Authorization", header)
                      .build());
      assertThat(answer.status()).as(header).isEqualTo(401);
      assertThat(answer.text("detail")).as(header).contains("Expected");
    }
  }

  private static void refused(String token, String... reasons) throws Exception {
    Answer answer = SYNOD.server().get(token, Review.GROUP + "/state");
    assertThat(answer.status()).as(answer.body()).isEqualTo(401);
    assertThat(answer.text("code")).isEqualTo("unauthenticated");
    assertThat(answer.text("detail")).isNotBlank().contains(reasons);
    Rejection rejection = call(token);
    assertThat(rejection.getCode()).as(token).isEqualTo("unauthenticated");
    assertThat(rejection.getMessage()).isEqualTo(answer.text("detail"));
  }

  private static Rejection call(String token) {
    GroupRef group = GroupRef.newBuilder().setNamespace("review").setName("release-review").build();
    return Rpc.refusal(
        () ->
            rpc.calls(token)
                .getDocument(GetDocumentRequest.newBuilder().setGroup(group).setKey("a").build()));
  }

  private static String person(Consumer<JwtClaims> change) {
    JwtClaims claims = issuers.personClaims("ada", "admin");
    change.accept(claims);
    return issuers.sign(claims);
  }

  private static NumericDate in(Duration time) {
    return NumericDate.fromMilliseconds(System.currentTimeMillis() + time.toMillis());
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
