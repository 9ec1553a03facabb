package io.zooark.restore;

import io.zooark.ensemble.Ensemble;
import java.util.List;
import java.util.Set;

/**
 * The ensemble's instances and the security groups in front of them.
 *
 * <p>Every method throws {@link io.zooark.error.ClientAccessException} where EC2 refuses.
 */
public interface Network {

    /** Returns all instances with the tag that are not gone. */
    List<Instance> instances(Ensemble.Tag tag);

    /** Returns all ingress rules of a group. */
    List<AccessRule> ingressRules(String group);

    /** Returns the ids of the network interfaces that a group is attached to. */
    Set<String> interfacesOf(String group);

    /** Changes rules of one group in place, all of them or none. */
    void modify(String group, List<AccessRule> rules);

    /** Adds a rule again that is gone; it gets a new id, which is returned. */
    String authorize(AccessRule rule);

    /**
     * An EC2 instance.
     *
     * @param id its id
     * @param privateAddress its primary private address
     * @param interfaces the ids of its network interfaces
     * @param groups the security groups of any of them
     * @param running whether its state is {@code running}
     */
    record Instance(String id, String privateAddress, Set<String> interfaces, Set<String> groups, boolean running) {}
}
