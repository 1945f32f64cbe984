package dev.synod.server.projection;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A run, known by the revision at which it began. */
@Entity
@Table(name = "run")
public class RunRow extends PanacheEntityBase {
  @Id
  @Column(name = "id")
  public long id;

  @Column(name = "namespace")
  public String namespace = "";

  @Column(name = "name")
  public String name = "";

  @Column(name = "uid")
  public String uid = "";

  @Column(name = "workflow")
  public String workflow = "";

  @Column(name = "group_name")
  public String group = "";

  @Column(name = "digest")
  public String digest = "";

  @Column(name = "phase")
  public String phase = "";

  @ColumnTransformer(write = Texts.AS_JSON)
  @Column(name = "input")
  public String input = "null";

  @ColumnTransformer(write = Texts.AS_JSON)
  @Column(name = "output")
  public @Nullable String output;

  @ColumnTransformer(write = Texts.AS_JSON)
  @Column(name = "error")
  public @Nullable String error;

  @Column(name = "started_by")
  public String startedBy = "";

  @Column(name = "started_at")
  public Instant startedAt = Instant.EPOCH;

  @Column(name = "finished_at")
  public @Nullable Instant finishedAt;
}
