package dev.synod.log.ratis;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The entries that this process submitted and that are not settled, by the call id under which they
 * are in the log. So the state machine finds who waits for an entry even if leadership was lost
 * between submission and commit.
 */
final class InFlights {
  private final ClientId client = ClientId.randomId();
  private final ByteString clientBytes = client.toByteString();
  private final AtomicLong lastCallId = new AtomicLong();
  private final ConcurrentHashMap<Long, InFlight> byCallId = new ConcurrentHashMap<>();

  ClientId client() {
    return client;
  }

  long nextCallId() {
    return lastCallId.incrementAndGet();
  }

  void add(InFlight entry) {
    byCallId.put(entry.callId(), entry);
  }

  void remove(InFlight entry) {
    byCallId.remove(entry.callId());
  }

  @Nullable InFlight find(ClientId from, long callId) {
    return client.equals(from) ? byCallId.get(callId) : null;
  }

  @Nullable InFlight find(StateMachineLogEntryProto entry) {
    return clientBytes.equals(entry.getClientId()) ? byCallId.get(entry.getCallId()) : null;
  }

  Collection<InFlight> all() {
    return List.copyOf(byCallId.values());
  }
}
