package dev.synod.server.projection;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A proposal and what came of it. */
@Entity
@Table(name = "proposal")
public class ProposalRow extends PanacheEntityBase {
  @Id
  @Column(name = "id")
  public long id;

  @Column(name = "namespace")
  public String namespace = "";

  @Column(name = "group_name")
  public String group = "";

  @Column(name = "decision")
  public String decision = "";

  @Column(name = "instance")
  public String instance = "";

  @ColumnTransformer(write = Texts.AS_JSON)
  @Column(name = "subject")
  public String subject = "null";

  @ColumnTransformer(write = Texts.AS_JSON)
  @Column(name = "electorate")
  public String electorate = "null";

  @Column(name = "quorum_percent")
  public int quorumPercent;

  @Column(name = "outcome")
  public @Nullable String outcome;

  @Column(name = "reason")
  public @Nullable String reason;

  @Column(name = "opened_at")
  public Instant openedAt = Instant.EPOCH;

  @Column(name = "decided_at")
  public @Nullable Instant decidedAt;
}
