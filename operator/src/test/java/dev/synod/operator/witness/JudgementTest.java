package dev.synod.operator.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.audit.note.Checkpoint;
import dev.synod.audit.note.NoteException;
import dev.synod.audit.note.SignerKey;
import dev.synod.audit.tree.CompactRange;
import dev.synod.audit.tree.Hash;
import dev.synod.audit.tree.Nodes;
import dev.synod.audit.tree.Prover;
import dev.synod.audit.tree.Subtree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is published of a server that may lie. */
class JudgementTest {
  private static final String ORIGIN = "synod.example/audit";

  private final SignerKey key = key();
  private final Published first =
      new Published(List.of(key.verifier().toString()), "", "").with(note(10, "a"), keys(key));

  @Test
  void shouldTrustTheFirstCheckpointByTheKeysThatTheServerNames() throws IOException {
    var nothing = Published.of(null, keys(key));

    assertThat(judge(nothing, note(10, "a"), "a")).isInstanceOf(Judgement.Consistent.class);
  }

  @Test
  void shouldPublishATreeThatGrewAndOneThatStayed() throws IOException {
    assertThat(judge(first, note(23, "a"), "a")).isInstanceOf(Judgement.Consistent.class);
    assertThat(judge(first, note(10, "a"), "a")).isInstanceOf(Judgement.Consistent.class);
  }

  @Test
  void shouldRefuseHistoryThatWasRewrittenAndSignedWithTheRightKey() throws IOException {
    for (long size : List.of(10L, 23L)) {
      assertThat(judge(first, note(size, "b"), "b"))
          .isInstanceOfSatisfying(
              Judgement.Inconsistent.class,
              found -> assertThat(found.because()).endsWith("history was rewritten."));
    }
  }

  @Test
  void shouldRefuseATreeThatShrank() throws IOException {
    assertThat(judge(first, note(9, "a"), "a"))
        .isInstanceOfSatisfying(
            Judgement.Inconsistent.class,
            found -> assertThat(found.because()).contains("entries were taken away"));
  }

  @Test
  void shouldRefuseAKeyThatNoKnownKeyStandsFor() throws IOException {
    SignerKey other = key();
    String note = checkpoint(23, "a").signed(List.of(other));

    assertThat(judge(first, note, "a")).isInstanceOf(Judgement.Inconsistent.class);
  }

  @Test
  void shouldFollowARotationWhileBothKeysSign() throws IOException {
    SignerKey next = key();
    String both = checkpoint(23, "a").signed(List.of(key, next));
    assertThat(judge(first, both, "a")).isInstanceOf(Judgement.Consistent.class);

    Published second = first.with(both, keys(key, next));
    String alone = checkpoint(40, "a").signed(List.of(next));

    assertThat(judge(second, alone, "a")).isInstanceOf(Judgement.Consistent.class);
  }

  @Test
  void shouldKeepTheLastGoodCheckpointAndSayWhy() {
    Published refused = first.inconsistent("because");

    assertThat(refused.note()).isEqualTo(first.note());
    assertThat(refused.isConsistent()).isFalse();
    assertThat(refused.data()).containsEntry("status", "Inconsistent: because");
  }

  private Judgement judge(Published published, String offered, String history) throws IOException {
    Nodes nodes = subtree -> tree(subtree, history);
    return Judgement.of(
        published,
        offered,
        (from, to) -> new Prover(nodes).consistency(from, to).stream().map(Hash::base64).toList());
  }

  private String note(long size, String history) {
    return checkpoint(size, history).signed(List.of(key));
  }

  private static Checkpoint checkpoint(long size, String history) {
    var range = new CompactRange(0);
    for (long leaf = 0; leaf < size; leaf++) {
      range.append(leaf(leaf, history));
    }
    return new Checkpoint(ORIGIN, size, range.root());
  }

  /** Two histories that differ in entry 5. */
  private static Hash leaf(long number, String history) {
    String text = number + (number == 5 ? history : "");
    return Hash.leaf(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Hash tree(Subtree subtree, String history) {
    return subtree.level() == 0
        ? leaf(subtree.index(), history)
        : Hash.node(
            tree(new Subtree(subtree.level() - 1, 2 * subtree.index()), history),
            tree(new Subtree(subtree.level() - 1, 2 * subtree.index() + 1), history));
  }

  private static List<String> keys(SignerKey... keys) {
    return List.of(keys).stream().map(key -> key.verifier().toString()).toList();
  }

  private static SignerKey key() {
    try {
      return SignerKey.generate(ORIGIN, new SecureRandom());
    } catch (NoteException e) {
      throw new IllegalStateException(e);
    }
  }
}
