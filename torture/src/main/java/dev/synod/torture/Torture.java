package dev.synod.torture;

import dev.synod.sdk.AgentSession;
import dev.synod.sdk.DocumentWatch;
import dev.synod.sdk.Group;
import dev.synod.sdk.SynodClient;
import dev.synod.sdk.Tls;
import dev.synod.testkit.history.HistoryJudge;
import dev.synod.testkit.server.ApiServer;
import dev.synod.torture.client.Course;
import dev.synod.torture.client.KeyedClient;
import dev.synod.torture.client.Offerer;
import dev.synod.torture.client.Records;
import dev.synod.torture.client.RegisterClient;
import dev.synod.torture.client.TaskLedger;
import dev.synod.torture.client.TaskWorker;
import dev.synod.torture.client.Watcher;
import dev.synod.torture.cluster.Cluster;
import dev.synod.torture.fault.Fault;
import dev.synod.torture.fault.Nemesis;
import dev.synod.torture.fault.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One run: servers, clients, faults, verdict. */
public final class Torture {
  private static final String CALLER = "caller";
  private static final int REGISTER_CLIENTS = 9;
  private static final int KEYED_CLIENTS = 3;
  private static final int WORKERS = 3;
  private static final int WATCHERS = 4;
  private static final Duration MENDED_LIMIT = Duration.ofMinutes(2);
  private static final Duration QUIET_LIMIT = Duration.ofSeconds(60);
  private static final Duration JUDGE_LIMIT = Duration.ofSeconds(60);
  private static final int SILENCES = 3;

  private final Plan plan;
  private final Cluster cluster;
  private final Records records;
  private final TaskLedger ledger;
  private final SplittableRandom random;
  private final List<SynodClient> clients = new ArrayList<>();

  private Torture(Plan plan, Cluster cluster, Records records) {
    this.plan = plan;
    this.cluster = cluster;
    this.records = records;
    this.ledger = new TaskLedger(records);
    this.random = new SplittableRandom(plan.seed());
  }

  /** What was inflicted, and why it ended before its time, where it did. */
  private record Outcome(List<Nemesis.Done> faults, Optional<String> failure) {}

  /** Runs a plan to its end. */
  public static Report run(Plan plan) throws Exception {
    Files.createDirectories(plan.directory());
    HistoryJudge judge = HistoryJudge.in(plan.directory());
    Path history = plan.directory().resolve("history.jsonl");
    var records = new Records(history);
    Outcome outcome;
    boolean hasNetwork;
    try (records;
        Cluster cluster = Cluster.start(servers(plan), plan.bug(), List.of(CALLER), workers())) {
      hasNetwork = cluster.network().isPresent();
      outcome = new Torture(plan, cluster, records).go();
    }
    return new Report(
        plan,
        new Report.Load(records.counts(), records.longestSilences(SILENCES)),
        new Report.Faults(
            outcome.faults(),
            untilWrites(records, outcome.faults()),
            Standstill.after(outcome.faults(), records),
            hasNetwork),
        judge.judge(history, JUDGE_LIMIT),
        records.violations(),
        Stream.concat(outcome.failure().stream(), Coverage.missing(plan.lasts(), records.counts()))
            .toList());
  }

  private static Path servers(Plan plan) throws IOException {
    return Files.createDirectories(plan.directory().resolve("servers"));
  }

  private static List<String> workers() {
    return IntStream.range(0, WORKERS).mapToObj(i -> "worker-" + i).toList();
  }

  private static List<Duration> untilWrites(Records records, List<Nemesis.Done> faults) {
    return faults.stream()
        .filter(done -> done.fault() == Fault.KILL && done.ofLeader())
        .map(done -> records.nanosToNextWrite(done.askedNanos(), done.inflictedNanos()))
        .filter(time -> time.isPresent())
        .map(time -> Duration.ofNanos(time.getAsLong()))
        .toList();
  }

