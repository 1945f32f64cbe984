package dev.synod.examples.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.examples.review.report.Report;
import dev.synod.examples.review.report.Report.Decision;
import dev.synod.examples.review.report.Weighing;
import dev.synod.sdk.AssignedTask;
import dev.synod.sdk.TaskFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the lead does: reads what all have found, and in the end writes the report. */
final class LeadTasks {
  private static final Logger LOG = LoggerFactory.getLogger(LeadTasks.class);

  private final ObjectMapper json;

  LeadTasks(ObjectMapper json) {
    this.json = json;
  }

  /** Attends the meeting, as every reviewer does. */
  JsonNode weigh(AssignedTask task) throws InterruptedException, TaskFailure {
    Request request = Request.of(task.input());
    Weighing weighing = Weighing.of(Meeting.attend(task.group(), request.run()));
    LOG.info("Task {}: {}", task.id(), weighing.verdict().reason());
    return json.valueToTree(weighing);
  }

  /** Writes the report under the name of the run, where a later run of that name replaces it. */
  JsonNode report(AssignedTask task) throws InterruptedException {
    Request request = Request.of(task.input());
    String name = task.run().map(LeadTasks::lastPart).orElse(request.run());
    Report report =
        Report.of(
            name,
            request.repository(),
            decision(task.input()),
            Meeting.present(task.group(), request.run()));
    String key = "reports/" + name;
    task.group().put(key, json.valueToTree(report)).await();
    LOG.info("Task {}: {} says that {}", task.id(), key, report.summary());
    ObjectNode output = json.createObjectNode();
    output.put("report", key);
    output.put("outcome", report.decision().outcome());
    output.put("decidedBy", report.decision().decidedBy());
    output.put("summary", report.summary());
    return output;
  }

  private static String lastPart(String run) {
    return run.substring(run.lastIndexOf('/') + 1);
  }

  private static Decision decision(JsonNode input) {
    return new Decision(
        input.path("outcome").asText("rejected"),
        input.path("decidedBy").asText("vote"),
        object(input.get("vote")),
        object(input.get("approval")));
  }

  private static @Nullable JsonNode object(@Nullable JsonNode node) {
    return node != null && node.isObject() ? node : null;
  }
}
