package dev.synod.examples.review.repository;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Turns path names, which git keeps as bytes, into text that JSON and a terminal can carry. */
final class PathNames {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PathNames() {}

  /**
   * The name as text. Bytes of a name that is not UTF-8, and control characters, become {@code
   * \xNN}, so two different names stay different.
   */
  static String text(byte[] name) {
    try {
      CharBuffer decoded =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(name));
      return escapeControls(decoded);
    } catch (CharacterCodingException notUtf8) {
      StringBuilder text = new StringBuilder(name.length + 16);
      for (byte b : name) {
        append(text, (char) (b & 0xFF), b < 0x20 || b == 0x7F);
      }
      return text.toString();
    }
  }

  private static String escapeControls(CharBuffer decoded) {
    StringBuilder text = new StringBuilder(decoded.length());
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      append(text, c, c < 0x20 || c == 0x7F);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, char c, boolean escape) {
    if (escape) {
      text.append("\\x").append(HEX.toHexDigits((byte) c));
    } else {
      text.append(c);
    }
  }
}
