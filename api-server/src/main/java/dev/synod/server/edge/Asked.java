package dev.synod.server.edge;

import dev.synod.kernel.Clock;
import dev.synod.kernel.Command;
import dev.synod.kernel.KernelState;
import dev.synod.kernel.Lane;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Reply;
import dev.synod.kernel.task.Fence;
import dev.synod.kernel.value.Bytes;
import dev.synod.log.entry.SynodTypes;
import dev.synod.server.gateway.Caller;
import dev.synod.server.gateway.Gateway;
import dev.synod.server.gateway.Reads;
import dev.synod.server.gateway.Reads.Freshness;
import dev.synod.server.governance.Basis;
import dev.synod.server.governance.Decision;
import dev.synod.server.governance.Governance;
import dev.synod.server.governance.Right;
import dev.synod.server.identity.Subject;
import dev.synod.server.identity.UnauthenticatedException;
import dev.synod.server.problem.ProblemException;
import dev.synod.server.view.Revisions;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The request that is being answered: who asks, and what its headers say about reading and writing.
 */
@RequestScoped
public class Asked {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final Pattern TRACE =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private final Gateway gateway;
  private final Reads reads;
  private final Governance governance;
  private final HttpHeaders headers;
  private final UriInfo uri;
  private @Nullable Subject subject;
  private @Nullable Right right;
  private @Nullable Basis basis;
  private @Nullable KernelState read;
  private List<Decision.Reason> warnings = List.of();

  @Inject
  public Asked(
      Gateway gateway, Reads reads, Governance governance, HttpHeaders headers, UriInfo uri) {
    this.gateway = gateway;
    this.reads = reads;
    this.governance = governance;
    this.headers = headers;
    this.uri = uri;
  }

  void by(Subject authenticated) {
    subject = authenticated;
  }

  /** Says by what right the request is answered, and what leave to it was about to rest on. */
  void under(Right given, Basis on) {
    right = given;
    basis = on;
  }

  /** By what right the request is answered, for what stays open. */
  Right right() {
    if (right == null) {
      throw new IllegalStateException("Expected an endpoint that is governed as a whole.");
    }
    return right;
  }

  void warned(List<Decision.Reason> of) {
    warnings = of;
  }

  /** Warns the caller of something more. */
  void warn(String about, String message) {
    warned(
        Stream.concat(warnings.stream(), Stream.of(new Decision.Reason(about, message))).toList());
  }

  /** What the caller is warned of: by declared policies, or by what was asked for. */
  List<Decision.Reason> warnings() {
    return warnings;
  }

  /** Who asks. */
  public Subject subject() {
    if (subject == null) {
      throw new UnauthenticatedException("Expected an authenticated caller.");
    }
    return subject;
  }

  /** Makes a change, and waits for it. */
  public Reply.Applied submit(Command command) {
    Gateway.Accepted accepted = join(gateway.submit(caller(command), command));
    warned(accepted.warnings());
    return accepted.reply();
  }

  /** Makes a change by a role of who asks, which was looked at before; no policy is asked. */
  Reply.Applied submitByRole(Command command) {
    return join(gateway.submitByRole(subject(), command, trace()));
  }

  /**
   * Makes changes that go along with this request, apart from its key, and waits for each; also
   * while the answer is being written.
   */
  Consumer<Command> further() {
    var caller = Caller.of(subject(), trace());
    return command -> join(gateway.submit(caller, command));
  }

  /**
   * The state to answer from, as fresh as the request asks; the same one throughout the request.
   */
  public KernelState state() {
    KernelState state = read;
    if (state == null) {
      state = join(reads.state(freshness()));
      mayBeShown(state);
      read = state;
    }
    return state;
  }

  /** Looks at the right again where the state knows of a policy that leave was given without. */
  private void mayBeShown(KernelState state) {
    if (right != null && basis != null) {
      join(governance.toShow(state, right, basis)).ifPresent(grant -> warned(grant.warnings()));
    }
  }

  /** A state that holds a change which was just made. */
  public KernelState stateAfter(Reply.Applied applied) {
    KernelState state =
        join(reads.state(new Freshness.AtLeast(clock().incarnation(), applied.revision())));
    read = state;
    return state;
  }

  /** The answer to a change that needs no other. */
  Written written(Reply.Applied applied) {
    return new Written(Revisions.text(clock(), applied.revision()));
  }

  /** The counters as they are on this replica. */
  Clock clock() {
    return join(reads.state(new Freshness.Stale())).clock();
  }

  /** The state that was read for this answer, if any. */
  @Nullable KernelState readState() {
    return read;
  }

  /** Whether the caller asked for a read that may be old. */
  boolean isStaleRead() {
    return "stale".equals(uri.getQueryParameters().getFirst("consistency"));
  }

  private Freshness freshness() {
    String consistency = uri.getQueryParameters().getFirst("consistency");
    if (isStaleRead()) {
      return new Freshness.Stale();
    }
    if (consistency != null && !consistency.equals("linearizable")) {
      throw ProblemException.invalid(
          "Expected 'linearizable' or 'stale' in the query parameter 'consistency', but found another word.");
    }
    String minimum = headers.getHeaderString(Headers.MIN_REVISION);
    if (minimum == null) {
      return new Freshness.Linearizable();
    }
    Revisions.Given given = Headers.revision(Headers.MIN_REVISION, minimum);
    return new Freshness.AtLeast(given.incarnation(), given.counter());
  }

  private Caller caller(Command command) {
    return new Caller(subject(), numbering(command), Lane.NORMAL, fence(), trace());
  }

  private Numbering numbering(Command command) {
    String key = headers.getHeaderString(Headers.IDEMPOTENCY_KEY);
    if (key == null) {
      return Numbering.NONE;
    }
    if (!KEY.matcher(key).matches()) {
      throw ProblemException.invalid(
          "Expected 1 to 128 visible ASCII characters in the header '%s', but found something else."
              .formatted(Headers.IDEMPOTENCY_KEY));
    }
    return new Numbering.Keyed(key, digest(command));
  }

  private static Bytes digest(Command command) {
    try {
      byte[] encoded = SynodTypes.registry().encode(Command.class, command);
      return Bytes.ofTrusted(MessageDigest.getInstance("SHA-256").digest(encoded));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  private @Nullable Fence fence() {
    String task = headers.getHeaderString(Headers.TASK);
    String token = headers.getHeaderString(Headers.TASK_TOKEN);
    if (task == null && token == null) {
      return null;
    }
    if (task == null || token == null) {
      throw ProblemException.invalid(
          "Expected the headers '%s' and '%s' together, but found only one."
              .formatted(Headers.TASK, Headers.TASK_TOKEN));
    }
    return new Fence(Id.of(task).number(), Id.of(token).number());
  }

  private String trace() {
    String parent = headers.getHeaderString(Headers.TRACE);
    return parent != null && TRACE.matcher(parent).matches() ? parent : "";
  }

  /** Waits, and throws what failed as it is. */
  static <T> T join(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the log", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
