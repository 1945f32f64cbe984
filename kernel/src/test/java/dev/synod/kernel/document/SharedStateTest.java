package dev.synod.kernel.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Code;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.Reply;
import dev.synod.kernel.group.GroupCommand;
import dev.synod.kernel.group.GroupRef;
import dev.synod.kernel.scenario.Scenario;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SharedStateTest {
  private final Scenario scenario = new Scenario().agent("ada").group();

  private Reply write(String key, Write write, long expected) {
    return scenario.as(
        Scenario.subject("ada"),
        new DocumentCommand.WriteDocument(Scenario.GROUP, key, write, expected));
  }

  private Reply put(String key, String json) {
    return write(key, new Write.Put(Value.parse(json)), DocumentCommand.ANY);
  }

  private Document document(String key) {
    return Objects.requireNonNull(scenario.state().documents().get(Scenario.GROUP, key));
  }

  private static Write.Add add(long delta) {
    return new Write.Add((Value.Num) Value.of(delta));
  }

  @Nested
  class LastWriter {
    @Test
    void shouldKeepTheLaterOfTwoWrites() {
      put("last/a", "1");
      put("last/a", "2");

      assertThat(document("last/a").value()).isEqualTo(Value.of(2));
      assertThat(document("last/a").updatedBy()).isEqualTo("agent:shop/ada");
    }

    @Test
    void shouldRefuseAnAddition() {
      assertThat(Scenario.code(write("last/a", add(1), DocumentCommand.ANY)))
          .isEqualTo(Code.MERGE_MISMATCH);
    }
  }

  @Nested
  class Counter {
    @Test
    void shouldAddUpWhateverTheOrder() {
      write("count/a", add(3), DocumentCommand.ANY);
      write("count/a", add(-5), DocumentCommand.ANY);

      assertThat(document("count/a").value()).isEqualTo(Value.of(-2));
    }

    @Test
    void shouldTakeANumberAndNothingElse() {
      put("count/a", "7");
      assertThat(Scenario.code(put("count/a", "\"seven\""))).isEqualTo(Code.MERGE_MISMATCH);
      assertThat(Scenario.code(write("count/a", new Write.Merge(Value.of(1)), DocumentCommand.ANY)))
          .isEqualTo(Code.MERGE_MISMATCH);

      assertThat(document("count/a").value()).isEqualTo(Value.of(7));
    }

    @Test
    void shouldRefuseASumThatIsTooLong() {
      put("count/a", "1e500");

      assertThat(
              Scenario.code(
                  write(
                      "count/a",
                      new Write.Add((Value.Num) Value.parse("1e-500")),
                      DocumentCommand.ANY)))
          .isEqualTo(Code.LIMIT_EXCEEDED);
    }
  }

  @Nested
  class JsonMergePatch {
    @Test
    void shouldChangeOnlyWhatThePatchNames() {
      put("merge/a", "{\"a\":1,\"b\":{\"c\":2,\"d\":3}}");
      write(
          "merge/a",
          new Write.Merge(Value.parse("{\"b\":{\"c\":null,\"e\":4}}")),
          DocumentCommand.ANY);

      assertThat(document("merge/a").value())
          .isEqualTo(Value.parse("{\"a\":1,\"b\":{\"d\":3,\"e\":4}}"));
    }
  }

  @Nested
  class CompareAndSet {
    @Test
    void shouldDemandTheRevisionWherePolicyIsReject() {
      Rejection refused = Scenario.rejection(put("strict/a", "1"));

      assertThat(refused.code()).isEqualTo(Code.REVISION_CONFLICT);
      assertThat(refused.message()).contains("its merge policy is Reject");
    }

    @Test
    void shouldTakeTheLongestPrefix() {
      assertThat(Scenario.code(put("last/strict/a", "1"))).isEqualTo(Code.REVISION_CONFLICT);
    }

    @Test
    void shouldAnswerBothRevisionsAndBothValuesWhenTheDocumentHasMovedOn() {
      // Given a document that two writers have read
      write("strict/a", new Write.Put(Value.of("first")), DocumentCommand.ABSENT);
      long read = document("strict/a").revision();
      write("strict/a", new Write.Put(Value.of("second")), read);

      // When the slower one writes
      Rejection refused =
          Scenario.rejection(write("strict/a", new Write.Put(Value.of("mine")), read));

      // Then
      assertThat(refused.code()).isEqualTo(Code.REVISION_CONFLICT);
      assertThat(refused.details().get("expected")).isEqualTo(Value.of(read));
      assertThat(refused.details().get("found"))
          .isEqualTo(Value.of(document("strict/a").revision()));
      assertThat(refused.details().get("foundValue")).isEqualTo(Value.of("second"));
      assertThat(refused.details().get("yourValue")).isEqualTo(Value.of("mine"));
    }

    @Test
    void shouldRefuseToCreateWhatExists() {
      put("last/a", "1");

      assertThat(Scenario.code(write("last/a", new Write.Put(Values.TRUE), DocumentCommand.ABSENT)))
          .isEqualTo(Code.REVISION_CONFLICT);
    }

    @Test
    void shouldRefuseToDeleteWhatHasChanged() {
      put("last/a", "1");
      long read = document("last/a").revision();
      put("last/a", "2");

      assertThat(Scenario.code(write("last/a", new Write.Delete(), read)))
          .isEqualTo(Code.REVISION_CONFLICT);
    }

    @Test
    void shouldGiveADocumentThatComesBackAGreaterRevision() {
      put("last/a", "1");
      long first = document("last/a").revision();
      write("last/a", new Write.Delete(), first);
      write("last/a", new Write.Put(Values.NULL), DocumentCommand.ABSENT);

      assertThat(document("last/a").revision()).isGreaterThan(first + 1);
      assertThat(document("last/a").createdRevision()).isEqualTo(document("last/a").revision());
    }
  }

  @Test
  void shouldRefuseAKeyUnderNoDeclaredPrefix() {
    assertThat(Scenario.code(put("other/a", "1"))).isEqualTo(Code.UNDECLARED_KEY);
    assertThat(Scenario.code(put("", "1"))).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(Scenario.code(put("last/" + "x".repeat(512), "1"))).isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void shouldRefuseADocumentThatIsTooLarge() {
    Rejection refused = Scenario.rejection(put("last/a", "\"" + "x".repeat(262_143) + "\""));

    assertThat(refused.code()).isEqualTo(Code.TOO_LARGE);
    assertThat(refused.message()).contains("at most 262144 characters").contains("262145");
  }

  @Test
  void shouldKnowNoDocumentsOfAGroupThatNobodyDeclared() {
    var command =
        new DocumentCommand.WriteDocument(
            new GroupRef("shop", "nobodys"), "last/a", new Write.Put(Values.NULL), -1);

    assertThat(scenario.refused(Scenario.subject("ada"), command).code()).isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void shouldDropTheDocumentsWithTheirGroup() {
    put("last/a", "1");
    scenario.done(Scenario.OPERATOR, new GroupCommand.RetractGroup(Scenario.GROUP, "other"));
    assertThat(document("last/a").value()).isEqualTo(Value.of(1));

    scenario.done(Scenario.OPERATOR, new GroupCommand.RetractGroup(Scenario.GROUP, "uid"));

    assertThat(scenario.state().documents()).isEqualTo(Documents.EMPTY);
  }

  @Test
  void shouldListByPrefixFromAnywhereInOrder() {
    for (String key : new String[] {"last/b", "count/a", "last/c", "last/a", "merge/z"}) {
      put(key, "1");
    }
    Documents documents = scenario.state().documents();

    assertThat(documents.list(Scenario.GROUP, "last/", "", 2))
        .extracting(Document::key)
        .containsExactly("last/a", "last/b");
    assertThat(documents.list(Scenario.GROUP, "last/", "last/b", 10))
        .extracting(Document::key)
        .containsExactly("last/c");
    assertThat(documents.list(Scenario.GROUP, "", "last/c", 10))
        .extracting(Document::key)
        .containsExactly("merge/z");
    assertThat(documents.list(Scenario.GROUP, "last/", "zzz", 10)).isEmpty();
    assertThat(documents.list(new GroupRef("shop", "none"), "", "", 10)).isEmpty();
  }
}
