package io.zooark.restore.report;

import io.zooark.restore.RestoreOptions.Method;
import io.zooark.restore.StateData;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What can be read off an execution's data. What is missing, or of another kind than expected, is not known: a report must
 * not fail for it.
 *
 * <p>A state leaves its mark by keeping {@code "state.$": "$$.State"} among its results.
 */
final class Findings {
    private final Map<String, Object> results;
    private final Method method;

    private Findings(Map<String, Object> results, Method method) {
        this.results = results;
        this.method = method;
    }

    static Findings of(@Nullable StateData states) {
        return states == null
                ? new Findings(Map.of(), Method.ADMIN)
                : new Findings(states.results(), states.plan().options().method());
    }

    /** Returns how the snapshot was to come onto the servers. */
    Method method() {
        return method;
    }

    /**
     * That a state has succeeded.
     *
     * @param key where the machine keeps its result
     * @param answered when the last of its functions had answered, where they say so
     */
    record Mark(String key, String name, Instant entered, Optional<Instant> answered) {}

    /** The servers as a state has seen them; those that are missing did not serve. */
    record Sighting(Mark mark, List<Map<?, ?>> servers) {}

    /** Returns the marks in the order in which the states were entered. */
    List<Mark> marks() {
        List<Mark> marks = new ArrayList<>();
        results.forEach(
                (key, value) -> map(value).ifPresent(result -> mark(key, result).ifPresent(marks::add)));
        marks.sort(Comparator.comparing(Mark::entered));
        return marks;
    }

    private static Optional<Mark> mark(String key, Map<?, ?> result) {
        return map(result.get("state")).flatMap(state -> mark(key, state, answered(result)));
    }

    /** Returns the mark of a state whose context is given. */
    static Optional<Mark> mark(String key, Map<?, ?> state, Optional<Instant> answered) {
        return text(state.get("Name"))
                .flatMap(name -> time(state.get("EnteredTime")).map(at -> new Mark(key, name, at, answered)));
    }

    private static Optional<Instant> answered(Map<?, ?> result) {
        Stream<Instant> own = time(result.get("answeredAt")).stream();
        Stream<Instant> each = Stream.of("servers", "hosts")
                .flatMap(those -> maps(result.get(those)).stream())
                .flatMap(server -> time(server.get("answeredAt")).stream());
        Stream<Instant> taken =
                time(result.get("startedAt"))
                        .flatMap(start -> duration(result.get("took")).map(start::plus))
                        .stream();
        return Stream.of(own, each, taken).flatMap(found -> found).max(Comparator.naturalOrder());
    }

    /** Returns what was seen of the servers, in the order of time. */
    List<Sighting> sightings() {
        return marks().stream()
                .filter(mark -> result(mark.key()).containsKey("seen"))
                .map(mark -> new Sighting(mark, maps(result(mark.key()).get("servers"))))
                .toList();
    }

    /** Returns what the hosts answered to one document, by the server's id. */
    Map<Integer, Map<?, ?>> hosts(String action) {
        Map<Integer, Map<?, ?>> found = new TreeMap<>();
        for (Object value : results.values()) {
            for (Map<?, ?> server :
                    map(value).map(all -> maps(all.get("servers"))).orElse(List.of())) {
                Optional<Map<?, ?>> result = map(server.get("result"));
                if (result.isPresent() && action.equals(result.get().get("action"))) {
                    number(server.get("server")).ifPresent(id -> found.put(id.intValue(), result.get()));
                }
            }
        }
        return found;
    }

    Optional<Boolean> flag(String key, String field) {
        return result(key).get(field) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }

    /** Returns which way the recovery has gone, in its own word. */
    @Nullable
    Object way() {
        return results.get("way");
    }

    Map<?, ?> result(String key) {
        return map(results.get(key)).orElse(Map.of());
    }

    static Optional<Map<?, ?>> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
    }

    static List<Map<?, ?>> maps(@Nullable Object value) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(item -> map(item).ifPresent(maps::add));
        }
        return maps;
    }

    static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(item -> text(item).ifPresent(texts::add));
        }
        return texts;
    }

    static Optional<String> text(@Nullable Object value) {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    static Optional<Long> number(@Nullable Object value) {
        return value instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    static Optional<Instant> time(@Nullable Object value) {
        try {
            return text(value).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> duration(@Nullable Object value) {
        try {
            return text(value).map(Duration::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
