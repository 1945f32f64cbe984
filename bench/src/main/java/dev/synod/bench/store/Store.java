package dev.synod.bench.store;

import org.jspecify.annotations.Nullable;

/** A client of a server that keeps values under numbered keys, as fast as its API allows. */
public interface Store extends AutoCloseable {

  /** Hears what became of a write, on a thread of the client that it must not block. */
  interface Done {
    /** The write is durable, or it failed. */
    void done(@Nullable Throwable failure);
  }

  /** The name for the table. */
  String name();

  /** Writes a value of printable ASCII; may hold it back until {@link #flush}. */
  void put(int key, byte[] value, Done done);

  /** Sends what was held back. What is put while {@link Done} is told is sent without it. */
  void flush();

  @Override
  void close();
}
