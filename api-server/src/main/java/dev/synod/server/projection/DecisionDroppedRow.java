package dev.synod.server.projection;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** How many decisions there was no room to keep. */
@Entity
@Table(name = "decision_dropped")
public class DecisionDroppedRow extends PanacheEntityBase {
  @EmbeddedId public DenialRow.Place place = new DenialRow.Place(0, 0);

  @Column(name = "count")
  public long count;

  @Column(name = "logged_at")
  public Instant loggedAt = Instant.EPOCH;
}
