package dev.synod.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.api.v1.AdvanceRun;
import dev.synod.api.v1.ArriveAtBarrier;
import dev.synod.api.v1.CastBallot;
import dev.synod.api.v1.CompleteTask;
import dev.synod.api.v1.CoordinationGrpc;
import dev.synod.api.v1.CoordinationGrpc.CoordinationBlockingStub;
import dev.synod.api.v1.FailTask;
import dev.synod.api.v1.GetBarrierRequest;
import dev.synod.api.v1.GetDefinitionRequest;
import dev.synod.api.v1.GetDocumentRequest;
import dev.synod.api.v1.GetProposalRequest;
import dev.synod.api.v1.GetTaskRequest;
import dev.synod.api.v1.GroupRef;
import dev.synod.api.v1.ListDocumentsRequest;
import dev.synod.api.v1.OpenProposal;
import dev.synod.api.v1.Rejection;
import dev.synod.api.v1.Request;
import dev.synod.api.v1.Request.CommandCase;
import dev.synod.api.v1.RunRef;
import dev.synod.api.v1.SubmitTask;
import dev.synod.api.v1.WatchDocumentsRequest;
import dev.synod.api.v1.WriteDocument;
import dev.synod.server.Frames;
import dev.synod.server.Rpc;
import dev.synod.server.SharedInstallation;
import dev.synod.server.edge.AccessTable.Row;
import dev.synod.testkit.server.Answer;
import dev.synod.testkit.server.ApiServer;
import dev.synod.testkit.server.Events;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every endpoint and method, called by everybody. */
class EndpointsAndRolesIT {
  @RegisterExtension static final SharedInstallation SYNOD = new SharedInstallation();

  private static final GroupRef GROUP =
      GroupRef.newBuilder().setNamespace("review").setName("release-review").build();

  private static AccessTable table;
  private static Callers callers;
  private static Rpc rpc;

  @BeforeAll
  static void declare() throws Exception {
    table = AccessTable.read();
    callers = new Callers(SYNOD.issuers());
    callers.declare(SYNOD.server());
    rpc = new Rpc(SYNOD.server());
  }

  @AfterAll
  static void close() throws InterruptedException {
    rpc.close();
  }

