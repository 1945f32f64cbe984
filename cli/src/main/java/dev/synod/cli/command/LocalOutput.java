package dev.synod.cli.command;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Output to this machine, whose failures are told from those of what is written. */
final class LocalOutput extends FilterOutputStream {
  /** Something can't be written here. */
  static final class LocalException extends IOException {
    private static final long serialVersionUID = 1;

    LocalException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  LocalOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int one) throws LocalException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws LocalException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw new LocalException(e);
    }
  }

  @Override
  public void close() throws LocalException {
    try {
      out.close();
    } catch (IOException e) {
      throw new LocalException(e);
    }
  }
}
