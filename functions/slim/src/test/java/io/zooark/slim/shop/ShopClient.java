package io.zooark.slim.shop;

import java.util.function.Supplier;

public interface ShopClient extends AutoCloseable {
    static ShopClient create() {
        return new DefaultShopClient();
    }

    default String buy(Supplier<String> thing) {
        return buy(new BuyRequest(thing.get()));
    }

    String buy(BuyRequest request);

    default String sell(Supplier<String> thing) {
        return sell(new SellRequest(thing.get()));
    }

    String sell(SellRequest request);

    @Override
    void close();
}