  @Test
  void shouldHaveEveryEndpointInTheTable() {
    assertThat(table.rows().stream().filter(Row::isRest).map(Row::endpoint))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            Endpoints.all().stream().map(Endpoints::text).toList());
  }

  @Test
  void shouldHaveEveryMethodAndCommandOfTheProtocolInTheTable() {
    var calls =
        CoordinationGrpc.getServiceDescriptor().getMethods().stream()
            .map(method -> "CALL " + method.getBareMethodName());
    var commands =
        EnumSet.complementOf(EnumSet.of(CommandCase.COMMAND_NOT_SET)).stream()
            .map(command -> "SEND " + command);

    assertThat(table.rows().stream().filter(row -> !row.isRest()).map(Row::endpoint))
        .containsExactlyInAnyOrderElementsOf(Stream.concat(calls, commands).toList());
  }

  @TestFactory
  Stream<DynamicTest> shouldAllowTheRolesOfTheTableAndNoOther() {
    return table.rows().stream()
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> checkEveryRole(row)));
  }

  private static void checkEveryRole(Row row) throws Exception {
    Set<String> allowed = new LinkedHashSet<>();
    for (String role : table.roles()) {
      String code = outcome(row, callers.token(role), role);
      assertThat(code).as(role).isNotIn("unauthenticated", "internal", "unavailable");
      if (!code.equals("permission-denied")) {
        allowed.add(role);
      }
    }
    assertThat(allowed).isEqualTo(row.allowed());
    assertThat(outcome(row, "", "member")).as("no token").isEqualTo("unauthenticated");
  }

  /** The code word that it ends with; empty where it succeeds. */
  private static String outcome(Row row, String token, String role) throws Exception {
    return switch (row.verb()) {
      case "CALL" -> call(row.what(), token, role).getCode();
      case "SEND" -> send(CommandCase.valueOf(row.what()), token, role);
      case "WATCH" -> watch(row, token);
      default -> problem(send(row, token));
    };
  }

  private static Answer send(Row row, String token) throws IOException, InterruptedException {
    ApiServer server = SYNOD.server();
    return server.call(token, row.verb(), path(row), row.body());
  }

  private static String watch(Row row, String token) throws IOException, InterruptedException {
    try (Events events = SYNOD.server().events(token, path(row))) {
      return events.status() == 200 ? "" : code(events.status(), events.problem());
    }
  }

  private static String problem(Answer answer) {
    return answer.status() < 300 ? "" : code(answer.status(), answer.body());
  }

  /** Checks that a refusal reads as one, too. */
  private static String code(int status, String body) {
    Answer problem = new Answer(status, body, null);
    String code = problem.text("code");
    assertThat(problem.text("detail")).as(body).isNotBlank();
    assertThat(code.equals("unauthenticated")).as(body).isEqualTo(status == 401);
    assertThat(code.equals("permission-denied")).as(body).isEqualTo(status == 403);
    return code;
  }

  private static String path(Row row) {
    return row.what()
            .replace("{ns}", "review")
            .replace("{group}", "release-review")
            .replace("{key}", "findings/access")
            .replace("{kind}", "agents")
            .replace("{name}", "all-reviewed")
            .replace("{instance}", "access")
            .replace("{id}", "1")
            .replace("{entry}", "1")
            .replace("{digest}", "none")
        + row.query();
  }

  private static Rejection call(String method, String token, String role) throws Exception {
    CoordinationBlockingStub calls = rpc.calls(token);
    return switch (method) {
      case "GetDocument" ->
          Rpc.refusal(
              () -> calls.getDocument(GetDocumentRequest.newBuilder().setGroup(GROUP).build()));
      case "ListDocuments" ->
          Rpc.refusal(
              () -> calls.listDocuments(ListDocumentsRequest.newBuilder().setGroup(GROUP).build()));
      case "WatchDocuments" ->
          Rpc.refusal(
              () ->
                  calls
                      .watchDocuments(WatchDocumentsRequest.newBuilder().setGroup(GROUP).build())
                      .next());
      case "GetBarrier" ->
          Rpc.refusal(
              () -> calls.getBarrier(GetBarrierRequest.newBuilder().setGroup(GROUP).build()));
      case "GetProposal" ->
          Rpc.refusal(
              () -> calls.getProposal(GetProposalRequest.newBuilder().setGroup(GROUP).build()));
      case "GetTask" ->
          Rpc.refusal(() -> calls.getTask(GetTaskRequest.newBuilder().setGroup(GROUP).build()));
      case "GetDefinition" ->
          Rpc.refusal(() -> calls.getDefinition(GetDefinitionRequest.getDefaultInstance()));
      case "Connect" -> connect(token, role);
      default -> throw new IllegalArgumentException("Expected a method, but found " + method);
    };
  }

  private static Rejection connect(String token, String role) throws InterruptedException {
    try (Frames frames = rpc.connect(token)) {
      frames.open(callers.opening(role));
      return Rejection.getDefaultInstance();
    } catch (StatusRuntimeException e) {
      return Rpc.rejection(e);
    }
  }

  private static String send(CommandCase command, String token, String role)
      throws InterruptedException {
    try (Frames frames = rpc.connect(token)) {
      frames.open(callers.opening(role));
      return frames.ask(1, request(command)).getFirst().getRejection().getCode();
    } catch (StatusRuntimeException e) {
      return Rpc.rejection(e).getCode();
    }
  }

  private static Request request(CommandCase command) {
    var request = Request.newBuilder();
    switch (command) {
      case WRITE_DOCUMENT -> {
        var write = WriteDocument.newBuilder().setGroup(GROUP);
        write.getWriteBuilder().setDelete(true);
        request.setWriteDocument(write);
      }
      case ARRIVE_AT_BARRIER ->
          request.setArriveAtBarrier(ArriveAtBarrier.newBuilder().setGroup(GROUP));
      case OPEN_PROPOSAL -> request.setOpenProposal(OpenProposal.newBuilder().setGroup(GROUP));
      case CAST_BALLOT -> request.setCastBallot(CastBallot.newBuilder().setGroup(GROUP));
      case SUBMIT_TASK -> request.setSubmitTask(SubmitTask.newBuilder().setGroup(GROUP));
      case COMPLETE_TASK -> request.setCompleteTask(CompleteTask.newBuilder().setGroup(GROUP));
      case FAIL_TASK -> request.setFailTask(FailTask.newBuilder().setGroup(GROUP));
      case ADVANCE_RUN ->
          request.setAdvanceRun(
              AdvanceRun.newBuilder().setRef(RunRef.newBuilder().setNamespace("review")));
      case COMMAND_NOT_SET -> throw new IllegalArgumentException("Expected a command.");
    }
    return request.build();
  }
}
