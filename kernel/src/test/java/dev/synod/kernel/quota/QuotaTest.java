package dev.synod.kernel.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synod.kernel.Action;
import dev.synod.kernel.Code;
import dev.synod.kernel.Command;
import dev.synod.kernel.Numbering;
import dev.synod.kernel.Origin;
import dev.synod.kernel.Rejection;
import dev.synod.kernel.Reply;
import dev.synod.kernel.Scope;
import dev.synod.kernel.document.DocumentCommand;
import dev.synod.kernel.document.Write;
import dev.synod.kernel.permit.PermitCommand;
import dev.synod.kernel.proposal.ProposalCommand;
import dev.synod.kernel.proposal.ProposalKey;
import dev.synod.kernel.scenario.Scenario;
import dev.synod.kernel.value.Bytes;
import dev.synod.kernel.value.Value;
import dev.synod.kernel.value.Values;
import org.junit.jupiter.api.Test;

class QuotaTest {
  private static final String ADA = Scenario.subject("ada");
  private final Scenario scenario = new Scenario().agent("ada").group();

  private long permit(String action, Countable kind, long max) {
    return Scenario.id(
        scenario.apply(
            Origin.system(),
            new PermitCommand.GrantPermit(
                ADA,
                action,
                Scope.CLUSTER,
                1,
                0,
                60_000,
                "decision",
                new Quota(kind, max, "shop/small"))));
  }

  private Reply under(long permit, Numbering numbering, Command command) {
    return scenario.apply(new Origin(ADA, numbering, permit, null, Bytes.EMPTY, ""), command);
  }

  private static Command write(String key, Write write) {
    return new DocumentCommand.WriteDocument(Scenario.GROUP, key, write, DocumentCommand.ANY);
  }

  private static Command put(String key) {
    return write("last/" + key, new Write.Put(Values.TRUE));
  }

  private static Command open(String instance, String subject) {
    return new ProposalCommand.OpenProposal(
        new ProposalKey(Scenario.GROUP, "release", instance), Value.of(subject));
  }

  @Test
  void shouldRefuseOneMoreAndSayWhatToDo() {
    long permit = permit(Action.STATE_WRITE, Countable.DOCUMENTS, 2);
    under(permit, Numbering.NONE, put("a"));
    under(permit, Numbering.NONE, put("b"));

    Rejection refused = Scenario.rejection(under(permit, Numbering.NONE, put("c")));

    assertThat(refused.code()).isEqualTo(Code.LIMIT_EXCEEDED);
    assertThat(refused.message())
        .isEqualTo(
            "Expected at most 2 documents in namespace shop, by the quota of policy shop/small, but there are 2. Remove what is not needed, wait for what runs to end, or have the quota raised.");
    assertThat(refused.details())
        .isEqualTo(
            Scenario.object(
                "kind", Value.of("documents"),
                "max", Value.of(2),
                "found", Value.of(2),
                "policy", Value.of("shop/small")));
    assertThat(Countable.DOCUMENTS.in(Scenario.NAMESPACE, scenario.state())).isEqualTo(2);
  }

  @Test
  void shouldLetWhatIsThereChangeAndGo() {
    long permit = permit(Action.STATE_WRITE, Countable.DOCUMENTS, 1);
    under(permit, Numbering.NONE, put("a"));

    Reply changed = under(permit, Numbering.NONE, put("a"));
    Reply removed = under(permit, Numbering.NONE, write("last/a", new Write.Delete()));
    Reply another = under(permit, Numbering.NONE, put("b"));

    assertThat(new Reply[] {changed, removed, another}).allMatch(Reply.Applied.class::isInstance);
  }

  @Test
  void shouldAnswerWhatIsRepeatedAsBefore() {
    long permit = permit(Action.PROPOSAL_OPEN, Countable.PROPOSALS, 1);
    var keyed = new Numbering.Keyed("k", Bytes.EMPTY);
    Reply first = under(permit, keyed, open("i", "ship"));

    assertThat(under(permit, keyed, open("i", "ship"))).isEqualTo(first);
    assertThat(Scenario.id(under(permit, Numbering.NONE, open("i", "ship"))))
        .isEqualTo(Scenario.id(first));
    assertThat(Scenario.code(under(permit, Numbering.NONE, open("j", "ship"))))
        .isEqualTo(Code.LIMIT_EXCEEDED);
    assertThat(Scenario.code(under(permit, Numbering.NONE, open("i", "other"))))
        .isEqualTo(Code.ALREADY_EXISTS);
  }

  @Test
  void shouldLetInAgainWhatWasRefusedOnceThereIsRoom() {
    long permit = permit(Action.STATE_WRITE, Countable.DOCUMENTS, 1);
    var keyed = new Numbering.Keyed("k", Bytes.EMPTY);
    under(permit, Numbering.NONE, put("a"));
    assertThat(Scenario.code(under(permit, keyed, put("b")))).isEqualTo(Code.LIMIT_EXCEEDED);

    under(permit, Numbering.NONE, write("last/a", new Write.Delete()));

    assertThat(under(permit, keyed, put("b"))).isInstanceOf(Reply.Applied.class);
  }

  @Test
  void shouldBeNoLimitForThePermitsOfOthers() {
    long permit = permit(Action.STATE_WRITE, Countable.DOCUMENTS, 0);

    assertThat(Scenario.code(under(permit, Numbering.NONE, put("a"))))
        .isEqualTo(Code.LIMIT_EXCEEDED);
    assertThat(scenario.as(Scenario.ANN, put("a"))).isInstanceOf(Reply.Applied.class);
  }

  @Test
  void shouldKnowKindsByTheirWords() {
    assertThat(Countable.values())
        .allSatisfy(kind -> assertThat(Countable.of(kind.word())).isEqualTo(kind));
    assertThat(Countable.of("pods")).isNull();
  }
}
