// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/section.h"

#include <algorithm>
#include <cmath>

#include "picture/layers.h"

namespace dryrun::picture {
namespace {

constexpr std::int32_t kOutside = -1;
constexpr std::int32_t kUnknown = -2;
constexpr int kCoarse = 4;  // pixels; a cell whose corners agree is not looked at more closely

// What structure holds each pixel, found on a coarse grid and refined where neighbours differ.
class SectionMap {
  public:
    SectionMap(const anatomy::Atlas& atlas, const render::Camera& camera,
               const render::Viewport& viewport)
        : atlas_(atlas),
          width_(viewport.width),
          height_(viewport.height),
          found_(
              static_cast<std::size_t>(viewport.width) * static_cast<std::size_t>(viewport.height),
              kUnknown) {
        const double size = render::pixel_size(camera, viewport);
        step_x_ = render::right_of(camera) * size;
        step_y_ = camera.up * -size;
        corner_ = camera.target - step_x_ * (0.5 * width_ - 0.5) - step_y_ * (0.5 * height_ - 0.5);
        fill();
    }

    std::int32_t at(int x, int y) const {
        return found_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                      static_cast<std::size_t>(x)];
    }

  private:
    std::int32_t& cell(int x, int y) {
        return found_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                      static_cast<std::size_t>(x)];
    }
    std::int32_t ask(int x, int y) {
        x = std::min(x, width_ - 1);
        y = std::min(y, height_ - 1);
        std::int32_t& known = cell(x, y);
        if (known == kUnknown) {
            const auto id = atlas_.at(corner_ + step_x_ * x + step_y_ * y);
            known = id ? static_cast<std::int32_t>(*id) : kOutside;
        }
        return known;
    }
    void fill() {
        for (int y = 0; y < height_; y += kCoarse) {
            for (int x = 0; x < width_; x += kCoarse) fill_cell(x, y);
        }
    }
    void fill_cell(int x, int y) {
        const std::int32_t here = ask(x, y);
        // The ring of coarse neighbours too: a thin sheet may cross between equal corners.
        bool is_even = true;
        for (int j = -1; j <= 2 && is_even; ++j) {
            for (int i = -1; i <= 2 && is_even; ++i) {
                const int nx = std::max(x + i * kCoarse, 0);
                const int ny = std::max(y + j * kCoarse, 0);
                is_even = ask(nx, ny) == here;
            }
        }
        for (int j = y; j < std::min(y + kCoarse, height_); ++j) {
            for (int i = x; i < std::min(x + kCoarse, width_); ++i) {
                if (is_even) {
                    if (cell(i, j) == kUnknown) cell(i, j) = here;
                } else {
                    ask(i, j);
                }
            }
        }
    }

    const anatomy::Atlas& atlas_;
    int width_;
    int height_;
    Vec3 corner_;
    Vec3 step_x_;
    Vec3 step_y_;
    std::vector<std::int32_t> found_;
};

bool is_filling(const anatomy::Structure& structure) {
    return structure.tissue == anatomy::Tissue::Lung || structure.name == "beyond";
}

struct Rgb {
    double r, g, b;
};

std::vector<SectionPart> parts_of(const anatomy::Atlas& atlas, const SectionMap& map,
                                  const render::Viewport& viewport) {
    const std::size_t count = atlas.structures().size();
    std::vector<SectionPart> parts(count);
    std::vector<double> sum_x(count, 0.0);
    std::vector<double> sum_y(count, 0.0);
    const auto each = [&](const auto& look) {
        for (int y = 0; y < viewport.height; ++y) {
            for (int x = 0; x < viewport.width; ++x) {
                if (map.at(x, y) != kOutside) look(static_cast<std::size_t>(map.at(x, y)), x, y);
            }
        }
    };
    each([&](std::size_t i, int x, int y) {
        ++parts[i].pixels;
        sum_x[i] += x;
        sum_y[i] += y;
    });
    std::vector<double> nearest(count, 1e300);
    each([&](std::size_t i, int x, int y) {
        const double off_x = x - sum_x[i] / parts[i].pixels;
        const double off_y = y - sum_y[i] / parts[i].pixels;
        const double off = off_x * off_x + off_y * off_y;
        if (off >= nearest[i]) return;
        nearest[i] = off;
        parts[i].x = x;
        parts[i].y = y;
    });
    std::vector<SectionPart> present;
    for (std::size_t i = 0; i < count; ++i) {
        parts[i].structure = static_cast<anatomy::StructureId>(i);
        if (parts[i].pixels > 0) present.push_back(parts[i]);
    }
    return present;
}

}  // namespace

