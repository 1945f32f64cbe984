package dev.synod.acceptance;

import java.time.Duration;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** One product with the sample that all tests share: started before the first, ended at the end. */
final class Stack implements BeforeAllCallback, AutoCloseable {
  private static final Product PRODUCT = new Product("shared", 19000);

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.GLOBAL)
        .computeIfAbsent(
            Stack.class,
            _ -> {
              PRODUCT.run(Duration.ofMinutes(30), "./dev", "up").succeeded();
              PRODUCT.kubectl("apply", "-f", "acceptance/src/test/resources").succeeded();
              return this;
            });
  }

  static Product product() {
    return PRODUCT;
  }

  @Override
  public void close() {
    PRODUCT.dev("down", "--purge").succeeded();
  }
}
