package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.Scope;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import dev.synod.server.governance.Admissions;
import dev.synod.server.governance.CrowdedException;
import dev.synod.server.governance.Decision;
import dev.synod.server.problem.Problem;
import dev.synod.server.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What policy says of a change that the Kubernetes API is asked for, for the operator. */
@Path("/v1/namespaces/{ns}/resources:admit")
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Declarations")
public class AdmissionResource {
  /** Characters of a kind, of a name, and of what users and groups are called. */
  static final int KIND_CHARS_MAX = 63;

  static final int NAME_CHARS_MAX = 253;
  static final int USER_CHARS_MAX = 1_024;

  /** Groups that a user is in. */
  static final int GROUPS_MAX = 1_000;

  private final Admissions admissions;

  @Inject
  public AdmissionResource(Admissions admissions) {
    this.admissions = admissions;
  }

  /**
   * A change.
   *
   * @param operation {@code create}, {@code update} or {@code delete}
   * @param kind of the resource, such as {@code Agent}
   * @param object as it is to be; absent where it is deleted
   * @param oldObject as it is; absent where it is created
   * @param dryRun whether nothing is changed, and nothing kept
   */
  public record AdmissionRequest(
      @Nullable String operation,
      @Nullable String kind,
      @Nullable String name,
      @Nullable AdmissionUser user,
      @Nullable Value object,
      @Nullable Value oldObject,
      @Nullable Boolean dryRun) {}

  /** Who makes it, as the Kubernetes API authenticated them. */
  public record AdmissionUser(@Nullable String username, @Nullable List<String> groups) {}

  /**
   * What policy says.
   *
   * @param reasons for it
   * @param warnings of declared policies, for who makes the change
   * @param decision id under which it is explained; empty where it is not kept
   */
  public record AdmissionAnswer(
      boolean allowed, List<Cause> reasons, List<Cause> warnings, String decision) {}

  /**
   * Why.
   *
   * @param rule of the base policy, or {@code NAMESPACE/NAME} of a declared one
   */
  public record Cause(String rule, String message) {
    private static List<Cause> of(List<Decision.Reason> reasons) {
      return reasons.stream().map(reason -> new Cause(reason.rule(), reason.message())).toList();
    }
  }

  @POST
  @Governed(Action.DECLARATION_WRITE)
  @Operation(summary = "Says what policy says of a change of a resource in Kubernetes")
  public AdmissionAnswer admit(
      @PathParam("ns") String namespace, @LargeBody AdmissionRequest body) {
    AdmissionRequest change = Bodies.required(body);
    AdmissionUser user = Bodies.required("user", change.user());
    String username = text("user.username", user.username(), USER_CHARS_MAX);
    Admissions.Answer answer =
        judged(
            new Admissions.Change(
                Subjects.ofKubernetes(username),
                groups(user),
                action(change),
                Scope.of(namespace),
                new Admissions.Resource(
                    text("kind", change.kind(), KIND_CHARS_MAX),
                    text("name", change.name(), NAME_CHARS_MAX),
                    object(change.object()),
                    object(change.oldObject())),
                change.dryRun() != null && change.dryRun()));
    return new AdmissionAnswer(
        answer.decision().allowed(),
        Cause.of(answer.decision().reasons()),
        Cause.of(answer.decision().warnings()),
        answer.id());
  }

  /**
   * Tells a crowd from an OPA that is away: the operator lets its failure policy decide of the one,
   * and who crowds is not to pass by the other.
   */
  private Admissions.Answer judged(Admissions.Change change) {
    try {
      return Asked.join(admissions.judge(change));
    } catch (CrowdedException e) {
      throw new ProblemException(
          Problem.of("limit-exceeded", 429, Objects.requireNonNull(e.getMessage())));
    }
  }

  private static String action(AdmissionRequest change) {
    boolean isMade = isObject(change.object());
    boolean wasThere = isObject(change.oldObject());
    String operation = Bodies.required("operation", change.operation());
    return switch (operation) {
      case "create" -> having(Action.RESOURCE_CREATE, isMade);
      case "update" -> having(Action.RESOURCE_UPDATE, isMade && wasThere);
      case "delete" -> having(Action.RESOURCE_DELETE, wasThere);
      default ->
          throw ProblemException.invalid(
              "Expected create, update or delete as 'operation', but found another word.");
    };
  }

  private static String having(String action, boolean isComplete) {
    if (!isComplete) {
      throw ProblemException.invalid(
          "Expected an 'object' unless it is deleted, and an 'oldObject' unless it is created, but found no such object.");
    }
    return action;
  }

  private static boolean isObject(@Nullable Value given) {
    return given instanceof Value.Obj;
  }

  private static Value object(@Nullable Value given) {
    return given == null ? Values.NULL : given;
  }

  private static SortedSet<String> groups(AdmissionUser user) {
    List<String> groups = user.groups() == null ? List.of() : user.groups();
    if (groups.size() > GROUPS_MAX) {
      throw ProblemException.invalid(
          "Expected at most %d groups of a user, but found %d."
              .formatted(GROUPS_MAX, groups.size()));
    }
    var all = new TreeSet<String>();
    groups.forEach(group -> all.add(text("user.groups", group, USER_CHARS_MAX)));
    return all;
  }

  private static String text(String field, @Nullable String given, int charsMax) {
    String text = Bodies.required(field, given);
    if (text.isEmpty() || text.length() > charsMax) {
      throw ProblemException.invalid(
          "Expected 1 to %d characters in '%s', but found %d."
              .formatted(charsMax, field, text.length()));
    }
    return text;
  }
}
