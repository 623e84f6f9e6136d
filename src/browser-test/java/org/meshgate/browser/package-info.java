/**
 * Tests of the console in a real browser: {@code ./mvnw verify -Pconsole}, against the packaged JVM program or, with
 * {@code -Dmeshgate.it.executable=FILE}, a native executable. They need Chromium ({@code -Dbrowser.path=FILE}) and leave a
 * screenshot of each page in {@code target/console/}.
 */
package org.meshgate.browser;
