package dev.synod.audit.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.audit.tree.Hash;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoteTest {
  /** Made by Go's golang.org/x/mod/sumdb/note, whose documentation shows them. */
  private static final String OTHERS_SECRET =
      "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

  private static final String OTHERS_KEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String OTHERS_NOTE =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.

      — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
      """;

  private final SignerKey current = key();
  private final SignerKey next = key();
  private final Checkpoint checkpoint =
      new Checkpoint("synod.example/audit", 4711, Hash.EMPTY_ROOT);

  @Test
  void shouldReadWhatAnotherImplementationSigned() throws NoteException {
    SignerKey key = SignerKey.parse(OTHERS_SECRET);
    String text = Note.parse(OTHERS_NOTE).verified(List.of(VerifierKey.parse(OTHERS_KEY)));

    assertThat(key.verifier()).hasToString(OTHERS_KEY);
    assertThat(key.secretText()).isEqualTo(OTHERS_SECRET);
    assertThat(Note.sign(text, List.of(key))).isEqualTo(OTHERS_NOTE);
  }

  @Test
  void shouldAcceptEitherKeyWhileBothSign() throws NoteException {
    String note = checkpoint.signed(List.of(current, next));

    assertThat(Checkpoint.verified(note, List.of(current.verifier()))).isEqualTo(checkpoint);
    assertThat(Checkpoint.verified(note, List.of(next.verifier()))).isEqualTo(checkpoint);
    assertThat(note).startsWith("synod.example/audit\n4711\n" + Hash.EMPTY_ROOT.base64() + "\n\n");
  }

  @Test
  void shouldRefuseWhatNoKnownKeySigned() {
    String note = checkpoint.signed(List.of(current));
    assertThatThrownBy(() -> Checkpoint.verified(note, List.of(next.verifier())))
        .isInstanceOf(NoteException.class)
        .hasMessageStartingWith("Expected a signature by one of the keys [" + next.verifier());
  }

  @Test
  void shouldNotLetAKeyOfAnotherNameSpeakForTheTree() throws NoteException {
    SignerKey other = SignerKey.generate("other.example/audit", new SecureRandom());
    List<VerifierKey> keys = List.of(current.verifier(), other.verifier());
    String forged = checkpoint.signed(List.of(other));

    assertThatThrownBy(() -> Checkpoint.verified(forged, keys))
        .isInstanceOf(NoteException.class)
        .hasMessageEndingWith("but found those of [other.example/audit].");
    assertThatThrownBy(() -> Checkpoint.verified(forged, List.of(other.verifier())))
        .isInstanceOf(NoteException.class)
        .hasMessage(
            "Expected a signature by a key of the tree synod.example/audit itself, but the keys that are known have the names [other.example/audit].");
    assertThat(Checkpoint.verified(checkpoint.signed(List.of(other, current)), keys))
        .isEqualTo(checkpoint);
  }

  @Test
  void shouldRefuseASignatureThatIsWrittenOtherwise() {
    String note = checkpoint.signed(List.of(current));
    // The last character before the padding has two bits that stand for nothing.
    char last = note.charAt(note.length() - 3);
    String other = note.substring(0, note.length() - 3) + (char) (last + 1) + "=\n";

    assertThat(note).endsWith("=\n");
    assertThatThrownBy(() -> Note.parse(other)).isInstanceOf(NoteException.class);
  }

  @Test
  void shouldRefuseAnAlteredText() {
    String note = checkpoint.signed(List.of(current)).replace("4711", "4712");
    assertThatThrownBy(() -> Checkpoint.verified(note, List.of(current.verifier())))
        .isInstanceOf(NoteException.class)
        .hasMessageContaining("the text or the signature was altered");
  }

  @Test
  void shouldRefuseKeysThatDoNotFitTheirId() {
    String key = current.verifier().toString();
    String renamed = key.replaceFirst("^[^+]+", "another");
    assertThatThrownBy(() -> VerifierKey.parse(renamed)).hasMessageContaining("was altered");
    assertThatThrownBy(() -> VerifierKey.parse("x")).hasMessageContaining("NAME+");
    assertThatThrownBy(() -> SignerKey.parse(key)).hasMessageContaining("PRIVATE+KEY+");
    assertThatThrownBy(
            () -> SignerKey.parse(current.secretText().replaceFirst("synod[^+]+", "another")))
        .hasMessageContaining("was altered");
  }

  @Test
  void shouldRefuseWhatIsNoNote() {
    for (String text : List.of("", "a\n", "a\n\n", "a\n\nb\n", "a\n\n\u2014 x %%%\n")) {
      assertThatThrownBy(() -> Note.parse(text)).isInstanceOf(NoteException.class);
    }
  }

  @Test
  void shouldKeepItsSecretToItself() {
    // PRIVATE+KEY+NAME+ID+BASE64, where base64 may have a plus of its own
    String secret = List.of(current.secretText().split("\\+", 5)).getLast();
    assertThat(secret).hasSizeGreaterThan(40);
    assertThat(current.toString()).doesNotContain(secret);
  }

  private static SignerKey key() {
    try {
      return SignerKey.generate("synod.example/audit", new SecureRandom());
    } catch (NoteException e) {
      throw new IllegalStateException(e);
    }
  }
}
