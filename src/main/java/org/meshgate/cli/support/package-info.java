/** What the commands share: options, prompts, and the launch of Quarkus. */
package org.meshgate.cli.support;
