package dev.synod.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/** What the environment says, beside where the server is. */
@ConfigMapping(prefix = "synod")
interface WorkerConfig {

  /** {@code SYNOD_HTTP_ALLOWED_HOSTS}: hosts that runs may call; none by default. */
  @WithName("http.allowed.hosts")
  Optional<String> httpAllowedHosts();

  /** {@code SYNOD_HTTP_TIMEOUT}: of a call with all its redirections. */
  @WithName("http.timeout")
  @WithDefault("30s")
  Duration httpTimeout();

  /** {@code SYNOD_EXPRESSION_CHILDREN}: processes that evaluate expressions. */
  @WithName("expression.children")
  @WithDefault("2")
  int expressionChildren();

  /** {@code SYNOD_EXPRESSION_MILLIS}: time of the processor for one evaluation. */
  @WithName("expression.millis")
  @WithDefault("2000")
  long expressionMillis();

  /** {@code SYNOD_WORKER_TASKS}: calls at once. */
  @WithName("worker.tasks")
  @WithDefault("64")
  int workerTasks();
}
