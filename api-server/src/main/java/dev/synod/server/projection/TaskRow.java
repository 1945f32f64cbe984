package dev.synod.server.projection;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A task, as it stands or stood. */
@Entity
@Table(name = "task")
public class TaskRow extends PanacheEntityBase {
  @Id
  @Column(name = "id")
  public long id;

  @Column(name = "namespace")
  public String namespace = "";

  @Column(name = "group_name")
  public String group = "";

  @Column(name = "capability")
  public String capability = "";

  @Column(name = "status")
  public String status = "";

  @Column(name = "assignee")
  public @Nullable String assignee;

  @Column(name = "attempts")
  public int attempts;

  @Column(name = "run")
  public @Nullable String run;

  @Column(name = "step")
  public @Nullable String step;

  @ColumnTransformer(write = Texts.AS_JSON)
  @Column(name = "input")
  public String input = "null";

  @ColumnTransformer(write = Texts.AS_JSON)
  @Column(name = "output")
  public @Nullable String output;

  @ColumnTransformer(write = Texts.AS_JSON)
  @Column(name = "error")
  public @Nullable String error;

  @Column(name = "submitted_at")
  public Instant submittedAt = Instant.EPOCH;

  @Column(name = "finished_at")
  public @Nullable Instant finishedAt;
}
