package dev.synod.examples.review.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.examples.review.findings.Concern;
import dev.synod.examples.review.findings.Findings;
import dev.synod.examples.review.repository.GitRepository;
import dev.synod.examples.review.risk.Risks.Blob;
import dev.synod.examples.review.risk.Risks.HotSpot;
import dev.synod.examples.review.risk.Risks.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RiskReviewerTest {
  // Put together here, so that a review of this very repository finds no secret in it.
  private static final String RANDOM = "q7Zp" + "3xW9" + "kT2m" + "V8sB" + "4nR6" + "yH1d" + "L5cJ";

  @TempDir Path directory;

  static Stream<Arguments> secrets() {
    return Stream.of(
        Arguments.of("aws-access-key", "id: " + "AKIA" + "Q3EGRIZ5K7WLM2NX"),
        Arguments.of("github-token", "x " + "ghp_" + RANDOM + "aB3dE5gH"),
        Arguments.of("gitlab-token", "glpat" + "-" + RANDOM),
        Arguments.of("slack-token", "xoxb" + "-123456789012-" + RANDOM),
        Arguments.of("google-api-key", "AIza" + RANDOM + RANDOM.substring(0, 7)),
        Arguments.of("stripe-key", "sk_" + "live_" + RANDOM),
        Arguments.of("random-assignment", "String apiKey = \"" + RANDOM + "\";"),
        Arguments.of("random-assignment", "client_secret: '" + RANDOM + "'"),
        Arguments.of(
            "private-key",
            "-----BEGIN RSA " + "PRIVATE KEY-----\\n" + RANDOM + RANDOM + "\\n-----END"));
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void shouldFindASecretByItsForm(String rule, String line) throws Exception {
    Findings<Risks> findings =
        RiskReviewer.review(
            GitRepository.in(directory)
                .file("A.java", "// one\n" + line + "\n")
                .commit("one")
                .open());

    assertThat(findings.detail().flagged()).isTrue();
    assertThat(findings.detail().secrets())
        .extracting(Secret::rule, Secret::path, Secret::line)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(rule, "A.java", 2L));
    assertThat(findings.toString()).doesNotContain(RANDOM);
    assertThat(findings.verdict().option()).isEqualTo("reject");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "String token = tokens.next();",
        "password = \"${PASSWORD}\"",
        "secret = \"a-secret-name-of-words-2\"",
        "clientSecret = \"synod-operator-development-1\"",
        "String tokenUrl = \"http://127.0.0.1:17005/realms/synod/protocol/openid-connect/token\";",
        "-----BEGIN PRIVATE KEY----- is how such a file starts",
        "access_key = \"AKIAIOSFODNN7EXAMPLE\"",
        "apiKey = \"xxxxxxxxxxxxxxxxxxxxxxxx\"",
        "passwordPattern = Pattern.compile(\"[A-Za-z0-9]{16}\")",
        "tokenRequestMillis = 1234567890123456789L",
      })
  void shouldStayCalmWhenItOnlyLooksLikeOne(String line) throws Exception {
    Findings<Risks> findings =
        RiskReviewer.review(
            GitRepository.in(directory).file("A.java", line + "\n").commit("one").open());
    assertThat(findings.detail().secrets()).isEmpty();
    assertThat(findings.verdict().option()).isEqualTo("release");
  }

  @Test
  void shouldFindABareValueInSettingsOnly() throws Exception {
    Findings<Risks> findings =
        RiskReviewer.review(
            GitRepository.in(directory)
                .file(".env", "API_TOKEN=" + RANDOM + "\n")
                .file("code.go", "apiToken = " + RANDOM + "\n")
                .commit("one")
                .open());
    assertThat(findings.detail().secrets()).extracting(Secret::path).containsExactly(".env");
    assertThat(findings.detail().secrets().getFirst().masked()).isEqualTo("q7Zp… (28 characters)");
  }

  @Test
  void shouldFindASecretInAnEndlessLine() throws Exception {
    String line = "a".repeat(4_080) + " " + "ghp_" + RANDOM + "aB3dE5gH " + "b".repeat(9_000);
    Findings<Risks> findings =
        RiskReviewer.review(
            GitRepository.in(directory).file("a.min.js", line).commit("one").open());
    assertThat(findings.detail().secretCount()).isEqualTo(1);
  }

  @Test
  void shouldFlagABinaryOverTheLimitButNoLargeText() throws Exception {
    byte[] blob = new byte[(int) RiskReviewer.BLOB_BYTES_MAX + 1];
    Findings<Risks> findings =
        RiskReviewer.review(
            GitRepository.in(directory)
                .file("model.bin", blob)
                .file("fits.bin", new byte[1_000])
                .lines("large.txt", 300_000)
                .commit("one")
                .open());
    assertThat(findings.detail().blobsOverLimit())
        .containsExactly(new Blob("model.bin", blob.length));
    assertThat(findings.concerns()).extracting(Concern::rule).containsExactly("blob-over-limit");
    assertThat(findings.limitsReached())
        .extracting(reached -> reached.limit() + ": " + reached.effect())
        .containsExactly("fileBytesMax: content of 2 larger files not read");
  }

  @Test
  void shouldRankLargeFilesThatChangeMuch() throws Exception {
    Findings<Risks> findings =
        RiskReviewer.review(
            GitRepository.in(directory)
                .lines("calm", 100)
                .lines("hot", 90)
                .commit("one")
                .lines("hot", 120)
                .commit("two")
                .open());
    assertThat(findings.detail().hotSpots())
        .isEqualTo(
            List.of(new HotSpot("hot", 120, 120, 14_400), new HotSpot("calm", 100, 100, 10_000)));
  }

  @Test
  void shouldLookAtTrackedFilesOnly() throws Exception {
    GitRepository made = GitRepository.in(directory).lines("a", 1).commit("one");
    made.file("untracked.env", "API_TOKEN=" + RANDOM + "\n");
    assertThat(RiskReviewer.review(made.open()).detail().flagged()).isFalse();
  }
}
