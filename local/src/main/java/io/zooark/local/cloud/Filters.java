package io.zooark.local.cloud;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The filters that a describing action knows: each has a name and the values that a resource has for it. A request's
 * filters must all agree, each with any of its values, in which {@code *} and {@code ?} are wildcards.
 *
 * @param tags how to find a resource's tags, for {@code tag:KEY} and {@code tag-key}
 */
record Filters<T>(Map<String, Function<T, Collection<String>>> known, Function<T, Map<String, String>> tags) {

    List<T> apply(Query query, Collection<T> resources) {
        List<Query> filters = query.members("Filter");
        return resources.stream()
                .filter(resource -> filters.stream().allMatch(filter -> agrees(filter, resource)))
                .toList();
    }

    private boolean agrees(Query filter, T resource) {
        Collection<String> actual = valuesOf(filter.need("Name"), resource);
        return filter.values("Value").stream()
                .map(Filters::pattern)
                .anyMatch(wanted ->
                        actual.stream().anyMatch(value -> wanted.matcher(value).matches()));
    }

    private Collection<String> valuesOf(String name, T resource) {
        if (name.startsWith("tag:")) {
            String value = tags.apply(resource).get(name.substring("tag:".length()));
            return value == null ? List.of() : List.of(value);
        }
        if (name.equals("tag-key")) {
            return tags.apply(resource).keySet();
        }
        if (!known.containsKey(name)) {
            throw AwsError.refused("InvalidParameterValue", "The filter '" + name + "' is invalid");
        }
        return requireNonNull(known.get(name)).apply(resource);
    }

    private static Pattern pattern(String wanted) {
        String regex = Pattern.quote(wanted).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex, Pattern.DOTALL);
    }
}
