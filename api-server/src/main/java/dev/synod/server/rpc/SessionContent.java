package dev.synod.server.rpc;

import dev.synod.api.v1.Rejection;
import dev.synod.api.v1.ServerFrame;
import dev.synod.api.v1.Turn;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Recorded;
import dev.synod.kernel.session.Session;
import dev.synod.server.gateway.SessionFeed;
import dev.synod.server.gateway.SessionSignal;
import java.util.List;

/** What a session is told on its stream. */
final class SessionContent implements Pump.Content {
  private final RpcContext context;
  private final SessionFeed feed;
  private final KernelState beginning;
  private final Outbound<ServerFrame> out;

  SessionContent(
      RpcContext context, Session session, KernelState beginning, Outbound<ServerFrame> out) {
    this.context = context;
    this.feed = new SessionFeed(session);
    this.beginning = beginning;
    this.out = out;
  }

  @Override
  public long begin() {
    return tellHoldings(beginning);
  }

  @Override
  public boolean events(List<Recorded> events) {
    KernelState state = context.log().state();
    return tell(feed.after(events, state), state);
  }

  @Override
  public void progress(long revision) {
    out.send(
        ServerFrame.newBuilder()
            .setProgress(ServerFrame.Progress.newBuilder().setRevision(revision))
            .build());
  }

  /** Whoever fell behind is told anew what it holds. */
  @Override
  public long compacted() {
    return tellHoldings(context.log().state());
  }

  private long tellHoldings(KernelState state) {
    tell(feed.begin(state), state);
    return state.clock().revision();
  }

  private boolean tell(List<SessionSignal> signals, KernelState state) {
    for (SessionSignal signal : signals) {
      out.send(frame(signal, state));
      if (signal instanceof SessionSignal.Ended) {
        return false;
      }
    }
    return true;
  }

  private static ServerFrame frame(SessionSignal signal, KernelState state) {
    var frame = ServerFrame.newBuilder();
    switch (signal) {
      case SessionSignal.Assigned s -> frame.setAssigned(Protos.task(s.task()));
      case SessionSignal.Revoked s ->
          frame.setRevoked(
              ServerFrame.Revoked.newBuilder()
                  .setTask(s.task())
                  .setToken(s.token())
                  .setReason(s.reason()));
      case SessionSignal.Proposed s -> frame.setProposal(Protos.proposal(s.proposal()));
      case SessionSignal.Settled s -> frame.setBarrier(Protos.barrier(s.barrier()));
      case SessionSignal.Turn s -> frame.setTurn(turn(s, state));
      case SessionSignal.RunRevoked s ->
          frame.setRevoked(
              ServerFrame.Revoked.newBuilder()
                  .setRun(Protos.run(s.run()))
                  .setTerm(s.term())
                  .setReason(s.reason()));
      case SessionSignal.Ended s ->
          frame.setClosed(
              ServerFrame.Closed.newBuilder()
                  .setRejection(
                      Rejection.newBuilder().setCode("session-gone").setMessage(s.reason())));
    }
    return frame.build();
  }

  private static Turn turn(SessionSignal.Turn signal, KernelState state) {
    var run = signal.run();
    var turn =
        Turn.newBuilder()
            .setRef(Protos.run(run.ref()))
            .setTerm(run.driver().term())
            .setRevision(run.revision())
            .addAllInbox(signal.items().stream().map(Protos::item).toList())
            .setNowMillis(state.clock().timeMillis());
    return signal.whole() ? turn.setRun(Protos.runState(run)).build() : turn.build();
  }
}
