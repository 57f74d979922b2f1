// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Flat marks and text of a picture, as boxes that the renderer draws.
#include <algorithm>
#include <cmath>

#include "render/glyphs.h"
#include "render/scene.h"

namespace dryrun::render {
namespace {

constexpr float kUnitsOfCapital = 12.0f;  // of the glyphs' grid
constexpr float kBaseline = 4.0f;
constexpr float kBetweenGlyphs = 3.0f;
constexpr float kPenOfCapital = 0.125f;  // stroke width over the height of a capital

struct Point {
    float x = 0.0f;
    float y = 0.0f;
};

// The next code point of UTF-8 text; a broken byte counts as one unknown sign.
std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
    const auto first = static_cast<unsigned char>(text[at++]);
    if (first < 0x80) return first;
    const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
    std::uint32_t code = first & (0x3Fu >> more);
    for (int i = 0; i < more && at < text.size(); ++i) {
        code = code << 6 | (static_cast<unsigned char>(text[at++]) & 0x3Fu);
    }
    return more == 0 ? 0xFFFD : code;
}

int base_36(char digit) {
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

// Chaikin's corner cutting, twice, ends kept.
std::vector<Point> rounded(std::vector<Point> line) {
    for (int pass = 0; pass < 2 && line.size() > 2; ++pass) {
        std::vector<Point> cut{line.front()};
        for (std::size_t i = 0; i + 1 < line.size(); ++i) {
            const Point& a = line[i];
            const Point& b = line[i + 1];
            if (i > 0) cut.push_back({0.75f * a.x + 0.25f * b.x, 0.75f * a.y + 0.25f * b.y});
            if (i + 2 < line.size()) {
                cut.push_back({0.25f * a.x + 0.75f * b.x, 0.25f * a.y + 0.75f * b.y});
            }
        }
        cut.push_back(line.back());
        line = std::move(cut);
    }
    return line;
}

std::vector<std::vector<Point>> strokes_of(const Glyph& glyph) {
    std::vector<std::vector<Point>> strokes;
    std::vector<Point> line;
    const auto finish = [&] {
        if (!line.empty()) strokes.push_back(rounded(std::move(line)));
        line.clear();
    };
    for (std::size_t i = 0; i < glyph.strokes.size();) {
        if (glyph.strokes[i] == '|') {
            finish();
            ++i;
            continue;
        }
        line.push_back({static_cast<float>(base_36(glyph.strokes[i])),
                        static_cast<float>(base_36(glyph.strokes[i + 1]))});
        i += 2;
    }
    finish();
    return strokes;
}

}  // namespace

void add_stroke(Overlay& overlay, float from_x, float from_y, float to_x, float to_y, float width,
                const Color& color) {
    overlay.boxes.push_back({from_x, from_y, to_x, to_y, 0.5f * width, 0.5f * width, color});
}

void add_plate(Overlay& overlay, float x, float y, float width, float height, float corner,
               const Color& color) {
    // The box of a stroke reaches half its width past its ends.
    const float half = 0.5f * std::min(width, height);
    if (width >= height) {
        overlay.boxes.push_back(
            {x + half, y + half, x + width - half, y + half, half, corner, color});
    } else {
        overlay.boxes.push_back(
            {x + half, y + half, x + half, y + height - half, half, corner, color});
    }
}

float text_width(std::string_view text, float height) {
    float units = 0.0f;
    for (std::size_t at = 0; at < text.size();) {
        units += static_cast<float>(glyph_of(next_code_point(text, at)).width) + kBetweenGlyphs;
    }
    return std::max(units - kBetweenGlyphs, 0.0f) * height / kUnitsOfCapital;
}

void add_text(Overlay& overlay, std::string_view text, float x, float y, float height,
              const Color& color, Align align) {
    const float unit = height / kUnitsOfCapital;
    const float pen = std::max(height * kPenOfCapital, 1.1f);
    if (align != Align::Left) x -= text_width(text, height) * (align == Align::Right ? 1.0f : 0.5f);
    for (std::size_t at = 0; at < text.size();) {
        const Glyph glyph = glyph_of(next_code_point(text, at));
        for (const auto& line : strokes_of(glyph)) {
            for (std::size_t i = 0; i + 1 < line.size(); ++i) {
                add_stroke(overlay, x + line[i].x * unit, y - (line[i].y - kBaseline) * unit,
                           x + line[i + 1].x * unit, y - (line[i + 1].y - kBaseline) * unit, pen,
                           color);
            }
        }
        x += (static_cast<float>(glyph.width) + kBetweenGlyphs) * unit;
    }
}

}  // namespace dryrun::render
