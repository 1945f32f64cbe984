package dev.synod.server.projection;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A request that the kernel refused for want of a right. */
@Entity
@Table(name = "denial")
public class DenialRow extends PanacheEntityBase {

  /** The place of a request in the log. */
  @Embeddable
  public record Place(
      @Column(name = "log_index") long logIndex, @Column(name = "place") int place) {}

  @EmbeddedId public Place place = new Place(0, 0);

  @Column(name = "denied_at")
  public Instant deniedAt = Instant.EPOCH;

  @Column(name = "subject")
  public String subject = "";

  @Column(name = "action")
  public String action = "";

  @Column(name = "namespace")
  public String namespace = "";

  @Column(name = "group_name")
  public String group = "";

  @Column(name = "code")
  public String code = "";

  @Column(name = "message")
  public String message = "";
}
