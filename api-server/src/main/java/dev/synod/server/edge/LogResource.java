package dev.synod.server.edge;

import dev.synod.kernel.Action;
import dev.synod.log.LogEntries;
import dev.synod.log.ReplicatedLog;
import dev.synod.log.dump.EntryJson;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The committed entries that this replica still holds. */
@Path("/v1/log")
@RunOnVirtualThread
@Tag(name = "Cluster")
public class LogResource {
  private static final int PAGE = 100;
  private static final String JSON_LINES = "application/jsonl";

  private final ReplicatedLog log;
  private final CurrentVertxRequest request;

  @Inject
  public LogResource(ReplicatedLog log, CurrentVertxRequest request) {
    this.request = request;
    this.log = log;
  }

  @GET
  @Produces(JSON_LINES)
  @Governed(Action.LOG_READ)
  @Operation(summary = "Reads entries after an index, one JSON object in each line")
  public StreamingOutput read(
      @QueryParam("after") @DefaultValue("0") long after,
      @QueryParam("limit") @DefaultValue("1000") int limit) {
    int most = Listing.limit(limit);
    LogEntries entries = log.entries();
    return new StreamedBody(
        "The entries of the log", request, out -> write(entries, after, most, out));
  }

  private static void write(LogEntries entries, long after, int most, OutputStream out)
      throws IOException {
    long last = Math.max(after, entries.firstIndex() - 1);
    int left = most;
    while (left > 0) {
      List<LogEntries.Entry> page = entries.after(last, Math.min(PAGE, left));
      if (page.isEmpty()) {
        return;
      }
      for (LogEntries.Entry entry : page) {
        String line = EntryJson.json(entry) + "\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
        last = entry.batch().index();
      }
      left -= page.size();
    }
  }
}
