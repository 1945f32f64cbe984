package dev.synod.sdk;

import static dev.synod.sdk.Conditions.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.synod.api.v1.Document;
import dev.synod.api.v1.DocumentChange;
import dev.synod.api.v1.WatchDocumentsRequest;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DocumentWatchTest {
  private final SessionServer server = new SessionServer();
  private final SynodClient client = server.client();
  private final List<String> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void watch() {
    var _ =
        client
            .agent("review", "historian")
            .open()
            .group("team")
            .watch(
                "reg/",
                new DocumentListener() {
                  @Override
                  public void put(dev.synod.sdk.Document document) {
                    told.add("put " + document.revision());
                  }

                  @Override
                  public void deleted(String key, long revision) {
                    told.add("deleted " + revision);
                  }

                  @Override
                  public void progressed(long revision) {
                    told.add("progressed " + revision);
                  }

                  @Override
                  public void restarted() {
                    told.add("restarted");
                  }

                  @Override
                  public void resumed(long revision) {
                    told.add("resumed " + revision);
                  }
                });
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private StreamObserver<DocumentChange> connection(int number) {
    eventually("connection " + number, () -> server.watches().size() > number);
    return server.watches().get(number).changes();
  }

  private WatchDocumentsRequest question(int number) {
    return server.watches().get(number).question();
  }

  private static DocumentChange put(long revision) {
    return DocumentChange.newBuilder()
        .setRevision(revision)
        .setPut(
            Document.newBuilder()
                .setKey("reg/a")
                .setRevision(revision)
                .setValueJson(ByteString.copyFromUtf8("1")))
        .build();
  }

  private static DocumentChange progress(long revision) {
    return DocumentChange.newBuilder().setRevision(revision).setProgress(true).build();
  }

  private static void lose(StreamObserver<DocumentChange> connection) {
    connection.onError(Status.UNAVAILABLE.asRuntimeException());
  }

  @Test
  void shouldGoOnWhereItsConnectionWasLostAndSayIt() {
    connection(0).onNext(put(3));
    connection(0).onNext(progress(5));
    lose(connection(0));
    // It is lost again before it has brought anything: that one resumed nothing.
    lose(connection(1));
    connection(2).onNext(put(6));
    connection(2).onNext(progress(7));

    eventually("told all", () -> told.contains("progressed 7"));
    assertThat(told).containsExactly("put 3", "progressed 5", "resumed 5", "put 6", "progressed 7");
    assertThat(question(0).hasResumeAfter()).isFalse();
    assertThat(question(2).getResumeAfter()).isEqualTo(5);
  }

  @Test
  void shouldBeginAnewWhereItsPlaceIsCompactedAndNotSayThatItGoesOn() {
    connection(0).onNext(progress(5));
    lose(connection(0));
    connection(1).onNext(DocumentChange.newBuilder().setCompacted(true).build());
    connection(1).onCompleted();
    connection(2).onNext(put(9));

    eventually("told all", () -> told.contains("put 9"));
    assertThat(told).containsExactly("progressed 5", "restarted", "put 9");
    assertThat(question(1).getResumeAfter()).isEqualTo(5);
    assertThat(question(2).hasResumeAfter()).isFalse();
  }

  @Test
  void shouldBeginAnewWhereItsConnectionWasLostBeforeAllWasTold() {
    connection(0).onNext(put(3));
    lose(connection(0));
    connection(1).onNext(put(3));

    eventually("told again", () -> told.size() == 3);
    assertThat(told).containsExactly("put 3", "restarted", "put 3");
    assertThat(question(1).hasResumeAfter()).isFalse();
  }
}
