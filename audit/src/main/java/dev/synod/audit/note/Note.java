package dev.synod.audit.note;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * A text with signatures (C2SP signed-note): the text, an empty line, and lines {@code — NAME
 * base64(key id ‖ signature)}.
 */
public final class Note {
  private static final String SIGNATURE = "\u2014 ";
  private static final int SIGNATURES_MAX = 16;
  private static final int BYTES_MAX = 1 << 20;

  private final String text;
  private final List<Signed> signatures;

  /** A signature; id and bytes in hex. */
  private record Signed(String name, String id, String signature) {}

  private Note(String text, List<Signed> signatures) {
    this.text = text;
    this.signatures = List.copyOf(signatures);
  }

  /**
   * Signs a text with each of the keys.
   *
   * @param text lines, the last one ended too
   * @return the note
   */
  public static String sign(String text, List<SignerKey> keys) {
    if (!text.endsWith("\n") || keys.isEmpty()) {
      throw new IllegalArgumentException("Expected lines to sign, and a key.");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var note = new StringBuilder(text).append('\n');
    for (SignerKey key : keys) {
      byte[] id = HexFormat.of().parseHex(key.verifier().id());
      byte[] signature = key.sign(bytes);
      byte[] both = Arrays.copyOf(id, id.length + signature.length);
      System.arraycopy(signature, 0, both, id.length, signature.length);
      note.append(SIGNATURE)
          .append(key.verifier().name())
          .append(' ')
          .append(Base64.getEncoder().encodeToString(both))
          .append('\n');
    }
    return note.toString();
  }

  /** Reads a note; its signatures are not checked yet. */
  public static Note parse(String note) throws NoteException {
    int end = note.lastIndexOf("\n\n");
    if (note.length() > BYTES_MAX || end < 0 || !note.endsWith("\n")) {
      throw new NoteException(
          "Expected a signed note (a text, an empty line, signatures), but found something else.");
    }
    var signatures = new ArrayList<Signed>();
    for (String line : note.substring(end + 2).lines().toList()) {
      signatures.add(signature(line));
    }
    if (signatures.isEmpty() || signatures.size() > SIGNATURES_MAX) {
      throw new NoteException(
          "Expected 1 to %d signatures under a note, but found %d."
              .formatted(SIGNATURES_MAX, signatures.size()));
    }
    return new Note(note.substring(0, end + 1), signatures);
  }

  /** The text, whoever signed it. */
  String text() {
    return text;
  }

  private static Signed signature(String line) throws NoteException {
    int space = line.lastIndexOf(' ');
    if (line.startsWith(SIGNATURE) && space > SIGNATURE.length()) {
      try {
        String text = line.substring(space + 1);
        byte[] both = Base64.getDecoder().decode(text);
        boolean isPlain = Base64.getEncoder().encodeToString(both).equals(text);
        if (isPlain && both.length > KeyForm.ID_BYTES) {
          return new Signed(
              line.substring(SIGNATURE.length(), space),
              HexFormat.of().formatHex(both, 0, KeyForm.ID_BYTES),
              HexFormat.of().formatHex(both, KeyForm.ID_BYTES, both.length));
        }
      } catch (IllegalArgumentException e) {
        throw new NoteException("Expected a signature in base64, but found something else.", e);
      }
    }
    throw new NoteException(
        "Expected a line '%sNAME BASE64', but found something else.".formatted(SIGNATURE));
  }

  /**
   * The text, if one of the keys has signed it. Signatures by other keys are passed over; one that
   * is said to be by a known key and is not makes the note invalid.
   */
  public String verified(Collection<VerifierKey> keys) throws NoteException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean isSigned = false;
    for (Signed signed : signatures) {
      for (VerifierKey key : keys) {
        if (key.name().equals(signed.name()) && key.id().equals(signed.id())) {
          if (!key.hasSigned(bytes, HexFormat.of().parseHex(signed.signature()))) {
            throw new NoteException(
                "Expected a signature by %s, but it does not fit: the text or the signature was altered."
                    .formatted(key));
          }
          isSigned = true;
        }
      }
    }
    if (!isSigned) {
      throw new NoteException(
          "Expected a signature by one of the keys %s, but found those of %s."
              .formatted(
                  keys.stream().map(VerifierKey::toString).sorted().toList(),
                  signatures.stream().map(Signed::name).distinct().toList()));
    }
    return text;
  }
}
