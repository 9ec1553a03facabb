package io.zooark.restore;

import io.zooark.ensemble.Ensemble;
import java.util.List;
import java.util.Set;

/**
 * The ensemble's instances and the security groups in front of them.
 *
 * <p>Every method throws {@link io.zooark.error.ClientAccessException} where EC2 refuses. What was changed may take a
 * while to show.
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

    /**
     * Adds rules to a group, all of them or none, with descriptions and tags; EC2 gives them ids of its own.
     *
     * @param rules all with the same tags
     * @return false, and nothing was added, where one of them is there already
     */
    boolean authorize(String group, List<AccessRule> rules);

    /**
     * Removes rules of a group, all of them or none.
     *
     * @return false, and nothing was removed, where one of them is gone already
     */
    boolean revoke(String group, List<String> ids);

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
