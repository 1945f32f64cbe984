package dev.synod.sdk;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names several servers as the target of one channel. It is connected to one of them; each time
 * that connection is lost or can't be made, the next one comes first. Each is known by a
 * certificate of its own name.
 */
final class ServerList extends NameResolverProvider {
  private static final String SCHEME = "synod-servers";
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  static {
    NameResolverRegistry.getDefaultRegistry().register(new ServerList());
  }

  private ServerList() {}

  /** The target of a channel to any of the servers. */
  static String target(List<URI> servers) {
    return SCHEME
        + ":///"
        + servers.stream().map(ServerList::authority).collect(Collectors.joining(","));
  }

  private static String authority(URI server) {
    int port = server.getPort();
    if (port <= 0) {
      port = "http".equals(server.getScheme()) ? HTTP : HTTPS;
    }
    return server.getHost() + ":" + port;
  }

  @Override
  protected boolean isAvailable() {
    return true;
  }

  @Override
  protected int priority() {
    return 5;
  }

  @Override
  public String getDefaultScheme() {
    return SCHEME;
  }

  @Override
  public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
    if (!SCHEME.equals(target.getScheme())) {
      return null;
    }
    List<String> authorities = Arrays.asList(target.getPath().substring(1).split(",", -1));
    return new Rotating(authorities, args.getOffloadExecutor());
  }

  /** Gives the servers, another one first each time. */
  private static final class Rotating extends NameResolver {
    private final List<String> authorities;
    private final @Nullable Executor threads;
    private @Nullable Listener2 listener;
    private int first;

    Rotating(List<String> authorities, @Nullable Executor threads) {
      this.authorities = authorities;
      this.threads = threads;
    }

    @Override
    public String getServiceAuthority() {
      return authorities.getFirst();
    }

    @Override
    public void start(Listener2 told) {
      listener = told;
      tell(told);
    }

    /** A connection was lost, or could not be made. */
    @Override
    public void refresh() {
      first = (first + 1) % authorities.size();
      Listener2 told = listener;
      if (told != null) {
        tell(told);
      }
    }

    private void tell(Listener2 told) {
      var order = new ArrayList<>(authorities);
      Collections.rotate(order, -first);
      Runnable resolve =
          () ->
              told.onResult(
                  ResolutionResult.newBuilder()
                      .setAddressesOrError(
                          StatusOr.fromValue(order.stream().map(Rotating::addresses).toList()))
                      .build());
      if (threads == null) {
        resolve.run();
      } else {
        threads.execute(resolve);
      }
    }

    private static EquivalentAddressGroup addresses(String authority) {
      int colon = authority.lastIndexOf(':');
      var address =
          new InetSocketAddress(
              authority.substring(0, colon), Integer.parseInt(authority.substring(colon + 1)));
      return new EquivalentAddressGroup(
          address,
          Attributes.newBuilder()
              .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, authority)
              .build());
    }

    @Override
    public void shutdown() {
      listener = null;
    }
  }
}
