package dev.synod.server.rpc;

import com.google.protobuf.ByteString;
import dev.synod.api.v1.FailTask;
import dev.synod.api.v1.Fault;
import dev.synod.api.v1.GroupRef;
import dev.synod.api.v1.Request;
import dev.synod.api.v1.StateWrite;
import dev.synod.api.v1.SubmitTask;
import dev.synod.api.v1.WriteDocument;

/** Requests to the group that {@link dev.synod.server.Review} declares. */
public final class Sent {
  public static final GroupRef GROUP =
      GroupRef.newBuilder().setNamespace("review").setName("release-review").build();

  private Sent() {}

  public static Request merge(String key, String json) {
    return write(key, StateWrite.newBuilder().setMergeJson(ByteString.copyFromUtf8(json)));
  }

  public static Request add(String key, String delta) {
    return write(key, StateWrite.newBuilder().setAddJson(ByteString.copyFromUtf8(delta)));
  }

  private static Request write(String key, StateWrite.Builder write) {
    var document = WriteDocument.newBuilder().setGroup(GROUP).setWrite(write.setKey(key));
    return Request.newBuilder().setWriteDocument(document).build();
  }

  public static Request task(String capability, int attemptsMax) {
    return Request.newBuilder()
        .setSubmitTask(
            SubmitTask.newBuilder()
                .setGroup(GROUP)
                .setCapability(capability)
                .setAttemptsMax(attemptsMax))
        .build();
  }

  public static Request fail(long task, long token) {
    return Request.newBuilder()
        .setFailTask(
            FailTask.newBuilder()
                .setGroup(GROUP)
                .setTask(task)
                .setToken(token)
                .setRetryable(true)
                .setFault(Fault.newBuilder().setTitle("again")))
        .build();
  }
}
