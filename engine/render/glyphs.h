// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The stroke font of labels on pictures: a project's own, so that pictures need no font file.
#pragma once

#include <cstdint>
#include <string_view>

namespace dryrun::render {

/// Strokes on a grid with the baseline at 4, small letters to 12, capitals to 16. A point is two
/// base-36 digits (x, y); points of a stroke follow each other and strokes are parted by '|'.
/// Inner points of a stroke are rounded off; a sharp corner ends one stroke and begins the next.
struct Glyph {
    int width = 7;
    std::string_view strokes;
};
/// The glyph of a Unicode code point; a box for one that the font lacks.
Glyph glyph_of(std::uint32_t code_point);

}  // namespace dryrun::render
