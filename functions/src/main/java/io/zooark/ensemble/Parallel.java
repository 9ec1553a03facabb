package io.zooark.ensemble;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Asks many at once and waits for all. */
public final class Parallel {
    private Parallel() {}

    /**
     * Applies the question to every item at once and returns the answers in the items' order.
     *
     * <p>What a question throws is thrown here as it is, for Step Functions goes by the class of an exception.
     */
    public static <K, V> Map<K, V> ask(Collection<K> items, Executor executor, Function<K, V> question) {
        Map<K, CompletableFuture<V>> pending = new LinkedHashMap<>();
        items.forEach(item -> pending.put(item, CompletableFuture.supplyAsync(() -> question.apply(item), executor)));
        Map<K, V> answers = new LinkedHashMap<>();
        pending.forEach((item, answer) -> answers.put(item, join(answer)));
        return answers;
    }

    private static <V> V join(CompletableFuture<V> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
