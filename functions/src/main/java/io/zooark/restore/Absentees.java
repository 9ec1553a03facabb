package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.error.RequestRefusedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds out whom a person means by {@code without}, and whether a restore can go on without them.
 *
 * <p>A server is named by its number, {@code zk-3} or {@code 3}, by its address in zoo.cfg, or by its instance.
 */
final class Absentees {
    private static final Pattern NUMBERED = Pattern.compile("(?:zk-)?(\\d{1,9})");
    private static final Pattern LINE = Pattern.compile("\\s*server\\.(\\d+)\\s*=\\s*(\\[[^]]+]|[^:|\\s]+).*");

    private final List<String> names;
    private final String ifItAnswers;
    private final Map<Integer, Member> members = new TreeMap<>();
    private final Map<Network.Instance, String> silent;

    private record Member(int id, String host, boolean observer) {}

    /**
     * Begins.
     *
     * @param without what the person typed
     * @param zooCfg the lines {@code server.N=…}
     * @param silent the instances that do not answer, and why
     */
    Absentees(ServerDiscovery.Without without, List<String> zooCfg, Map<Network.Instance, String> silent) {
        this.names = List.copyOf(without.names());
        this.ifItAnswers = without.ifItAnswers();
        this.silent = Map.copyOf(silent);
        for (String line : zooCfg) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                int id = Integer.parseInt(matcher.group(1));
                String host = matcher.group(2).replaceAll("[\\[\\]]", "");
                members.put(id, new Member(id, host, Membership.observer(line)));
            }
        }
    }

    /** Returns the numbers that are named as such, or by an address: no host that lost its myid can be one of them. */
    Set<Integer> numbers() {
        return names.stream().flatMap(name -> number(name).stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Returns those that are left out.
     *
     * @param present the servers whose hosts answer
     * @throws RequestRefusedException if a name fits nobody, or several, or one who answers; if someone who is missing is not
     *     named; or if those who are present are no majority of the voters
     */
    List<AbsentServer> leaveOut(Map<Integer, Network.Instance> present) {
        Set<Integer> missing = new TreeSet<>(members.keySet());
        missing.removeAll(present.keySet());
        Map<Integer, Optional<String>> named = named(missing, present);
        Set<Integer> unnamed = new TreeSet<>(missing);
        unnamed.removeAll(named.keySet());
        if (!unnamed.isEmpty() || silent.size() > missing.size()) {
            throw refused(
                    "without names " + names + ", but missing are servers " + missing + " and silent are " + reasons(),
                    "name each server that shall be left out, and no other; take the tag off instances that are gone for good");
        }
        refuseMinority(present.keySet());
        return named.entrySet().stream()
                .map(entry -> absent(member(entry.getKey()), entry.getValue()))
                .toList();
    }

    private Map<Integer, Optional<String>> named(Set<Integer> missing, Map<Integer, Network.Instance> present) {
        Map<Integer, Optional<String>> named = new TreeMap<>();
        List<Network.Instance> byInstance = new ArrayList<>();
        for (String name : names) {
            Optional<Integer> number = number(name);
            number.filter(present::containsKey).ifPresent(id -> {
                throw answers(name, "server " + id);
            });
            if (number.isPresent()) {
                named.put(number.get(), Optional.empty());
            } else {
                byInstance.add(instance(name, present));
            }
        }
        for (Network.Instance instance : byInstance) {
            Set<Integer> candidates = new TreeSet<>(missing);
            candidates.removeAll(named.keySet());
            Set<Integer> atItsAddress = candidates.stream()
                    .filter(id -> member(id).host().equals(instance.privateAddress()))
                    .collect(Collectors.toSet());
            Set<Integer> fitting = atItsAddress.size() == 1 ? atItsAddress : candidates;
            if (fitting.size() != 1) {
                throw refused(
                        "without names " + instance.id() + ", which may be any of servers " + fitting,
                        "name the server by its number, like zk-"
                                + missing.stream().findFirst().orElse(1));
            }
            named.put(fitting.iterator().next(), Optional.of(instance.id()));
        }
        return named;
    }

    /** Returns the member that a number or an address stands for; empty for the name of an instance. */
    private Optional<Integer> number(String name) {
        Set<Integer> fitting = new LinkedHashSet<>();
        Matcher numbered = NUMBERED.matcher(name);
        if (numbered.matches() && members.containsKey(Integer.valueOf(numbered.group(1)))) {
            fitting.add(Integer.valueOf(numbered.group(1)));
        }
        members.values().stream()
                .filter(member -> member.host().equals(name))
                .map(Member::id)
                .forEach(fitting::add);
        if (fitting.size() > 1) {
            throw refused(
                    "without names '" + name + "', which fits servers " + fitting,
                    "name the server by its number, like " + fitting.iterator().next());
        }
        return fitting.stream().findFirst();
    }

    private Network.Instance instance(String name, Map<Integer, Network.Instance> present) {
        present.values().stream().filter(one -> named(one, name)).findFirst().ifPresent(one -> {
            throw answers(name, one.id());
        });
        return silent.keySet().stream()
                .filter(one -> named(one, name))
                .findFirst()
                .orElseThrow(() -> refused(
                        "without names '" + name + "', which is no server of this ensemble: zoo.cfg names "
                                + members.values().stream()
                                        .map(member -> "zk-" + member.id() + " at " + member.host())
                                        .toList(),
                        "name a server by its number, like zk-3, by its address in zoo.cfg, or by its instance"));
    }

    private static boolean named(Network.Instance instance, String name) {
        return instance.id().equals(name) || instance.privateAddress().equals(name);
    }

    /** One that answers can be stopped and set aside with the others; left alone, it would go on with the old data. */
    private RequestRefusedException answers(String name, String who) {
        return refused("without names '" + name + "', but the host of " + who + " answers", ifItAnswers);
    }

    private void refuseMinority(Set<Integer> present) {
        long voters =
                members.values().stream().filter(member -> !member.observer()).count();
        long left = present.stream()
                .map(members::get)
                .filter(member -> member != null && !member.observer())
                .count();
        if (left <= voters / 2) {
            throw refused(
                    left + " of " + voters + " voters can be reached, which is no majority (" + reasons() + ")",
                    "bring back as many hosts as a majority takes, with empty disks if need be");
        }
    }

    private AbsentServer absent(Member member, Optional<String> instance) {
        Set<String> atItsAddress = silent.keySet().stream()
                .filter(one -> one.privateAddress().equals(member.host()))
                .map(Network.Instance::id)
                .collect(Collectors.toSet());
        Optional<String> only = atItsAddress.size() == 1
                ? atItsAddress.stream().findFirst()
                : silent.keySet().stream()
                        .filter(one -> silent.size() == 1 && members.size() > 1)
                        .map(Network.Instance::id)
                        .findFirst();
        return new AbsentServer(member.id(), member.host(), member.observer(), instance.or(() -> only));
    }

    private Member member(int id) {
        return requireNonNull(members.get(id), () -> "no member " + id);
    }

    private List<String> reasons() {
        return silent.entrySet().stream()
                .map(entry -> entry.getKey().id() + ": " + entry.getValue())
                .sorted()
                .toList();
    }

    private static RequestRefusedException refused(String problem, String hint) {
        return new RequestRefusedException(problem, hint + "; nothing was changed");
    }
}
