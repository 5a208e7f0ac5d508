/**
 * The threats of the Cisco chapter on the connection between voice messaging ports, call manager and phones, as attacks on
 * the running daemon over loopback, in each security mode. {@code docs/threats.md} tells what they show. Nothing of this
 * is part of the product.
 *
 * <p>{@link org.voiceport.threats.Threats} runs them. {@link org.voiceport.threats.Lab} is what is attacked: daemons in
 * processes of their own, a simulated call manager, phones. The attacker stands in the signalling path by a {@link
 * org.voiceport.threats.Crossing}, in the media path by a {@link org.voiceport.threats.MediaCrossing}. Each attack is a
 * class of its own, a {@link org.voiceport.threats.Threat}.
 */
package org.voiceport.threats;
