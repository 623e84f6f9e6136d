/** What deploy/ gives to operators keeps its own rules and those of Kubernetes; nothing is started for it. */
package org.meshgate.deploy;
