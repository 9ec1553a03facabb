package io.zooark.restore;

import io.zooark.ensemble.Ensemble;
import io.zooark.error.ClientAccessException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Groups, rules and interfaces in memory; {@link #crashes} ends a test's step where a function could die. */
final class MemoryNetwork implements Network {
    static final String SERVERS = "sg-servers";
    static final String FUNCTIONS = "sg-functions";

    private final Map<String, AccessRule> rules = new LinkedHashMap<>();
    private final Map<String, Set<String>> members = new LinkedHashMap<>();
    private final List<Instance> instances = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private int authorized;
    private boolean crashes;

    /** Two servers in one group, which clients, the servers themselves and the functions may enter. */
    static MemoryNetwork ofTwoServers() {
        return new MemoryNetwork()
                .server("i-1")
                .server("i-2")
                .rule("sgr-clients", "tcp", 2181, 2181, ipv4("10.0.0.0/16"))
                .rule("sgr-self", "-1", -1, -1, group(SERVERS))
                .rule("sgr-functions", "tcp", 2181, 2181, group(FUNCTIONS))
                .rule("sgr-ssh", "tcp", 22, 22, ipv4("10.0.0.0/8"));
    }

    static AccessRule.Source ipv4(String block) {
        return new AccessRule.Source(AccessRule.Kind.IPV4, block);
    }

    static AccessRule.Source ipv6(String block) {
        return new AccessRule.Source(AccessRule.Kind.IPV6, block);
    }

    static AccessRule.Source group(String id) {
        return new AccessRule.Source(AccessRule.Kind.GROUP, id);
    }

    MemoryNetwork server(String instance) {
        String card = instance.replace("i-", "eni-");
        attach(SERVERS, card);
        instances.add(new Instance(instance, "10.0.1." + instance.substring(2), Set.of(card), Set.of(SERVERS), true));
        return this;
    }

    MemoryNetwork attach(String group, String card) {
        members.computeIfAbsent(group, key -> new TreeSet<>()).add(card);
        return this;
    }

    MemoryNetwork rule(String id, String protocol, int from, int to, AccessRule.Source source) {
        return rule(id, new Traffic(protocol, from, to), source, Map.of());
    }

    MemoryNetwork rule(String id, Traffic traffic, AccessRule.Source source, Map<String, String> tags) {
        rules.put(id, new AccessRule(id, SERVERS, traffic, source, "why " + id, tags));
        return this;
    }

    MemoryNetwork without(String id) {
        rules.remove(id);
        return this;
    }

    /** Makes every further change fail, as if the function had died before it. */
    MemoryNetwork crashing(boolean now) {
        crashes = now;
        return this;
    }

    AccessRule at(String id) {
        AccessRule rule = rules.get(id);
        if (rule == null) {
            throw new AssertionError("there is no rule " + id + ", only " + rules.keySet());
        }
        return rule;
    }

    /** Returns all rules, for a comparison of before and after. */
    Map<String, AccessRule> rules() {
        return Map.copyOf(rules);
    }

    /** Returns the changing calls that were made, in their order. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    List<Instance> instances() {
        return List.copyOf(instances);
    }

    @Override
    public List<Instance> instances(Ensemble.Tag tag) {
        return instances();
    }

    @Override
    public List<AccessRule> ingressRules(String group) {
        return rules.values().stream()
                .filter(rule -> rule.group().equals(group))
                .toList();
    }

    @Override
    public Set<String> interfacesOf(String group) {
        return members.getOrDefault(group, Set.of());
    }

    @Override
    public void modify(String group, List<AccessRule> changes) {
        change("modify");
        changes.forEach(rule -> rules.put(rule.id(), rule));
    }

    @Override
    public boolean authorize(String group, List<AccessRule> added) {
        change("authorize");
        if (ingressRules(group).stream().anyMatch(rule -> added.stream().anyMatch(rule::sameAs))) {
            return false;
        }
        for (AccessRule rule : added) {
            String id = "sgr-new-" + ++authorized;
            rules.put(id, new AccessRule(id, group, rule.traffic(), rule.source(), rule.description(), rule.tags()));
        }
        return true;
    }

    @Override
    public boolean revoke(String group, List<String> ids) {
        change("revoke");
        return rules.keySet().removeAll(ids);
    }

    private void change(String call) {
        requireAlive();
        calls.add(call);
    }

    private void requireAlive() {
        if (crashes) {
            throw new ClientAccessException("the function died", "run the step again");
        }
    }
}
