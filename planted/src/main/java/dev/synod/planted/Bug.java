package dev.synod.planted;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The bugs, by the names that the agent's argument gives them:
 *
 * <ul>
 *   <li>{@code stale-read}: a linearizable read answers what its replica has, without asking the
 *       leader;
 *   <li>{@code lost-write}: one of {@value Planted#LOST_ONE_OF} document writes is acknowledged and
 *       announced, but not kept, on every replica alike;
 *   <li>{@code repeated-apply}: a request under an idempotency key takes effect each time that it
 *       is sent;
 *   <li>{@code diverge=KEY}: this replica doesn't keep the document of that key, so that its state
 *       differs from the others';
 *   <li>{@code clock=FILE}: the wall clock is wrong by the milliseconds that the file holds, which
 *       is read again each second; a file that isn't there says 0.
 * </ul>
 */
final class Bug {
  private static final ClassDesc PLANTED = ClassDesc.of("dev.synod.planted.Planted");
  private static final ClassDesc STATE = ClassDesc.of("dev.synod.kernel.KernelState");
  private static final ClassDesc RECORDED = ClassDesc.of("dev.synod.kernel.Recorded");
  private static final ClassDesc DOCUMENT_EVENT =
      ClassDesc.of("dev.synod.kernel.document.DocumentEvent");
  private static final ClassDesc SUPPLIER = ClassDesc.of("java.util.function.Supplier");
  private static final ClassDesc LONG_SUPPLIER = ClassDesc.of("java.util.function.LongSupplier");
  private static final ClassDesc FUTURE = ClassDesc.of("java.util.concurrent.CompletableFuture");
  private static final ClassDesc CLOCK = ClassDesc.of("java.time.Clock");

  private Bug() {}

  /**
   * The changes that plant a bug.
   *
   * @param argument {@code NAME} or {@code NAME=VALUE}
   */
  static List<Change> planted(String argument) throws NotPlantedException {
    int sign = argument.indexOf('=');
    String name = sign < 0 ? argument : argument.substring(0, sign);
    String value = sign < 0 ? "" : argument.substring(sign + 1);
    boolean takesValue = name.equals("diverge") || name.equals("clock");
    if (takesValue == value.isEmpty()) {
      throw unknown(argument);
    }
    return switch (name) {
      case "stale-read" -> List.of(staleRead());
      case "lost-write" -> List.of(lostWrite());
      case "repeated-apply" -> List.of(repeatedFind(), repeatedCheck());
      case "diverge" -> {
        Planted.divergeAt(value);
        yield List.of(divergence());
      }
      case "clock" -> {
        Planted.offsetFrom(Path.of(value));
        yield List.of(leaderClock(), serverClock());
      }
      default -> throw unknown(argument);
    };
  }

  private static NotPlantedException unknown(String argument) {
    return new NotPlantedException(
        "Expected stale-read, lost-write, repeated-apply, diverge=KEY or clock=FILE, but found '%s'."
            .formatted(argument));
  }

  private static Change staleRead() {
    return new Change(
        "dev/synod/log/ratis/Replica",
        "linearizable",
        MethodTypeDesc.of(FUTURE, SUPPLIER).descriptorString(),
        places ->
            instead(
                places,
                code ->
                    code.aload(1)
                        .invokeinterface(
                            SUPPLIER, "get", MethodTypeDesc.of(ConstantDescs.CD_Object))
                        .invokestatic(
                            FUTURE,
                            "completedFuture",
                            MethodTypeDesc.of(FUTURE, ConstantDescs.CD_Object))
                        .areturn()));
  }

  private static Change lostWrite() {
    return documents(
        code ->
            code.aload(0)
                .aload(1)
                .invokevirtual(RECORDED, "revision", MethodTypeDesc.of(ConstantDescs.CD_long))
                .invokestatic(PLANTED, "losing", kept(ConstantDescs.CD_long))
                .checkcast(STATE));
  }

  private static Change divergence() {
    return documents(
        code ->
            code.aload(0)
                .aload(2)
                .invokeinterface(DOCUMENT_EVENT, "key", MethodTypeDesc.of(ConstantDescs.CD_String))
                .invokestatic(PLANTED, "diverging", kept(ConstantDescs.CD_String))
                .checkcast(STATE));
  }

  private static MethodTypeDesc kept(ClassDesc by) {
    return MethodTypeDesc.of(
        ConstantDescs.CD_Object, ConstantDescs.CD_Object, ConstantDescs.CD_Object, by);
  }

  private static Change documents(Consumer<CodeBuilder> beforeReturn) {
    return new Change(
        "dev/synod/kernel/document/DocumentEvolution",
        "evolve",
        MethodTypeDesc.of(STATE, STATE, RECORDED, DOCUMENT_EVENT).descriptorString(),
        places -> beforeReturn(places, beforeReturn));
  }

  /** A key that is known has no reply that could be given again. */
  private static Change repeatedFind() {
    return new Change(
        "dev/synod/kernel/Repeats",
        "find",
        "(Ldev/synod/kernel/KernelState;Ldev/synod/kernel/Origin;)Ldev/synod/kernel/Reply;",
        places ->
            (code, element) -> {
              if (element instanceof InvokeInstruction call
                  && call.owner().name().equalsString("dev/synod/kernel/KeyedOutcome")
                  && call.name().equalsString("reply")) {
                places.incrementAndGet();
                code.pop().aconst_null();
              } else {
                code.with(element);
              }
            });
  }

  /** A key that is known is taken for a new one. */
  private static Change repeatedCheck() {
    return new Change(
        "dev/synod/kernel/Repeats",
        "checkKey",
        "(Ldev/synod/kernel/KernelState;Ldev/synod/kernel/Origin;Ldev/synod/kernel/Numbering$Keyed;)Ldev/synod/kernel/Rejection;",
        places -> instead(places, code -> code.aconst_null().areturn()));
  }

  private static Change leaderClock() {
    return new Change(
        "dev/synod/log/batching/LeaderClock",
        ConstantDescs.INIT_NAME,
        MethodTypeDesc.of(ConstantDescs.CD_void, LONG_SUPPLIER, LONG_SUPPLIER).descriptorString(),
        places ->
            first(
                places,
                code ->
                    code.aload(1)
                        .invokestatic(
                            PLANTED, "wrong", MethodTypeDesc.of(LONG_SUPPLIER, LONG_SUPPLIER))
                        .astore(1)));
  }

  private static Change serverClock() {
    return new Change(
        "dev/synod/server/identity/SystemClock",
        "clock",
        MethodTypeDesc.of(CLOCK).descriptorString(),
        places ->
            beforeReturn(
                places,
                code -> code.invokestatic(PLANTED, "wrong", MethodTypeDesc.of(CLOCK, CLOCK))));
  }

  /** Other code in place of all that is there. */
  private static CodeTransform instead(AtomicInteger places, Consumer<CodeBuilder> body) {
    return CodeTransform.ofStateful(
        () ->
            new CodeTransform() {
              @Override
              public void atStart(CodeBuilder code) {
                places.incrementAndGet();
                body.accept(code);
              }

              @Override
              public void accept(CodeBuilder code, CodeElement element) {
                // It is left out.
              }
            });
  }

  /** More code in front of what is there. */
  private static CodeTransform first(AtomicInteger places, Consumer<CodeBuilder> more) {
    return CodeTransform.ofStateful(
        () ->
            new CodeTransform() {
              @Override
              public void atStart(CodeBuilder code) {
                places.incrementAndGet();
                more.accept(code);
              }

              @Override
              public void accept(CodeBuilder code, CodeElement element) {
                code.with(element);
              }
            });
  }

  /** More code at the return, where the result is on the stack. */
  private static CodeTransform beforeReturn(AtomicInteger places, Consumer<CodeBuilder> more) {
    return (code, element) -> {
      if (element instanceof ReturnInstruction end && end.opcode() == Opcode.ARETURN) {
        places.incrementAndGet();
        more.accept(code);
      }
      code.with(element);
    };
  }
}
