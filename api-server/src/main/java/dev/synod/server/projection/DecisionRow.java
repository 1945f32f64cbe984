package dev.synod.server.projection;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;

/** A decision of governance. */
@Entity
@Table(name = "decision")
public class DecisionRow extends PanacheEntityBase {
  @Id
  @Column(name = "id")
  public String id = "";

  @Column(name = "allowed")
  public boolean allowed;

  @Column(name = "count")
  public long count;

  @Column(name = "first_at")
  public Instant firstAt = Instant.EPOCH;

  @Column(name = "last_at")
  public Instant lastAt = Instant.EPOCH;

  @Column(name = "subject")
  public String subject = "";

  @Column(name = "action")
  public String action = "";

  @Column(name = "namespace")
  public String namespace = "";

  @Column(name = "group_name")
  public String group = "";

  @ColumnTransformer(write = Texts.AS_JSON)
  @Column(name = "input")
  public String input = "null";

  @ColumnTransformer(write = Texts.AS_JSON)
  @Column(name = "masked")
  public String masked = "[]";

  @ColumnTransformer(write = Texts.AS_JSON)
  @Column(name = "reasons")
  public String reasons = "[]";

  @ColumnTransformer(write = Texts.AS_JSON)
  @Column(name = "warnings")
  public String warnings = "[]";

  @Column(name = "policy_revision")
  public long policyRevision;

  @Column(name = "policy_digest")
  public String policyDigest = "";

  @Column(name = "log_index")
  public long logIndex;
}
