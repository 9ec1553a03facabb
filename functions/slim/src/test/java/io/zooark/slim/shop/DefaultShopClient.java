package io.zooark.slim.shop;

import java.util.function.UnaryOperator;

final class DefaultShopClient implements ShopClient {
    private final UnaryOperator<String> till = DefaultShopClient::paid;

    @Override
    public String buy(BuyRequest request) {
        return till.apply(request.thing());
    }

    private static String paid(String thing) {
        return "paid " + thing;
    }

    @Override
    public String sell(SellRequest request) {
        return "sold " + request.thing();
    }

    @Override
    public void close() {}
}
