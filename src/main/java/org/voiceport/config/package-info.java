/**
 * The configuration: YAML files in, immutable records out ({@link org.voiceport.config.ConfigReader}). Reading is strict
 * and tells all errors at once, each with file, line and column.
 */
@NullMarked
package org.voiceport.config;

import org.jspecify.annotations.NullMarked;