SectionImage draw_section(const anatomy::Atlas& atlas, const render::Camera& camera,
                          const render::Viewport& viewport) {
    const SectionMap map(atlas, camera, viewport);
    SectionImage section;
    section.image = render::make_image(viewport.width, viewport.height);
    section.parts = parts_of(atlas, map, viewport);
    std::vector<bool> seen(16, false);
    std::vector<render::Color> tissue_color(16);
    const auto color_at = [&](int x, int y) -> Rgb {
        const std::int32_t found = map.at(x, y);
        if (found == kOutside) return {0.07, 0.08, 0.10};
        const auto& structure = atlas.structure(static_cast<anatomy::StructureId>(found));
        const render::Color color = section_color(structure);
        if (structure.name == "beyond") return {color.r, color.g, color.b};
        const auto tissue = static_cast<std::size_t>(structure.tissue);
        if (!seen[tissue]) tissue_color[tissue] = color;
        seen[tissue] = true;
        return {color.r, color.g, color.b};
    };
    for (int y = 0; y < viewport.height; ++y) {
        for (int x = 0; x < viewport.width; ++x) {
            Rgb color = color_at(x, y);
            // A darker line where a structure ends.
            const int right = std::min(x + 1, viewport.width - 1);
            const int below = std::min(y + 1, viewport.height - 1);
            if (map.at(x, y) != map.at(right, y) || map.at(x, y) != map.at(x, below)) {
                color = {0.55 * color.r, 0.55 * color.g, 0.55 * color.b};
            }
            std::uint8_t* pixel = section.image.pixel(x, y);
            const auto byte = [](double part) {
                return static_cast<std::uint8_t>(std::lround(255.0 * part));
            };
            pixel[0] = byte(color.r);
            pixel[1] = byte(color.g);
            pixel[2] = byte(color.b);
            pixel[3] = 255;
        }
    }
    for (std::size_t i = 0; i < seen.size(); ++i) {
        if (!seen[i]) continue;
        section.legend.emplace_back(legend_name(static_cast<anatomy::Tissue>(i)), tissue_color[i]);
    }
    return section;
}

void frame_section(const anatomy::Atlas& atlas, const Vec3& low, const Vec3& high,
                   const render::Viewport& viewport, render::Camera& camera) {
    constexpr int kSteps = 90;
    const double reach = distance(low, high);
    const Vec3 right = render::right_of(camera);
    // The plane goes on through the middle of the body's box.
    const Vec3 middle = lerp(low, high, 0.5);
    const Vec3 centre = middle - camera.forward * dot(middle - camera.target, camera.forward);
    double left = reach, rightmost = -reach, lowest = reach, highest = -reach;
    for (int j = 0; j <= kSteps; ++j) {
        for (int i = 0; i <= kSteps; ++i) {
            const double u = reach * (static_cast<double>(i) / kSteps - 0.5);
            const double v = reach * (static_cast<double>(j) / kSteps - 0.5);
            const auto found = atlas.at(centre + right * u + camera.up * v);
            // The lung and what is not modelled go on further than anyone wants to see.
            if (!found || is_filling(atlas.structure(*found))) continue;
            left = std::min(left, u), rightmost = std::max(rightmost, u);
            lowest = std::min(lowest, v), highest = std::max(highest, v);
        }
    }
    if (rightmost <= left || highest <= lowest) return;
    const double aspect = static_cast<double>(viewport.width) / viewport.height;
    camera.target =
        centre + right * (0.5 * (left + rightmost)) + camera.up * (0.5 * (lowest + highest));
    const double margin = 1.2;
    camera.view_height = margin * std::max(highest - lowest, (rightmost - left) / aspect);
}

}  // namespace dryrun::picture
