package dev.synod.server.projection;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A step of a run, known by the revision at which it was entered. */
@Entity
@Table(name = "run_step")
public class StepRow extends PanacheEntityBase {
  @Id
  @Column(name = "revision")
  public long revision;

  @Column(name = "run")
  public long run;

  @Column(name = "path")
  public String path = "";

  @Column(name = "name")
  public String name = "";

  @Column(name = "kind")
  public String kind = "";

  @Column(name = "status")
  public String status = "";

  @ColumnTransformer(write = Texts.AS_JSON)
  @Column(name = "input")
  public String input = "null";

  @ColumnTransformer(write = Texts.AS_JSON)
  @Column(name = "output")
  public @Nullable String output;

  @ColumnTransformer(write = Texts.AS_JSON)
  @Column(name = "error")
  public @Nullable String error;

  @Column(name = "entered_at")
  public Instant enteredAt = Instant.EPOCH;

  @Column(name = "finished_at")
  public @Nullable Instant finishedAt;
}
