package dev.synod.kernel.planted;

import java.net.Socket;

/** Planted: a peer that is asked. */
public final class OpensSockets {
  void ask() throws java.io.IOException {
    new Socket("127.0.0.1", 1).close();
  }
}
