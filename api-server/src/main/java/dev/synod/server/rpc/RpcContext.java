package dev.synod.server.rpc;

import dev.synod.log.ReplicatedLog;
import dev.synod.server.gateway.Gateway;
import dev.synod.server.gateway.OpenStreams;
import dev.synod.server.gateway.Reads;
import dev.synod.server.gateway.SessionLiveness;
import dev.synod.server.governance.Governance;
import dev.synod.server.identity.Authenticator;
import dev.synod.server.identity.Subject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What calls need of the rest of the server. */
record RpcContext(
    Access access, Gateway gateway, Reads reads, SessionLiveness liveness, ReplicatedLog log) {

  /** Who may call, and how they are told that they may not. */
  record Access(
      Authenticator authenticator, Governance governance, Statuses statuses, OpenStreams streams) {}

  Authenticator authenticator() {
    return access.authenticator();
  }

  Governance governance() {
    return access.governance();
  }

  /** Takes a place for a stream that stays open. */
  OpenStreams.Ticket enter(Subject subject) {
    return access.streams().enter(subject);
  }

  Statuses statuses() {
    return access.statuses();
  }

  /** Waits, and throws what failed as it is. Not for event loops. */
  <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
