package dev.synod.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a module may depend on, as docs/design.md tells it. Arrows point one way.
 *
 * @param module its folder
 * @param packages where its classes live
 * @param modules packages of the modules that it may know
 * @param libraries packages of others that it may know, beside the JDK and JSpecify
 * @param planted a class that strays from it
 */
record ModuleArrow(
    String module,
    String packages,
    List<String> modules,
    List<String> libraries,
    Class<?> planted) {
  private static final String API = "dev.synod.api..";
  private static final String CRDS = "dev.synod.crds..";
  private static final String KERNEL = "dev.synod.kernel..";
  private static final String AUDIT = "dev.synod.audit..";
  private static final String LOG = "dev.synod.log..";
  private static final String SIMULATOR = "dev.synod.simulator..";
  private static final String WORKFLOW = "dev.synod.workflow..";
  private static final String SDK = "dev.synod.sdk..";
  private static final String WORKER = "dev.synod.worker..";
  private static final String REALM = "dev.synod.realm..";
  private static final String DEVENV = "dev.synod.dev..";
  private static final String TESTKIT = "dev.synod.testkit..";

  private static final List<String> EVERYWHERE =
      List.of("java..", "javax.net..", "javax.security..", "org.jspecify.annotations");
  private static final List<String> QUARKUS =
      List.of(
          "io.quarkus..",
          "io.smallrye..",
          "io.vertx..",
          "jakarta..",
          "org.eclipse.microprofile..",
          "org.jboss..",
          "io.micrometer..",
          "io.opentelemetry..",
          "org.slf4j");
  private static final List<String> PROTOBUF = List.of("com.google.protobuf..", "io.grpc..");
  private static final List<String> JACKSON = List.of("com.fasterxml.jackson..");
  private static final List<String> KUBERNETES = List.of("io.fabric8.kubernetes..");

  static final List<ModuleArrow> ALL =
      List.of(
          new ModuleArrow(
              "crds",
              CRDS,
              List.of(),
              all(KUBERNETES, JACKSON, List.of("io.fabric8.generator..", "io.fabric8.crd..")),
              dev.synod.crds.planted.Stray.class),
          new ModuleArrow(
              "api",
              API,
              List.of(),
              all(PROTOBUF, List.of("com.google.common..", "javax.annotation..")),
              dev.synod.api.planted.Stray.class),
          new ModuleArrow(
              "kernel",
              KERNEL,
              List.of(),
              List.of("io.vavr.."),
              dev.synod.kernel.planted.Stray.class),
          new ModuleArrow("audit", AUDIT, List.of(), JACKSON, dev.synod.audit.planted.Stray.class),
          new ModuleArrow(
              "workflow",
              WORKFLOW,
              List.of(KERNEL),
              all(
                  JACKSON,
                  List.of(
                      "io.vavr..",
                      "io.serverlessworkflow..",
                      "net.thisptr.jackson..",
                      "com.networknt.schema..",
                      "com.google.re2j")),
              dev.synod.workflow.planted.Stray.class),
          new ModuleArrow(
              "log",
              LOG,
              List.of(KERNEL),
              all(JACKSON, List.of("io.vavr..", "org.apache.ratis..", "org.slf4j")),
              dev.synod.log.planted.Stray.class),
          new ModuleArrow(
              "simulator",
              SIMULATOR,
              List.of(KERNEL, LOG),
              List.of("io.vavr..", "picocli"),
              dev.synod.simulator.planted.Stray.class),
          new ModuleArrow(
              "api-server",
              "dev.synod.server..",
              List.of(API, AUDIT, KERNEL, LOG),
              all(
                  QUARKUS,
                  PROTOBUF,
                  JACKSON,
                  List.of(
                      "io.vavr..",
                      "io.agroal..",
                      "org.hibernate..",
                      "org.flywaydb..",
                      "org.jose4j..",
                      "org.apache.commons.compress..")),
              dev.synod.server.planted.Stray.class),
          new ModuleArrow(
              "worker",
              WORKER,
              List.of(API, WORKFLOW, SDK, KERNEL),
              all(
                  QUARKUS,
                  PROTOBUF,
                  JACKSON,
                  List.of(
                      "io.vavr..",
                      "net.thisptr.jackson..",
                      "com.networknt.schema..",
                      "com.google.re2j")),
              dev.synod.worker.planted.Stray.class),
          new ModuleArrow(
              "operator",
              "dev.synod.operator..",
              List.of(API, AUDIT, CRDS, WORKFLOW, KERNEL),
              all(
                  QUARKUS,
                  JACKSON,
                  KUBERNETES,
                  List.of(
                      "io.javaoperatorsdk..", "io.quarkiverse.operatorsdk..", "io.fabric8.crd..")),
              dev.synod.operator.planted.Stray.class),
          new ModuleArrow(
              "sdk",
              SDK,
              List.of(API),
              all(PROTOBUF, JACKSON, List.of("org.slf4j")),
              dev.synod.sdk.planted.Stray.class),
          new ModuleArrow(
              "cli",
              "dev.synod.cli..",
              List.of(API, AUDIT, SDK),
              all(JACKSON, KUBERNETES, List.of("picocli")),
              dev.synod.cli.planted.Stray.class),
          new ModuleArrow("realm", REALM, List.of(), JACKSON, dev.synod.realm.planted.Stray.class),
          new ModuleArrow(
              "devenv",
              DEVENV,
              List.of(REALM),
              all(
                  JACKSON,
                  KUBERNETES,
                  List.of("picocli", "org.bouncycastle..", "org.apache.commons.compress..")),
              dev.synod.dev.planted.Stray.class),
          new ModuleArrow(
              "testkit",
              TESTKIT,
              List.of(DEVENV, REALM, KERNEL),
              all(
                  JACKSON,
                  List.of("org.junit.jupiter.api..", "org.jose4j..", "com.sun.net.httpserver")),
              dev.synod.testkit.planted.Stray.class),
          new ModuleArrow(
              "bench",
              "dev.synod.bench..",
              List.of(API, KERNEL, LOG, SDK, WORKFLOW, WORKER, DEVENV, TESTKIT),
              all(JACKSON, PROTOBUF, List.of("picocli", "org.apache.zookeeper..")),
              dev.synod.bench.planted.Stray.class),
          new ModuleArrow(
              "planted",
              "dev.synod.planted..",
              List.of(),
              List.of(),
              dev.synod.planted.planted.Stray.class),
          new ModuleArrow(
              "torture",
              "dev.synod.torture..",
              List.of(SDK, TESTKIT),
              all(JACKSON, List.of("picocli")),
              dev.synod.torture.planted.Stray.class),
          new ModuleArrow(
              "examples",
              "dev.synod.examples..",
              List.of(SDK),
              all(JACKSON, List.of("com.google.re2j", "org.slf4j")),
              dev.synod.examples.planted.Stray.class));

  static List<ClassRule> rules() {
    return ALL.stream().map(ModuleArrow::rule).toList();
  }

  boolean owns(JavaClass type) {
    return PackageMatcher.of(packages).matches(type.getPackageName());
  }

  private ClassRule rule() {
    String[] allowed =
        all(List.of(packages), modules, libraries, EVERYWHERE).toArray(String[]::new);
    return ClassRule.of(
        "module %s depends on what docs/design.md allows it, and on nothing else".formatted(module),
        classes()
            .that()
            .resideInAPackage(packages)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(allowed),
        planted);
  }

  @SafeVarargs
  private static List<String> all(List<String>... lists) {
    var all = new ArrayList<String>();
    Stream.of(lists).forEach(all::addAll);
    return List.copyOf(all);
  }
}