  private Outcome go() throws Exception {
    var end = new CountDownLatch(1);
    var faultsEnd = new CountDownLatch(1);
    var course = new Course(end);
    var nemesis = new Nemesis(new Servers(cluster), plan.seed(), faultsEnd);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Watcher> watchers = new ArrayList<>();
      List<DocumentWatch> watches = watch(course, watchers);
      List<Future<?>> running = new ArrayList<>();
      for (Runnable client : clients(course)) {
        running.add(threads.submit(client));
      }
      Future<?> faults = threads.submit(nemesis);
      try {
        waitFor(faults, plan.lasts());
        faultsEnd.countDown();
        faults.get(MENDED_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (nemesis.failure().isEmpty()) {
          for (ApiServer server : cluster.servers()) {
            server.awaitReady();
          }
        }
      } finally {
        faultsEnd.countDown();
        course.end();
      }
      for (Future<?> client : running) {
        client.get(QUIET_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      }
      // Servers that were not mended owe nothing at the end; what clients were told is judged.
      Optional<String> failure = nemesis.failure();
      if (failure.isEmpty()) {
        failure = lookAtTheEnd(course, watchers);
      }
      watches.forEach(DocumentWatch::close);
      clients.forEach(SynodClient::close);
      return new Outcome(nemesis.done(), failure);
    }
  }

  /** Until the time is over, or the faults have ended before it by a failure. */
  private static void waitFor(Future<?> faults, Duration time) throws Exception {
    try {
      faults.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // That is how it should be.
    }
  }

  private SynodClient client(String agent, int first) throws IOException {
    SynodClient client = cluster.client(agent, first);
    clients.add(client);
    return client;
  }

  private Group group(int first) throws IOException {
    AgentSession session = client(CALLER, first).agent(Cluster.NAMESPACE, CALLER).open();
    return session.group(Cluster.GROUP);
  }

  private List<Runnable> clients(Course course) throws IOException {
    var all = new ArrayList<Runnable>();
    var sessions = new ArrayList<Group>();
    for (int i = 0; i < Cluster.SIZE; i++) {
      sessions.add(group(i));
    }
    // Several to a session, so that more than one of its requests is on its way.
    for (int i = 0; i < REGISTER_CLIENTS; i++) {
      Group session = sessions.get(i % sessions.size());
      all.add(new RegisterClient("c" + i, session, course, records, random.split()));
    }
    var target =
        new KeyedClient.Target(
            cluster.servers().stream().map(ApiServer::url).toList(),
            Cluster.path(),
            Tls.context(Files.readString(cluster.servers().getFirst().authority())),
            () -> cluster.token(CALLER));
    for (int i = 0; i < KEYED_CLIENTS; i++) {
      all.add(new KeyedClient("k" + i, target, course, records, random.split()));
    }
    all.add(new Offerer("offer", sessions.getFirst(), course, ledger, records, random.split()));
    for (String agent : workers()) {
      SynodClient client = client(agent, all.size());
      all.add(new TaskWorker(agent, client, course, ledger, records, random.split()));
    }
    return all;
  }

  private List<DocumentWatch> watch(Course course, List<Watcher> watchers) throws IOException {
    var revisions = new ConcurrentHashMap<String, Long>();
    var watches = new ArrayList<DocumentWatch>();
    for (int i = 0; i < WATCHERS; i++) {
      var watcher = new Watcher("w" + i, course, records, random.split(), revisions);
      watchers.add(watcher);
      watches.add(group(i).watch("reg/", watcher));
    }
    return watches;
  }

  /** With a worker of its own, for the others have left. */
  private Optional<String> lookAtTheEnd(Course course, List<Watcher> watchers) throws Exception {
    try (SynodClient client = cluster.client("worker-0", 0);
        AgentSession _ =
            new TaskWorker("worker-0", client, course, ledger, records, random.split()).open()) {
      return new Aftermath(group(0), ledger, records).look(watchers);
    }
  }
}
