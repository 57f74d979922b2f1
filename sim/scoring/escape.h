// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Text from outside (names in scenarios and attempts) made harmless for the format it goes into.
#pragma once

#include <string>
#include <string_view>

namespace dryrun::scoring {

/// Valid UTF-8 without control characters but tab, LF and CR, and without what XML 1.0 forbids;
/// each thing that is wrong becomes U+FFFD.
std::string clean_text(std::string_view text);
/// The same on one line: tabs and line ends become spaces.
std::string one_line(std::string_view text);
/// For XML and HTML, in text and in quoted attributes.
std::string markup(std::string_view text);
/// A cell of RFC 4180, quoted where it must be. A text that a spreadsheet would take for a formula
/// gets an apostrophe before it.
std::string csv_text(std::string_view text);

/// Characters that text takes in a terminal: code points.
std::size_t width_of(std::string_view text);
/// Filled up with spaces to `width`, or cut to it with "…".
std::string padded(std::string_view text, std::size_t width);
std::string padded_left(std::string_view text, std::size_t width);

}  // namespace dryrun::scoring
