package dev.synod.examples.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synod.examples.review.findings.Findings;
import dev.synod.examples.review.repository.Limits;
import dev.synod.examples.review.repository.Repository;
import dev.synod.examples.review.repository.RepositoryException;
import dev.synod.sdk.AssignedTask;
import dev.synod.sdk.TaskFailure;
import dev.synod.sdk.TaskHandler;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reviews a repository, shares the findings with the group, and meets the others. */
final class ReviewTask implements TaskHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ReviewTask.class);
  private static final String ERRORS = "https://synod.dev/examples/release-review/";
  private static final int UNPROCESSABLE = 422;

  private final String agent;
  private final Analysis analysis;
  private final Path root;
  private final ObjectMapper json;

  ReviewTask(String agent, Analysis analysis, Path root, ObjectMapper json) {
    this.agent = agent;
    this.analysis = analysis;
    this.root = root;
    this.json = json;
  }

  @Override
  public JsonNode handle(AssignedTask task) throws TaskFailure, InterruptedException {
    Request request = Request.of(task.input());
    JsonNode findings = json.valueToTree(review(request.repository()));
    LOG.info("Task {}: {}", task.id(), findings.at("/verdict/reason").asText());
    share(task, request, findings);
    Meeting.attend(task.group(), request.run());
    return outcome(request, findings);
  }

  private Findings<?> review(String place) throws TaskFailure {
    try {
      return analysis.review(Repository.open(root.resolve(place), Limits.DEFAULT));
    } catch (RepositoryException unreadable) {
      throw new TaskFailure(
          ERRORS + unreadable.problem().word(),
          UNPROCESSABLE,
          "The repository cannot be reviewed",
          String.valueOf(unreadable.getMessage()),
          false);
    }
  }

  /**
   * Findings come last: once they are there, an earlier attempt at this task has counted its files.
   * An agent that dies between the two writes has its files counted twice, which a sum for people
   * bears.
   */
  private void share(AssignedTask task, Request request, JsonNode findings)
      throws InterruptedException {
    String key = request.findingsPrefix() + agent;
    if (task.group().get(key).await().isEmpty()) {
      task.group().add(request.filesCounter(), findings.path("files").asLong()).await();
    }
    task.group().merge(key, findings).await();
  }

  private ObjectNode outcome(Request request, JsonNode findings) {
    ObjectNode outcome = json.createObjectNode();
    outcome.put("agent", agent);
    outcome.put("findings", request.findingsPrefix() + agent);
    outcome.set("files", findings.path("files"));
    outcome.put("flagged", findings.at("/detail/flagged").asBoolean(false));
    outcome.set("verdict", findings.path("verdict"));
    return outcome;
  }
}
