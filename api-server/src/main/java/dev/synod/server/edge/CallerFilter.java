package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.kernel.Scope;
import dev.synod.server.governance.Content;
import dev.synod.server.governance.Decision;
import dev.synod.server.governance.Governance;
import dev.synod.server.governance.Right;
import dev.synod.server.identity.Authenticator;
import dev.synod.server.identity.Subject;
import dev.synod.server.problem.Problem;
import dev.synod.server.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.HashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets no request pass whose caller is unknown or may not do what the endpoint does. */
class CallerFilter {
  private static final String NAMESPACE = "ns";
  private static final String GROUP = "group";
  private static final String KEY = "key";
  private static final String PREFIX = "prefix";

  private final Authenticator authenticator;
  private final Governance governance;
  private final Asked asked;
  private final RequestLimits limits;

  @Inject
  CallerFilter(
      Authenticator authenticator, Governance governance, Asked asked, RequestLimits limits) {
    this.limits = limits;
    this.authenticator = authenticator;
    this.governance = governance;
    this.asked = asked;
  }

  @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
  public void check(ContainerRequestContext request, ResourceInfo endpoint) {
    checkSize(request, endpoint);
    Subject subject =
        authenticator.authenticate(request.getHeaderString(HttpHeaders.AUTHORIZATION));
    asked.by(subject);
    ByRole byRole = endpoint.getResourceMethod().getAnnotation(ByRole.class);
    if (byRole != null) {
      checkRole(subject, byRole);
      return;
    }
    if (endpoint.getResourceMethod().isAnnotationPresent(CheckedWithin.class)) {
      return;
    }
    Governed governed = endpoint.getResourceMethod().getAnnotation(Governed.class);
    if (governed == null) {
      throw new ProblemException(
          Problem.of(
              "permission-denied",
              403,
              "Expected an endpoint that says who may use it, but this one does not."));
    }
    Scope scope = scope(request.getUriInfo());
    if (governed.byCommand()) {
      asked.warned(Asked.join(governance.toAsk(subject, governed.value(), scope)).warnings());
      return;
    }
    var right =
        new Right(subject, governed.value(), scope, named(governed.value(), request.getUriInfo()));
    asked.under(right, governance.basis(scope));
    asked.warned(Asked.join(governance.toRead(right)).warnings());
  }

  private void checkRole(Subject subject, ByRole needed) {
    String role = needed.value();
    if (subject.kind() != Subject.Kind.PERSON || !subject.roles().contains(role)) {
      throw governance.refuse(
          subject,
          needed.action(),
          Scope.CLUSTER,
          new Decision.Reason(
              "realm_role",
              "expected a person with the realm role %s, which an administrator of the realm gives"
                  .formatted(role)));
    }
  }

  /** A body that says how large it is needn't be read to be refused. */
  private void checkSize(ContainerRequestContext request, ResourceInfo endpoint) {
    int bytes = request.getLength();
    Annotation[] ofParameters =
        Arrays.stream(endpoint.getResourceMethod().getParameterAnnotations())
            .flatMap(Arrays::stream)
            .toArray(Annotation[]::new);
    int bytesMax = limits.bytesMax(ofParameters);
    if (bytes > bytesMax) {
      throw new ProblemException(
          Problem.of(
              "too-large",
              413,
              "Expected a body of at most %d bytes, but found %d.".formatted(bytesMax, bytes)));
    }
  }

  /** What the request names beside its scope. */
  private static Content named(String action, UriInfo uri) {
    var names = new HashMap<String, String>();
    uri.getPathParameters().forEach((name, values) -> names.put(name, values.getFirst()));
    names.remove(NAMESPACE);
    names.remove(GROUP);
    if (action.equals(Action.STATE_READ) && !names.containsKey(KEY)) {
      String prefix = uri.getQueryParameters().getFirst(PREFIX);
      names.put(PREFIX, prefix == null ? "" : prefix);
    }
    return Content.named(names);
  }

  private static Scope scope(UriInfo uri) {
    var parameters = uri.getPathParameters();
    String namespace = parameters.getFirst(NAMESPACE);
    String group = parameters.getFirst(GROUP);
    return namespace == null
        ? Scope.CLUSTER
        : new Scope(Names.namespace(namespace), group == null ? "" : Names.name(group));
  }
}
