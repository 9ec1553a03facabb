package io.zooark.slim.shop;

import java.util.function.Supplier;

/** Named by a list of services only. */
public final class Discount implements Supplier<String> {
    @Override
    public String get() {
        return "10 %";
    }
}
