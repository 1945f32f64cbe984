package dev.synod.log;

import dev.synod.kernel.Command;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Request;
import dev.synod.kernel.agent.Declaration;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.group.GroupCommand;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.group.GroupSpec;
import dev.synod.kernel.group.MergePolicy;
import dev.synod.kernel.value.Bytes;
import dev.synod.kernel.value.Value;
import java.util.List;
import java.util.TreeMap;

/** Requests that the tests submit, all on the system's own behalf. */
public final class Requests {
  public static final GroupRef GROUP = new GroupRef("test", "writers");

  private Requests() {}

  public static Request of(Command command) {
    var origin =
        new Origin(
            Origin.SYSTEM,
            Numbering.NONE,
            0,
            null,
            Bytes.ofHex("000102030405060708090a0b0c0d0e0f"),
            "");
    return new Request(origin, command, Bytes.EMPTY);
  }

  /** Declares the group, with keys under {@code last/} and {@code count/}. */
  public static Request declareGroup() {
    var spec =
        new GroupSpec(
            new TreeMap<>(),
            0,
            List.of(),
            List.of(
                new GroupSpec.StateKey("last/", MergePolicy.LAST_WRITER),
                new GroupSpec.StateKey("count/", MergePolicy.COUNTER)),
            List.of(),
            List.of());
    return of(new GroupCommand.DeclareGroup(GROUP, new Declaration("uid-1", 1, "tester"), spec));
  }

  public static Request put(String key, Value value) {
    return of(
        new DocumentCommand.WriteDocument(
            GROUP, "last/" + key, new Write.Put(value), DocumentCommand.ANY));
  }

  public static Request add(String key, long delta) {
    return of(
        new DocumentCommand.WriteDocument(
            GROUP,
            "count/" + key,
            new Write.Add((Value.Num) Value.of(delta)),
            DocumentCommand.ANY));
  }
}
