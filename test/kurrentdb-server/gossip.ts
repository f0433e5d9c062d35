import type grpc from '@grpc/grpc-js';
import gossipPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb.js';
import { uuidOf } from './messages.js';

/** What a node says of its cluster when a client that was given several asks which of them leads: here it is alone, and leads. */
export const clusterOf =
  (port: () => number) =>
  (_: unknown, answer: grpc.sendUnaryData<unknown>): void => {
    const endPoint = new gossipPb.EndPoint();
    endPoint.setAddress('127.0.0.1');
    endPoint.setPort(port());
    const member = new gossipPb.MemberInfo();
    member.setInstanceId(uuidOf(crypto.randomUUID()));
    member.setTimeStamp(`${Date.now()}0000`);
    member.setState(gossipPb.MemberInfo.VNodeState.LEADER);
    member.setIsAlive(true);
    member.setHttpEndPoint(endPoint);
    const cluster = new gossipPb.ClusterInfo();
    cluster.addMembers(member);
    answer(null, cluster);
  };
