/** Routes for clients of 3DAIGC-API: adapters and mesh tools. */
package org.meshgate.system.compat;
