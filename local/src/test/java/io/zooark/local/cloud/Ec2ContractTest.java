package io.zooark.local.cloud;

/** What Zooark relies on EC2 for; each stand-in is asked the same. */
abstract class Ec2ContractTest implements SecurityGroupContract, InstanceContract {}
