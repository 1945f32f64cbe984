package dev.synod.bench.store;

import com.google.protobuf.CodedOutputStream;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Puts to etcd, each a unary call, any number of them at once over one connection. Calls are made
 * and answered on the connection's own event loop, without a hop to another thread.
 */
public final class EtcdStore implements Store {
  private static final int KEY_FIELD = 1;
  private static final int VALUE_FIELD = 2;

  private static final MethodDescriptor<byte[], byte[]> PUT =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("etcdserverpb.KV/Put")
          .setRequestMarshaller(new Verbatim())
          .setResponseMarshaller(new Verbatim())
          .build();

  private final ManagedChannel channel;

  public EtcdStore(int port) {
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().directExecutor().build();
  }

  @Override
  public String name() {
    return "etcd";
  }

  @Override
  public void put(int key, byte[] value, Done done) {
    ClientCall<byte[], byte[]> call = channel.newCall(PUT, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            done.done(status.isOk() ? null : status.asRuntimeException());
          }
        },
        new Metadata());
    call.request(2);
    call.sendMessage(putRequest(key, value));
    call.halfClose();
  }

  /** The bytes of {@code PutRequest}. */
  private static byte[] putRequest(int key, byte[] value) {
    byte[] name = Keys.name(key).getBytes(StandardCharsets.US_ASCII);
    var message =
        new byte
            [CodedOutputStream.computeByteArraySize(KEY_FIELD, name)
                + CodedOutputStream.computeByteArraySize(VALUE_FIELD, value)];
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(message);
      out.writeByteArray(KEY_FIELD, name);
      out.writeByteArray(VALUE_FIELD, value);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return message;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private static final class Verbatim implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
