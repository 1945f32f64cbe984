package dev.synod.server.projection;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A question to a person and the answer. */
@Entity
@Table(name = "approval")
public class ApprovalRow extends PanacheEntityBase {
  @Id
  @Column(name = "id")
  public long id;

  @Column(name = "namespace")
  public String namespace = "";

  @Column(name = "run")
  public String run = "";

  @Column(name = "title")
  public String title = "";

  @Column(name = "roles")
  public String roles = "";

  @Column(name = "status")
  public String status = "";

  @Column(name = "decided_by")
  public @Nullable String decidedBy;

  @Column(name = "comment")
  public @Nullable String comment;

  @Column(name = "requested_at")
  public Instant requestedAt = Instant.EPOCH;

  @Column(name = "decided_at")
  public @Nullable Instant decidedAt;
}
