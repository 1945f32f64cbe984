package dev.synod.bench.store;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.synod.bench.server.SynodServer;
import dev.synod.sdk.AgentSession;
import dev.synod.sdk.Group;
import dev.synod.sdk.SynodClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Writes by the Java SDK, as an agent's author calls it. */
public final class SdkStore implements Store {
  private final SynodClient client;
  private final Group group;

  public SdkStore(SynodServer server) throws IOException, InterruptedException {
    String token = server.agentToken();
    client =
        SynodClient.builder()
            .server(URI.create("https://127.0.0.1:" + server.port()))
            .trust(Files.readString(server.authority()))
            .tokens(() -> token)
            .namespace(SynodServer.NAMESPACE)
            .agent(SynodServer.AGENT)
            .build();
    AgentSession session = client.agent().open();
    session.opened().await();
    group = session.group(SynodServer.GROUP);
  }

  @Override
  public String name() {
    return "Synod, Java SDK";
  }

  @Override
  public void put(int key, byte[] value, Done done) {
    var text = TextNode.valueOf(new String(value, StandardCharsets.US_ASCII));
    var _ = group.put(Keys.name(key), text).whenComplete((written, failure) -> done.done(failure));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    client.close();
  }
}
