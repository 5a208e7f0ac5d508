package org.voiceport.config;

/** A form that a text must have, and what it then means. */
@FunctionalInterface
interface Form<T> {
    T of(String text) throws Unfit;
}
