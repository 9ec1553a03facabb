package io.zooark.slim;

import io.zooark.slim.shop.ShopClient;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Stands for the product: outside the slimmed package, and calls one operation of the client. */
public final class Customer implements Callable<String> {
    static final String VOUCHER = "io.zooark.slim.shop.Voucher";

    @Override
    public String call() throws ReflectiveOperationException {
        try (ShopClient shop = ShopClient.create()) {
            String bought = shop.buy(() -> "bread");
            String discount = ServiceLoader.load(Supplier.class, Customer.class.getClassLoader())
                    .iterator()
                    .next()
                    .get()
                    .toString();
            return bought + ", " + discount + ", " + Class.forName(VOUCHER).getSimpleName();
        }
    }
}
