/** Shared by the commands: options, prompts, and the launch of Quarkus. */
package org.meshgate.cli.support;
