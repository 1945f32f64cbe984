package dev.synod.bench.kernel;

import dev.synod.kernel.Action;
import dev.synod.kernel.Batch;
import dev.synod.kernel.Command;
import dev.synod.kernel.Kernel;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Request;
import dev.synod.kernel.Scope;
import dev.synod.kernel.Step;
import dev.synod.kernel.agent.AgentCommand;
import dev.synod.kernel.agent.AgentRef;
import dev.synod.kernel.agent.AgentSpec;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.group.GroupCommand;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.group.GroupSpec;
import dev.synod.kernel.group.MergePolicy;
import dev.synod.kernel.permit.PermitCommand;
import dev.synod.kernel.session.SessionCommand;
import dev.synod.kernel.value.Bytes;
import dev.synod.kernel.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes of one agent's session to the documents of one group. */
final class DocumentWrites {
  private static final long START_MILLIS = 1_700_000_000_000L;
  private static final AgentRef AGENT = new AgentRef("bench", "writer");
  private static final GroupRef GROUP = new GroupRef("bench", "writers");
  private static final Declaration DECLARATION = new Declaration("uid", 1, "");
  private static final int DIGEST_BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final int REPLIES_BEHIND = 64;

  private final int documents;
  private final Random random;
  private long permit;
  private long session;
  private long number;

  DocumentWrites(int documents, Random random) {
    this.documents = documents;
    this.random = random;
  }

  /** A state with all documents, an agent, its session and its permit. */
  KernelState filled() {
    KernelState state = declared();
    for (int done = 0; done < documents; ) {
      var requests = new ArrayList<Request>();
      while (requests.size() < Batch.REQUESTS_MAX && done < documents) {
        requests.add(write(done++));
      }
      Step step =
          Kernel.apply(
              state,
              new Batch(
                  state.clock().index() + 1, state.clock().timeMillis(), List.copyOf(requests)));
      check(step);
      state = step.state();
    }
    return state;
  }

  private KernelState declared() {
    KernelState state = KernelState.EMPTY;
    state = system(state, new PermitCommand.ActivatePolicy(1, "digest", 0, false));
    state =
        system(
            state,
            new AgentCommand.DeclareAgent(
                AGENT, DECLARATION, new AgentSpec(new TreeMap<>(), List.of(), 1, 0, "c")));
    state = system(state, new GroupCommand.DeclareGroup(GROUP, DECLARATION, spec()));
    state = system(state, grant(state, Action.SESSION_OPEN, Scope.of(AGENT.namespace())));
    var open =
        new SessionCommand.OpenSession(
            AGENT.namespace(), AGENT.name(), new TreeSet<>(), 1, 300_000);
    var origin =
        new Origin(
            AGENT.subject(), Numbering.NONE, state.clock().revision(), null, Bytes.EMPTY, "");
    state = one(state, new Request(origin, open, Bytes.EMPTY));
    session = state.clock().revision();
    state = system(state, grant(state, Action.STATE_WRITE, GROUP.scope()));
    permit = state.clock().revision();
    return state;
  }

  private static GroupSpec spec() {
    return new GroupSpec(
        new TreeMap<>(),
        1,
        List.of(),
        List.of(new GroupSpec.StateKey("findings/", MergePolicy.LAST_WRITER)),
        List.of(),
        List.of());
  }

  private static Command grant(KernelState state, String action, Scope scope) {
    var group = state.groups().get(GROUP);
    long epoch = scope.group().isEmpty() || group == null ? 0 : group.epoch();
    return new PermitCommand.GrantPermit(
        AGENT.subject(), action, scope, 1, epoch, 3_600_000, "decision", null);
  }

  private static KernelState system(KernelState state, Command command) {
    return one(state, new Request(Origin.system(), command, Bytes.EMPTY));
  }

  private static KernelState one(KernelState state, Request request) {
    Step step =
        Kernel.apply(state, new Batch(state.clock().index() + 1, START_MILLIS, List.of(request)));
    if (step.outcomes().getFirst().reply() instanceof Reply.Rejected rejected) {
      throw new IllegalStateException(rejected.rejection().message());
    }
    return step.state();
  }

  /** The next writes, to documents drawn at random. */
  List<List<Request>> batches(int commands, int perBatch) {
    var batches = new ArrayList<List<Request>>();
    for (int done = 0; done < commands; done += perBatch) {
      var requests = new ArrayList<Request>(perBatch);
      for (int i = 0; i < perBatch; i++) {
        requests.add(write(random.nextInt(documents)));
      }
      batches.add(List.copyOf(requests));
    }
    return batches;
  }

  private Request write(int document) {
    number++;
    var numbering = new Numbering.Sequenced(session, Lane.NORMAL, number, number - REPLIES_BEHIND);
    var value =
        Value.of(
            Map.of(
                "finding", Value.of("churn is high here"),
                "score", Value.of(random.nextInt(1000)),
                "files", Value.of(List.of(Value.of("a.java"), Value.of("b.java")))));
    var command =
        new DocumentCommand.WriteDocument(
            GROUP, "findings/%07d".formatted(document), new Write.Put(value), DocumentCommand.ANY);
    var origin = new Origin(AGENT.subject(), numbering, permit, null, bytes(SALT_BYTES), "");
    return new Request(origin, command, bytes(DIGEST_BYTES));
  }

  private Bytes bytes(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.ofTrusted(bytes);
  }

  /** Fails where a write was refused. */
  static void check(Step step) {
    if (step.outcomes().getLast().reply() instanceof Reply.Rejected rejected) {
      throw new IllegalStateException(rejected.rejection().message());
    }
  }
}
