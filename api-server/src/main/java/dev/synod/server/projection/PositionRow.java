package dev.synod.server.projection;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** How far history has come; there is one row. */
@Entity
@Table(name = "projection_position")
public class PositionRow extends PanacheEntityBase {
  @Id
  @Column(name = "id")
  public int id;

  @Column(name = "log_index")
  public long logIndex;

  @Column(name = "revision")
  public long revision;

  @Column(name = "updated_at")
  public Instant updatedAt = Instant.EPOCH;
}
