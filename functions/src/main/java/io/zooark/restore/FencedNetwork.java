package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Ensemble;
import java.util.List;
import java.util.Set;

/** A network whose rules are changed only as long as the fence stands: it is looked at before every single change. */
final class FencedNetwork implements Network {
    private final Network network;
    private final Runnable fence;

    /** @param fence throws where the execution was overtaken */
    FencedNetwork(Network network, Runnable fence) {
        this.network = requireNonNull(network, "network is null");
        this.fence = requireNonNull(fence, "fence is null");
    }

    @Override
    public List<Instance> instances(Ensemble.Tag tag) {
        return network.instances(tag);
    }

    @Override
    public List<AccessRule> ingressRules(String group) {
        return network.ingressRules(group);
    }

    @Override
    public Set<String> interfacesOf(String group) {
        return network.interfacesOf(group);
    }

    @Override
    public void modify(String group, List<AccessRule> rules) {
        fence.run();
        network.modify(group, rules);
    }

    @Override
    public boolean authorize(String group, List<AccessRule> rules) {
        fence.run();
        return network.authorize(group, rules);
    }

    @Override
    public boolean revoke(String group, List<String> ids) {
        fence.run();
        return network.revoke(group, ids);
    }
}
