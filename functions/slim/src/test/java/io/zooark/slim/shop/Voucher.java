package io.zooark.slim.shop;

/** Named by a string only. */
public final class Voucher {}
