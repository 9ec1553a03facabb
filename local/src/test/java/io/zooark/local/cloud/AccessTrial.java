package io.zooark.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Ensemble;
import io.zooark.local.cloud.DirectNetwork.Died;
import io.zooark.local.cloud.DirectNetwork.Fault;
import io.zooark.restore.AccessPlan;
import io.zooark.restore.ClientAccess;
import io.zooark.restore.ClientAccess.Action;
import io.zooark.restore.PlannedRule;
import io.zooark.restore.PlannedServer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One set of rules that is closed and opened, with what must hold of it at each moment. */
final class AccessTrial {
    private static final List<String> GROUPS = List.of(RuleSet.FIRST, RuleSet.SECOND);

    private final Ec2 ec2;
    private final Set<Integer> clientPorts;
    private final Ensemble ensemble;
    private final DirectNetwork network;
    private final ClientAccess access;
    private final List<PlannedRule> planned;
    private final boolean crowded;
    private final Map<String, List<SecurityGroupRule>> before = new HashMap<>();
    private final Map<String, Reach> reachBefore = new HashMap<>();

    AccessTrial(RuleSet rules) {
        ec2 = rules.build();
        clientPorts = rules.clientPorts();
        ensemble = new Ensemble(
                "orders",
                List.of("10.0.1.1"),
                new Ensemble.Admin("http", 8080, "/credential"),
                clientPorts,
                new Ensemble.Tag("zooark:ensemble", "orders"),
                new Ensemble.HostPaths(null, null),
                new Ensemble.Functions(RuleSet.FUNCTIONS, List.of("10.0.9.0/28")));
        for (String group : GROUPS) {
            before.put(group, ec2.ingress(group));
            reachBefore.put(group, Reach.of(ec2.ingress(group)));
        }
        network = new DirectNetwork(ec2, this::assertTheRestIsReachedAsBefore);
        access = new ClientAccess(ensemble, network, new RulesOnRecord(), new Waiting());
        AccessPlan.Decision decision =
                new AccessPlan(ensemble, network, false).decide(network.instances(ensemble.instances()));
        planned = decision.rules();
        crowded = !decision.warnings().isEmpty();
    }

    /** Returns whether EC2 lets the groups have no temporary rules as many as closing needs. */
    boolean crowded() {
        return crowded;
    }

    /** One run of the function; a fault that comes after its last call does not happen. */
    record Step(Action action, Fault fault, int slow) {}

    void run(Step step) {
        network.begin(step.fault(), step.slow());
        try {
            change(step.action());
        } catch (Died e) {
            assertThat(step.fault()).isNotEqualTo(Fault.NONE);
        }
    }

    ClientAccess.Answer open(int slow) {
        network.begin(Fault.NONE, slow);
        return change(Action.OPEN);
    }

    private ClientAccess.Answer change(Action action) {
        return access.change(new ClientAccess.Request(
                action,
                "restore-1",
                planned,
                List.of(
                        new PlannedServer(1, "i-1", "10.0.1.1", 8080, 2181, false, true, 3),
                        new PlannedServer(2, "i-2", "10.0.1.2", 8080, 2181, false, true, 3)),
                1));
    }

    private void assertTheRestIsReachedAsBefore() {
        for (String group : GROUPS) {
            Set<Integer> ignored = new HashSet<>(clientPorts);
            ignored.addAll(parkingPorts(group));
            Reach now = Reach.of(ec2.ingress(group));
            Reach then = then(group);
            assertThat(now.without(ignored)).as(group).isEqualTo(then.without(ignored));
            assertThat(then.reaching(clientPorts)).as(group).containsAll(now.reaching(clientPorts));
        }
    }

    void assertClosed() {
        for (String server : List.of("i-1", "i-2")) {
            for (int port : clientPorts) {
                for (String client : RuleSet.CLIENTS) {
                    assertThat(ec2.admits(server, client, Optional.empty(), port))
                            .as("%s reaches port %d of %s", client, port, server)
                            .isFalse();
                }
            }
        }
        Set<String> exempt = Set.of(
                new RuleSource.Group(RuleSet.FIRST).toString(), new RuleSource.Group(RuleSet.FUNCTIONS).toString());
        for (String group : GROUPS) {
            Set<String> stillIn = then(group).reaching(clientPorts);
            stillIn.retainAll(exempt);
            assertThat(Reach.of(ec2.ingress(group)).reaching(clientPorts)).isEqualTo(stillIn);
        }
    }

    void assertAsBefore(ClientAccess.Answer opened) {
        assertThat(opened.conflicts()).isEmpty();
        Set<String> replaced = planned.stream()
                .filter(rule -> rule.fate() == PlannedRule.Fate.REPLACED)
                .map(rule -> rule.original().id())
                .collect(Collectors.toSet());
        Set<String> newIds = new HashSet<>();
        for (String group : GROUPS) {
            List<SecurityGroupRule> then = Objects.requireNonNull(before.get(group));
            List<SecurityGroupRule> now = ec2.ingress(group);
            assertThat(says(now)).containsExactlyInAnyOrderElementsOf(says(then));
            assertThat(now)
                    .containsAll(then.stream()
                            .filter(rule -> !replaced.contains(rule.id()))
                            .toList());
            now.stream().map(SecurityGroupRule::id).forEach(newIds::add);
            then.stream().map(SecurityGroupRule::id).forEach(newIds::remove);
        }
        assertThat(opened.created()).containsExactlyInAnyOrderElementsOf(newIds);
    }

    /** What rules say, with words and tags, but without the ids. */
    private static List<Object> says(List<SecurityGroupRule> rules) {
        return rules.stream()
                .<Object>map(rule -> List.of(rule.permission(), rule.tags()))
                .toList();
    }

    private Set<Integer> parkingPorts(String group) {
        return planned.stream()
                .filter(rule -> rule.fate() == PlannedRule.Fate.PARKED)
                .filter(rule -> rule.original().group().equals(group))
                .map(PlannedRule::becomes)
                .filter(Objects::nonNull)
                .map(parked -> parked.fromPort())
                .collect(Collectors.toSet());
    }

    private Reach then(String group) {
        return Objects.requireNonNull(reachBefore.get(group));
    }

    /** Time that passes only where somebody waits. */
    private static final class Waiting implements io.zooark.restore.Pause {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void brief() {
            now = now.plus(Duration.ofSeconds(1));
        }
    }
}
