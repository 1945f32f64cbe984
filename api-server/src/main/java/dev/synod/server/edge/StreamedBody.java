package dev.synod.server.edge;

import dev.synod.server.problem.CallerGoneException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A body that is written while it is made. Once it has begun, no status can tell that it ends
 * early: the connection is ended, and only the log can say why.
 */
final class StreamedBody implements StreamingOutput {
  private final String what;
  private final HttpServerResponse response;
  private final StreamingOutput content;

  /**
   * A body whose content throws what goes wrong.
   *
   * @param what is written, as a sentence begins
   * @param request that it answers
   */
  StreamedBody(String what, CurrentVertxRequest request, StreamingOutput content) {
    this.what = what;
    this.response = request.getCurrent().response();
    this.content = content;
  }

  @Override
  public void write(OutputStream out) throws IOException {
    var caller = new Caller(out, response);
    try {
      content.write(caller);
    } catch (IOException | RuntimeException e) {
      if (caller.isGone) {
        throw new CallerGoneException(
            "%s ended after %d bytes, for who asked for it went away."
                .formatted(what, caller.bytes),
            e);
      }
      if (caller.bytes > 0) {
        throw new IOException("%s ended early, after %d bytes.".formatted(what, caller.bytes), e);
      }
      throw e;
    }
  }

  /**
   * Who reads it. A write fails for the connection alone; one to a connection that is closed
   * already may pass, and go nowhere.
   */
  private static final class Caller extends OutputStream {
    private final OutputStream out;
    private final HttpServerResponse response;
    private long bytes;
    private boolean isGone;

    Caller(OutputStream out, HttpServerResponse response) {
      this.out = out;
      this.response = response;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
      try {
        if (response.closed()) {
          throw new IOException("The connection is closed.");
        }
        out.write(content, offset, length);
        bytes += length;
      } catch (IOException e) {
        isGone = true;
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        isGone = true;
        throw e;
      }
    }
  }
}
