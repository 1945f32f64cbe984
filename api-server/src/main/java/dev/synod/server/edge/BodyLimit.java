package dev.synod.server.edge;

import dev.synod.server.problem.BodyTooLargeException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Stops reading a body that did not say how large it is where it grows over the limit. */
@Provider
public class BodyLimit implements ReaderInterceptor {
  /** Interceptors are made before the configuration is read. */
  private final Instance<RequestLimits> limits;

  @Inject
  public BodyLimit(Instance<RequestLimits> limits) {
    this.limits = limits;
  }

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    int bytesMax = limits.get().bytesMax(context.getAnnotations());
    context.setInputStream(new Bounded(context.getInputStream(), bytesMax));
    return context.proceed();
  }

  private static final class Bounded extends FilterInputStream {
    private final int bytesMax;
    private long read;

    Bounded(InputStream body, int bytesMax) {
      super(body);
      this.bytesMax = bytesMax;
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int found = super.read(into, offset, length);
      count(Math.max(0, found));
      return found;
    }

    private void count(int bytes) throws BodyTooLargeException {
      read += bytes;
      if (read > bytesMax) {
        throw new BodyTooLargeException(bytesMax);
      }
    }
  }
}
