import type grpc from '@grpc/grpc-js';
import gossipPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb.js';
import { uuidOf } from './messages.js';

export interface Member {
  readonly port: number;
  readonly isUp: boolean;
}

/** What a node says of its cluster when a client that was given several asks which of them leads: of those that are up the one that came first. */
export const clusterOf =
  (members: readonly Member[]) =>
  (_: unknown, answer: grpc.sendUnaryData<unknown>): void => {
    const { LEADER, FOLLOWER } = gossipPb.MemberInfo.VNodeState;
    const leader = members.find(({ isUp }) => isUp);
    const cluster = new gossipPb.ClusterInfo();
    for (const each of members) {
      const endPoint = new gossipPb.EndPoint();
      endPoint.setAddress('127.0.0.1');
      endPoint.setPort(each.port);
      const member = new gossipPb.MemberInfo();
      member.setInstanceId(uuidOf(crypto.randomUUID()));
      member.setTimeStamp(`${Date.now()}0000`);
      member.setState(each === leader ? LEADER : FOLLOWER);
      member.setIsAlive(each.isUp);
      member.setHttpEndPoint(endPoint);
      cluster.addMembers(member);
    }
    answer(null, cluster);
  };
