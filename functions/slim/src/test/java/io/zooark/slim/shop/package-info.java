/** Stands for an SDK: a client with more operations than anybody needs. */
@NullMarked
package io.zooark.slim.shop;

import org.jspecify.annotations.NullMarked;
