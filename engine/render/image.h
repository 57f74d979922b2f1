// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A picture in memory and its PNG file (libpng).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.h"

namespace dryrun::render {

/// Four bytes a pixel (red, green, blue, alpha; sRGB), rows from the top.
struct Image {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgba;

    const std::uint8_t* pixel(int column, int row) const {
        return rgba.data() + (static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                              static_cast<std::size_t>(column)) *
                                 4;
    }
    std::uint8_t* pixel(int column, int row) {
        return const_cast<std::uint8_t*>(static_cast<const Image*>(this)->pixel(column, row));
    }
};

Image make_image(int width, int height);

/// The bytes of an 8-bit RGB PNG file; alpha is dropped. Equal images give equal bytes.
Result<std::string> encode_png(const Image& image);

}  // namespace dryrun::render
