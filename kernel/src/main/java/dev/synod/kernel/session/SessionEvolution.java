package dev.synod.kernel.session;

import dev.synod.kernel.KernelState;
import dev.synod.kernel.Recorded;

/** How events change sessions. */
public final class SessionEvolution {
  private SessionEvolution() {}

  public static KernelState evolve(KernelState state, Recorded at, SessionEvent event) {
    Sessions sessions = state.sessions();
    return state.withSessions(
        switch (event) {
          case SessionEvent.SessionOpened e ->
              sessions.open(
                  new Session(
                      e.id(),
                      e.subject(),
                      e.agent(),
                      e.spec(),
                      Session.Lanes.START,
                      Holdings.NONE));
          case SessionEvent.SessionEnded e -> sessions.end(sessions.table().require(e.id()));
        });
  }
}
