package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.policy.BreakGlass;
import dev.synod.kernel.policy.PolicyCommand;
import dev.synod.kernel.policy.PolicyCommand.BeginBreakGlass;
import dev.synod.kernel.policy.PolicyCommand.EndBreakGlass;
import dev.synod.server.identity.Subject;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The way out where declared policies let nobody act: the base policy alone, for a while. */
@Path("/v1")
@RunOnVirtualThread
@Tag(name = "Cluster")
public class BreakGlassResource {
  private static final long SECONDS_DEFAULT = 1_800;

  private final Asked asked;

  @Inject
  public BreakGlassResource(Asked asked) {
    this.asked = asked;
  }

  /**
   * What is asked for.
   *
   * @param reason for the audit log
   * @param seconds after which it ends by itself; 1,800 where not given
   */
  public record Body(@Nullable String reason, @Nullable Long seconds) {}

  /**
   * An emergency.
   *
   * @param subject who declared it
   * @param until when it ends by itself
   */
  public record Emergency(String subject, String reason, String until) {
    static Optional<Emergency> of(@Nullable BreakGlass present) {
      return Optional.ofNullable(present)
          .map(
              glass ->
                  new Emergency(
                      glass.subject(),
                      glass.reason(),
                      Instant.ofEpochMilli(glass.untilMillis()).toString()));
    }
  }

  @POST
  @Path("/break-glass")
  @Produces(MediaType.APPLICATION_JSON)
  @ByRole(value = Subject.BREAK_GLASS, action = Action.POLICY_BREAK_GLASS)
  @Operation(summary = "Leaves declared policies out for a while, or for longer")
  public Emergency begin(Body body) {
    Body given = Bodies.required(body);
    String reason = Bodies.required("reason", given.reason());
    long seconds = given.seconds() == null ? SECONDS_DEFAULT : given.seconds();
    long millis = Math.min(Math.max(seconds, 0), Integer.MAX_VALUE) * 1_000;
    String subject = asked.subject().id();
    var applied = asked.submitByRole(new BeginBreakGlass(subject, reason, millis));
    return Emergency.of(asked.stateAfter(applied).permits().policies().breakGlass())
        .orElseGet(() -> new Emergency(subject, reason, ""));
  }

  @POST
  @Path("/break-glass:end")
  @Produces(MediaType.APPLICATION_JSON)
  @ByRole(value = Subject.BREAK_GLASS, action = Action.POLICY_BREAK_GLASS)
  @Operation(summary = "Puts declared policies in force again")
  public Written end() {
    PolicyCommand command = new EndBreakGlass(asked.subject().id());
    return asked.written(asked.submitByRole(command));
  }
}
