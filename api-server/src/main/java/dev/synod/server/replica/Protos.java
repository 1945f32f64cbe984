package dev.synod.server.replica;

import dev.synod.api.peer.v1.Member;
import dev.synod.kernel.Lane;
import dev.synod.log.LogStatus;
import java.util.List;

/** What travels between replicas, in its wire form and in ours. */
final class Protos {
  private Protos() {}

  static Member member(LogStatus.Member member) {
    return Member.newBuilder()
        .setId(member.id())
        .setAddress(member.address())
        .setPeerAddress(member.peerAddress())
        .build();
  }

  static LogStatus.Member member(Member member) {
    return new LogStatus.Member(member.getId(), member.getAddress(), member.getPeerAddress());
  }

  static List<LogStatus.Member> members(List<Member> members) {
    return members.stream().map(Protos::member).toList();
  }

  static dev.synod.api.v1.Lane lane(Lane lane) {
    return switch (lane) {
      case NORMAL -> dev.synod.api.v1.Lane.LANE_NORMAL;
      case CRITICAL -> dev.synod.api.v1.Lane.LANE_CRITICAL;
      case BULK -> dev.synod.api.v1.Lane.LANE_BULK;
    };
  }

  static Lane lane(dev.synod.api.v1.Lane lane) {
    return switch (lane) {
      case LANE_CRITICAL -> Lane.CRITICAL;
      case LANE_BULK -> Lane.BULK;
      case LANE_NORMAL, UNRECOGNIZED -> Lane.NORMAL;
    };
  }
}
